import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// Expected values of the epilepsy counts by R 4.2.2: `glm` and `sandwich::vcovCL`, as for
/// `TableFitTests`: the rate-of-change ratio is the interaction of the same model.
@Suite("The change in a person × period table")
struct TableChangeTests {
  let columns = TableChange.Columns(
    arm: "trt", period: "post", person: "subject", time: "weeks", timeUnit: .weeks,
    outcomes: ["seizures"])

  func epilepsy() throws -> Table {
    try CSVReader.table(at: SampleData.path("epilepsy/epil_prepost.csv"))
  }

  /// Two sets of a treated person and a control; c1 serves in both.
  static let visits = """
    who,set,arm,period,visits,beds,months,weight
    t1,1,treated,before,4,0,6,1
    t1,1,treated,after,1,0,6,1
    c1,1,control,before,3,0,6,0.5
    c1,1,control,after,3,0,3,0.5
    t2,2,treated,before,5,0,6,1
    t2,2,treated,after,2,0,6,1
    c2,2,control,before,4,0,6,1
    c2,2,control,after,4,0,6,1
    t3,3,treated,before,2,0,6,1
    t3,3,treated,after,2,0,6,1
    c3,3,control,before,6,0,6,1
    c3,3,control,after,4,0,6,1
    """

  func visits(_ edit: (String) -> String = { $0 }) throws -> Table {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "visits-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data((edit(Self.visits) + "\n").utf8).write(to: url)
    return try CSVReader.table(at: url.path)
  }

  let visitColumns = TableChange.Columns(
    arm: "arm", period: "period", person: "who", set: "set", weight: "weight", time: "months",
    outcomes: ["visits", "beds"])

  @Test("the epilepsy counts give the reference interaction, its clustered error and all others")
  func epilepsyCounts() throws {
    let result = try TableChange(columns, primary: "seizures").run(on: epilepsy())
    let main = try #require(result.estimates.first)
    let ratio = try #require(main.finding)
    #expect(main.isPrimary)
    #expect(main.adjustedPValue == nil)
    #expect(agree(log(ratio.estimate), -0.10160167053773529, relative: 1e-10))
    #expect(agree(try #require(ratio.standardError), 0.21801009690842507, relative: 1e-6))
    #expect(ratio.degreesOfFreedom == 58)
    #expect(ratio.method.contains("CR1S"))
    #expect(result.estimates.map(\.estimator) == RateOfChange.Estimator.allCases)
    // Everyone is a set of their own, so set-level changes between arms cannot be had, and are said
    // not to be.
    let refused = result.estimates.filter { $0.finding == nil }
    #expect(refused.allSatisfy { $0.refusal != nil })
    #expect(refused.map(\.estimator) == [.pairedT, .signedRank, .permutation])
    #expect(result.testCount == result.estimates.count { $0.finding?.pValue != nil })
    #expect(result.people == .exact(59))
  }

  @Test("rates count people, months and events of each arm")
  func rates() throws {
    let result = try TableChange(visitColumns, estimators: [.poisson]).run(on: visits())
    let treated = try #require(result.arms.first { $0.outcome == "visits" && $0.arm == .treated })
    #expect(treated.people == .exact(3))
    #expect(treated.eventsBefore == .exact(11))
    #expect(treated.personMonthsAfter == 18)
    #expect(agree(try #require(treated.rateBefore), 1000 * 11 / 18.0, relative: 1e-12))
    let control = try #require(result.arms.first { $0.outcome == "visits" && $0.arm == .control })
    #expect(agree(try #require(control.rateAfter), 1000 * 9.5 / 13.5, relative: 1e-12))
    let ratio = try #require(result.estimates.first?.finding)
    let expected = (5 / 18.0) / (11 / 18.0) / ((9.5 / 13.5) / (11.5 / 15))
    #expect(agree(ratio.estimate, expected, relative: 1e-12))
  }

