import EvalLinearAlgebra
import EvalStats
import Foundation
import Measurement

/// `CompareMatching write CASE FOLDER` or `CompareMatching run CASE`.
///
/// `write` puts the data down for the peers as raw doubles, column by column, the treated first;
/// `run` prints, as JSON, the seconds of the whole of `matched(by:)`, or of arranging rows and finding
/// neighbours, the bytes of the columns and the largest resident memory before and after, in MiB.
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
    try write(item.columns(), to: folder.appendingPathComponent("covariates"))
    try write(
      item.exactKeys().map { $0.factor.codes.map(Double.init) },
      to: folder.appendingPathComponent("keys"))
  }

  private static func write(_ columns: [[Double]], to file: URL) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    for column in columns { try column.withUnsafeBytes { try handle.write(contentsOf: $0) } }
    try handle.close()
  }

  private struct Report: Encodable {
    let seconds: Double
    let pairs: Int
    let total: Double
    let inputMegabytes: Double
    let megabytesBefore: Double
    let megabytes: Double
  }

  private static func report(
    _ item: MatchingCase, _ seconds: Double, pairs: Int, total: Double, before: Double
  ) throws {
    let report = Report(
      seconds: seconds, pairs: pairs, total: total, inputMegabytes: item.inputMegabytes,
      megabytesBefore: before, megabytes: Measurement.peakMegabytes)
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }

  private static func match(_ item: MatchingCase) throws {
    let problem = try item.problem()
    let design = item.design
    let before = Measurement.peakMegabytes
    let (seconds, match) = try Measurement.timed { try problem.matched(by: design) }
    try report(item, seconds, pairs: match.pairCount, total: match.totalDistance, before: before)
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
      item, seconds, pairs: found.reduce(0) { $0 + $1.count },
      total: found.joined().reduce(0) { $0 + $1.squared.squareRoot() }, before: before)
  }
}
