import EvalLinearAlgebra
import EvalStats
import Foundation

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
    let (seconds, fit, table) = try timed {
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
    let (seconds, fit, table) = try timed {
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
    let (seconds, finding, _) = try timed {
      (try change.bootstrap(repetitions: 10_000, using: &generator), 0)
    }
    try report(
      seconds, [log(finding.estimate)], [finding.standardError ?? 0],
      steepest: 0, iterations: 0)
  }

  /// The second of two runs.
  private static func timed<First, Second>(
    _ body: () throws -> (First, Second)
  ) throws -> (Double, First, Second) {
    _ = try body()
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    let time = clock.now - start
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    return (seconds, result.0, result.1)
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
      iterations: iterations, megabytes: peakMegabytes)
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }

  private static var peakMegabytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
  }
}