  @Test("rows of one member and period are added up, and their order does not matter")
  func pieces() throws {
    let whole = try TableChange(visitColumns).run(on: visits())
    let pieces = try TableChange(visitColumns).run(
      on: visits { text in
        let split = text.replacingOccurrences(
          of: "t1,1,treated,before,4,0,6,1",
          with: "t1,1,treated,before,1,0,2,1\nt1,1,treated,before,3,0,4,1")
        let lines = split.split(separator: "\n")
        return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
      })
    #expect(pieces.rowsRead == .exact(13))
    for (left, right) in zip(whole.estimates, pieces.estimates) where left.estimator != .bootstrap {
      guard let finding = left.finding else {
        #expect(left.refusal == right.refusal)
        continue
      }
      #expect(agree(right.finding?.estimate ?? 0, finding.estimate, relative: 1e-9))
    }
  }

  @Test("an outcome without events is refused by itself, the others stand")
  func emptyOutcome() throws {
    let result = try TableChange(visitColumns, estimators: [.poisson]).run(on: visits())
    #expect(result.estimates[0].finding != nil)
    #expect(result.estimates[1].finding == nil)
    #expect(result.estimates[1].refusal?.contains("no events") == true)
    #expect(result.testCount == 1)
  }

  @Test("a disclosure rule hides small counts and what is made from them")
  func disclosure() throws {
    let result = try TableChange(
      visitColumns, estimators: [.poisson], disclosure: .hospitalEpisodeStatistics
    ).run(on: visits())
    #expect(result.arms[0].people == .suppressed)
    #expect(result.arms[0].rateBefore == nil && result.arms[0].personMonthsBefore == nil)
    #expect(result.people == .suppressed && result.sets == .suppressed)
    #expect(result.rowsRead == .suppressed, "two rows are a person")
    #expect(result.estimates.allSatisfy { $0.finding == nil })
    #expect(result.estimates[0].refusal?.contains("disclosure") == true)
    #expect(!(try result.formatted(as: .text)).contains("0.4"))
  }

  @Test(
    "a table that contradicts itself is refused with its line and column",
    arguments: [
      ("t1,1,treated,after", "t1,1,control,after", "line 3, column 'arm'"),
      ("t1,1,treated,after", "t1,1,treated,later", "line 3, column 'period'"),
      ("c1,1,control,after,3,0,3,0.5", "c1,1,control,after,3,0,3,1", "line 5, column 'weight'"),
      ("t2,2,treated,after,2,0,6,1", "t2,2,treated,after,,0,6,1", "line 7, column 'visits'"),
      ("t2,2,treated,after,2,0,6,1", "t2,2,treated,after,-2,0,6,1", "line 7, column 'visits'"),
    ])
  func refusals(old: String, new: String, place: String) throws {
    #expect {
      try TableChange(visitColumns).run(
        on: visits { $0.replacingOccurrences(of: old, with: new) })
    } throws: { error in
      "\(error)".hasPrefix(place)
    }
  }

  @Test("a request that contradicts itself names the option")
  func contradictions() throws {
    #expect(throws: TableRequestError.self) {
      try TableChange(visitColumns, primary: "deaths").run(on: visits())
    }
    #expect(throws: TableRequestError.self) {
      try TableChange(visitColumns, estimators: []).run(on: visits())
    }
    #expect(throws: TableError.self) {
      var other = visitColumns
      other.time = "weeks"
      _ = try TableChange(other).run(on: visits())
    }
  }

  @Test("text, CSV and JSON say the same number of tests and estimates")
  func formats() throws {
    let result = try TableChange(visitColumns, primary: "visits").run(on: visits())
    let csv = try result.formatted(as: .csv)
    #expect(csv.split(separator: "\n").count == 1 + result.estimates.count)
    let json = try JSONDecoder().decode(
      TableChangeResult.self, from: Data(result.formatted(as: .json).utf8))
    #expect(json == result)
    let text = try result.formatted(as: .text)
    #expect(text.contains("\(result.testCount) tests run"))
    #expect(text.contains("visits (primary)"))
  }
}
