import EvalLinearAlgebra
import EvalStats
import Foundation
import Measurement

/// `CompareMatching write CASE FOLDER` or `CompareMatching run CASE`.
///
/// `write` puts the data down for the peers as raw doubles, column by column, the treated first;
/// `run` prints, as JSON, the seconds of the whole of `matched(by:)`, or of arranging rows and finding
/// neighbours, and the largest resident memory before and after in MiB.
@main
struct CompareMatching {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard let item = words.dropFirst().first.flatMap(MatchingCase.init) else { usage() }
    switch (words.first, words.dropFirst(2).first) {
    case ("write", let path?): try write(item, to: URL(fileURLWithPath: path))
    case ("run", nil): try item.task == .neighbours ? neighbours(item) : match(item)
    default: usage()
    }
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(
      Data("usage: write CASE FOLDER | run CASE, as in score-100000-1000000-1\n".utf8))
    exit(64)
  }

  private static func write(_ item: MatchingCase, to folder: URL) throws {
    let keys = item.exactKeys().map { $0.codes.map(Double.init) }
    for (name, columns) in [("covariates", item.columns()), ("keys", keys)] {
      let values = columns.flatMap { $0 }
      try values.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent(name)) }
    }
  }

  private struct Report: Encodable {
    let seconds: Double
    let pairs: Int
    let total: Double
    let megabytesBefore: Double
    let megabytes: Double
  }

  private static func report(
    _ seconds: Double, pairs: Int, total: Double, before: Double
  ) throws {
    let report = Report(
      seconds: seconds, pairs: pairs, total: total, megabytesBefore: before,
      megabytes: Measurement.peakMegabytes)
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }

  private static func match(_ item: MatchingCase) throws {
    let columns = item.columns()
    let problem = try MatchingProblem(
      treated: item.treated,
      covariates: item.task == .score ? [] : Array(zip(item.names, columns)),
      exactKeys: item.exactKeys(), scores: item.task == .score ? columns[0] : nil)
    let design = item.design
    let before = Measurement.peakMegabytes
    let (seconds, match) = try Measurement.timed { try problem.matched(by: design) }
    try report(seconds, pairs: match.pairCount, total: match.totalDistance, before: before)
  }

  private static func neighbours(_ item: MatchingCase) throws {
    let columns = item.columns()
    func rowMajor(_ rows: Range<Int>) -> [Double] {
      rows.flatMap { row in columns.map { $0[row] } }
    }
    let points = rowMajor(0..<item.treatedCount)
    let rows = rowMajor(item.treatedCount..<item.rowCount)
    let before = Measurement.peakMegabytes
    let (seconds, found) = Measurement.timed {
      NearestNeighbours(rowMajor: rows, dimension: item.covariateCount)
        .nearest(10, toRowMajor: points)
    }
    try report(
      seconds, pairs: found.reduce(0) { $0 + $1.count },
      total: found.joined().reduce(0) { $0 + $1.squared.squareRoot() }, before: before)
  }
}
