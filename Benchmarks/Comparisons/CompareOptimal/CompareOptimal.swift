import EvalStats
import Foundation
import Measurement
import OptimalCases

/// `CompareOptimal list`, `CompareOptimal write CASE FILE` or `CompareOptimal run CASE`.
///
/// `write` puts the covariates down as raw doubles, column by column, for the peer; `run` prints
/// seconds, pairs, total distance, relative gap and the largest resident memory in MB.
@main
struct CompareOptimal {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.first != "list" else {
      return print(OptimalCase.all.map(\.name).joined(separator: "\n"))
    }
    guard let item = OptimalCase.all.first(where: { $0.name == words.dropFirst().first }) else {
      FileHandle.standardError.write(Data("usage: list | write CASE FILE | run CASE\n".utf8))
      exit(64)
    }
    if words.first == "write", let path = words.dropFirst(2).first {
      let values = item.columns.flatMap { $0 } + [item.sparseWidth]
      try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
    } else {
      try run(item)
    }
  }

  private static func run(_ item: OptimalCase) throws {
    let problem = try item.problem()
    let design = item.design
    let (seconds, match) = try Measurement.timed { try problem.matched(by: design) }
    print(
      seconds, match.pairCount, match.totalDistance, match.certificate?.relativeGap ?? 1,
      Measurement.peakMegabytes)
  }
}
