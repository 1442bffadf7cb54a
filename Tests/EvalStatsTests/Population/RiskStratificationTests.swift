import EvalStats
import Testing

@Suite("Risk strata")
struct RiskStratificationTests {
  static let tied = Values([4, 5, 4, 4, 1, 1, 1, 1, 1, 1].map { Double($0) })

  static func rows(_ found: RiskStratification, _ stratum: Int32 = 0) -> [Int] {
    found.strata.codes.indices.filter { found.strata.codes[$0] == stratum }
  }

  @Test("The top 2% of 123 people are three, and strata hold everybody once")
  func sizes() throws {
    let found = try RiskStratification(
      of: Values((0..<123).map { Double(($0 * 37) % 123) }), percentages: [20, 2, 5])
    #expect(
      found.strata.levels == ["top 2%", "over 2% to 5%", "over 5% to 20%", "the rest"])
    // ⌈2.46⌉ = 3, ⌈6.15⌉ = 7, ⌈24.6⌉ = 25.
    #expect(found.counts == [3, 4, 18, 98] && found.counts.sum() == 123)
    #expect(Set(Self.rows(found).map { ($0 * 37) % 123 }) == [120, 121, 122])
    #expect(found.tiedAtBoundary == [0, 0, 0])
    let whole = try RiskStratification(
      of: Values((0..<1000).map { Double($0) }), percentages: [0.7, 7])
    #expect(whole.counts == [7, 63, 930], "a whole number of people is not rounded up further")
    #expect(whole.strata.levels[1] == "over 0.7% to 7%")
  }

  @Test("Ties at a boundary follow the rule, and are counted")
  func ties() throws {
    let first = try RiskStratification(of: Self.tied, percentages: [20])
    #expect(Self.rows(first) == [0, 1] && first.tieRule == .firstRows)
    let inside = try RiskStratification(of: Self.tied, percentages: [20], ties: .allInside)
    #expect(Self.rows(inside) == [0, 1, 2, 3])
    let outside = try RiskStratification(of: Self.tied, percentages: [20], ties: .noneInside)
    #expect(Self.rows(outside) == [1])
    for found in [first, inside, outside] { #expect(found.tiedAtBoundary == [3]) }
    let even = try RiskStratification(of: Self.tied, percentages: [40])
    #expect(Self.rows(even) == [0, 1, 2, 3] && even.tiedAtBoundary == [0], "no tie is cut")
    let alike = Values(Array(repeating: 1.0, count: 10))
    #expect(
      try RiskStratification(of: alike, percentages: [20, 50], ties: .noneInside).counts
        == [0, 0, 10])
    #expect(
      try RiskStratification(of: alike, percentages: [20, 50], ties: .allInside).counts
        == [10, 0, 0])
  }

  @Test("Within groups the top is each group's own; no score and no group are counted apart")
  func groups() throws {
    let scores = Values(
      [9, 8, 7, 6, 5, 4, 3, 2, 99, 1].map { Double($0) },
      missing: [false, false, false, false, false, false, false, false, true, false])
    let practice = Factor(["a", "a", "a", "a", "b", "b", "b", "b", "a", nil])
    let found = try RiskStratification(of: scores, percentages: [25], within: practice)
    #expect(Self.rows(found) == [0, 4])
    #expect(found.counts == [2, 6] && found.missingScoreCount == 1 && found.missingGroupCount == 1)
    #expect(found.strata.codes[8] == Factor.missingCode && found.strata[9] == nil)
    let all = try RiskStratification(of: scores, percentages: [25])
    #expect(Self.rows(all) == [0, 1, 2] && all.missingGroupCount == 0)
  }

  @Test("As of a day, the last score known before it counts")
  func asOf() throws {
    let day = Day(daysSinceEpoch: 100)
    let log = MeasurementLog(
      personCount: 4, persons: [0, 0, 1, 2],
      days: [day, day.advanced(by: -1), day.advanced(by: -9), day],
      values: [50, 1, 2, 50])
    let found = try RiskStratification(of: log, asOf: day, percentages: [50])
    #expect(Self.rows(found) == [1] && Self.rows(found, 1) == [0])
    #expect(found.missingScoreCount == 2)
  }

  @Test("Nobody scored, percentages out of range and columns of other lengths are refused")
  func refusals() {
    #expect(throws: PopulationError.nobody(column: "score")) {
      try RiskStratification(of: Values([0], missing: [true]))
    }
    for percentages in [[], [0], [100], [.nan]] as [[Double]] {
      #expect(throws: PopulationError.self) {
        try RiskStratification(of: Self.tied, percentages: percentages)
      }
    }
    let error = #expect(throws: PopulationError.self) {
      try RiskStratification(of: Self.tied, within: Factor(["a"]))
    }
    #expect(
      error?.description
        == "column 'group': 1 rows where 10 people are described; give one row a person")
    #expect(throws: PopulationError.self) {
      try RiskStratification(of: Values([1, .infinity]))
    }
  }
}
