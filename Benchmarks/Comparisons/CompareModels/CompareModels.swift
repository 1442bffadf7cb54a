import EvalLinearAlgebra
import EvalStats
import Foundation
import Measurement

/// `CompareModels write FOLDER`, or `CompareModels logistic|poisson|bootstrap FOLDER`.
///
/// `write` puts the data down as raw doubles for the peers; the others print, as JSON, seconds of one
/// fit after one to warm up, estimates and standard errors, and the largest resident memory in MB.
@main
struct CompareModels {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard let task = words.first, let path = words.dropFirst().first else { usage() }
    let folder = ModelFolder(URL(fileURLWithPath: path))
    switch task {
    case "write": try folder.write()
    case "logistic": try logistic(folder)
    case "poisson": try poisson(folder)
    case "bootstrap": try bootstrap(folder)
    default: usage()
    }
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(
      Data("usage: write FOLDER | logistic FOLDER | poisson FOLDER | bootstrap FOLDER\n".utf8))
    exit(64)
  }

  private static func logistic(_ folder: ModelFolder) throws {
    let design = try folder.design()
    let outcome = try folder.doubles("outcome")
    let (seconds, (fit, table)) = try second {
      let fit = try GeneralisedLinearModel(family: .binomial).fit(design, response: outcome)
      return (fit, try fit.coefficientTable())
    }
    try report(
      seconds, fit.coefficients, table.rows.map(\.standardError),
      steepest: steepest(design, outcome, fit.coefficients) { 1 / (1 + exp(-$0)) },
      iterations: fit.iterations)
  }

  private static func poisson(_ folder: ModelFolder) throws {
    let design = try folder.design()
    let counts = try folder.doubles("counts")
    let clusters = try folder.doubles("clusters").map { Int($0) }
    let (seconds, (fit, table)) = try second {
      let fit = try GeneralisedLinearModel(family: .poisson).fit(design, response: counts)
      return (
        fit, try fit.coefficientTable(.clustered(by: clusters, correction: .cr1s))
      )
    }
    try report(
      seconds, fit.coefficients, table.rows.map(\.standardError),
      steepest: steepest(design, counts, fit.coefficients) { exp($0) },
      iterations: fit.iterations)
  }

  private static func bootstrap(_ folder: ModelFolder) throws {
    let change = try RateOfChange(try folder.prePostCounts())
    var generator = SeededGenerator(seed: 1)
    let (seconds, finding) = try second {
      try change.bootstrap(repetitions: 10_000, using: &generator)
    }
    try report(
      seconds, [log(finding.estimate)], [finding.standardError ?? 0],
      steepest: 0, iterations: 0)
  }

  /// The second of two runs.
  private static func second<Result>(
    _ work: () throws -> Result
  ) throws -> (seconds: Double, result: Result) {
    _ = try work()
    return try Measurement.timed(work)
  }

  /// The largest element of the mean log-likelihood's gradient.
  private static func steepest(
    _ design: DesignMatrix, _ response: [Double], _ coefficients: [Double],
    _ mean: (Double) -> Double
  ) -> Double {
    let predictor = design.linearPredictor(coefficients)
    let gaps = zip(response, predictor).map { $0 - mean($1) }
    return design.matrix.transposeTimes(gaps).map { abs($0) / Double(response.count) }.max() ?? 0
  }

  private struct Report: Encodable {
    let seconds: Double
    let estimates: [Double]
    let errors: [Double]
    let steepest: Double
    let iterations: Int
    let megabytes: Double
  }

  private static func report(
    _ seconds: Double, _ estimates: [Double], _ errors: [Double], steepest: Double,
    iterations: Int
  ) throws {
    let report = Report(
      seconds: seconds, estimates: estimates, errors: errors, steepest: steepest,
      iterations: iterations, megabytes: Measurement.peakMegabytes)
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }
}
