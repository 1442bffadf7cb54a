import EvalStats
import EvalTestSupport
import Testing

@Suite("Reach")
struct ReachTests {
  static let date = Day(daysSinceEpoch: 17_000)

  /// Groups of eligible people, the first of each seen on the date; then some who are not eligible.
  static func reach(
    _ groups: [(name: String?, seen: Int, notSeen: Int)], ineligibleSeen: Int = 0,
    comparing covariate: (_ isSeen: Bool) -> Double = { $0 ? 1 : 0 },
    widening: FunnelDispersion = .none
  ) throws -> Reach {
    var names: [String?] = []
    var seen: [Bool] = []
    for group in groups {
      names += Array(repeating: group.name, count: group.seen + group.notSeen)
      seen += Array(repeating: true, count: group.seen)
      seen += Array(repeating: false, count: group.notSeen)
    }
    let eligible = names.count
    names += Array(repeating: groups.first?.name ?? nil, count: ineligibleSeen)
    seen += Array(repeating: true, count: ineligibleSeen)
    return try Reach(
      isEligible: names.indices.map { $0 < eligible },
      // Those who were seen too late were not seen.
      firstSeen: Values(
        seen.indices.map { seen[$0] ? date : date.advanced(by: 1) },
        missing: seen.indices.map { !seen[$0] && $0.isMultiple(of: 2) }),
      through: date, by: Factor(names),
      comparing: CovariateColumns(
        columns: [
          .init(
            name: "x", covariate: "x",
            values: seen.enumerated().map {
              covariate($0.element) + Double($0.offset % 2)
            })
        ], rowCount: names.count), widening: widening)
  }

  @Test("Shares by group and of the whole; people seen who are not eligible are counted apart")
  func shares() throws {
    let found = try Self.reach(
      [("north", 30, 70), ("south", 10, 40), (nil, 5, 5)], ineligibleSeen: 12)
    #expect(found.eligibleCount == 160 && found.seenCount == 45 && found.share == 45.0 / 160)
    #expect(found.ineligibleSeenCount == 12 && found.missingGroupCount == 10)
    #expect(found.groups.map(\.name) == ["north", "south"])
    #expect(found.groups.map(\.share) == [0.3, 0.2])
    #expect(found.groups.map(\.seenCount) == [30, 10])
    #expect(found.groups.map(\.eligibleCount) == [100, 50])
    #expect(found.groups.map(\.eligibleCount).sum() + found.missingGroupCount == 160)
    #expect(found.groups.allSatisfy { !$0.differsBeyondChance })
    #expect(found.funnel?.centre == 40.0 / 150)
  }

  @Test("Those seen are set beside those not seen by the measures of balance")
  func comparison() throws {
    // Seen: 1, 2, 1, 2; not seen: 0, 1, 0, 1. Means 1.5 and 0.5, SD of those seen √(1/3).
    let found = try Self.reach([("all", 4, 4)])
    let row = try #require(found.comparison?.row("x"))
    #expect(row.before.meanTreated == 1.5 && row.before.meanControl == 0.5)
    let difference = try #require(row.standardisedDifference(.before))
    #expect(agree(difference, 3.0.squareRoot(), relative: 1e-14))
    #expect(try Self.reach([("all", 4, 0)]).comparison == nil)
    #expect(try Self.reach([("all", 0, 4)]).comparison == nil)
  }

  @Test("A group beyond the 99.8% limits of the funnel is flagged, others are not")
  func flags() throws {
    var groups = (0..<8).map { (name: Optional("n\($0)"), seen: 50, notSeen: 150) }
    groups.append((name: "low", seen: 15, notSeen: 185))
    groups.append((name: "high", seen: 90, notSeen: 110))
    let found = try Self.reach(groups)
    #expect(
      found.groups.filter(\.differsBeyondChance).map(\.name) == ["high", "low"])
    #expect(found.groups.first { $0.name == "high" }?.flag == .high998)
    #expect(found.groups.first { $0.name == "low" }?.flag == .low998)
    let varied = (0..<10).map {
      (name: Optional("n\($0)"), seen: $0 < 5 ? 30 : 70, notSeen: $0 < 5 ? 170 : 130)
    }
    let plain = try Self.reach(varied)
    #expect(plain.groups.contains { $0.differsBeyondChance })
    let widened = try Self.reach(varied, widening: .additive)
    #expect(widened.groups.allSatisfy { !$0.differsBeyondChance }, "they all vary as much")
    #expect(throws: PopulationError.funnel(.tooFewGroups(found: 1, needed: 10))) {
      try Self.reach([("one", 5, 5)], widening: .additive)
    }
    #expect(try Self.reach([("all", 4, 0)]).funnel == nil, "everyone was seen")
  }

  @Test("Readers see one table, in which no small count can be worked out")
  func disclosure() throws {
    let found = try Self.reach([("a", 3, 47), ("b", 20, 60), ("c", 30, 90)])
    let rows = found.rows(shownBy: .hospitalEpisodeStatistics)
    #expect(rows.map(\.name) == ["a", "b", "c", nil])
    #expect(rows.map { $0.seen.description } == ["*", "*", "30", "55"])
    #expect(rows.map { $0.notSeen.description } == ["*", "*", "90", "195"])
    #expect(rows.map { $0.eligible.description } == ["50", "80", "120", "250"])
    #expect(rows[0].share == nil && rows[0].flag == nil && rows[2].share == 0.25)
    let exact = found.rows(shownBy: .none)
    #expect(exact[0].seen == .exact(3) && exact[0].share == 0.06 && exact[3].share == 53.0 / 250)
    let gaps = try Self.reach([("a", 20, 30), (nil, 10, 20)]).rows(shownBy: .none)
    #expect(gaps.map(\.name) == ["a", "not recorded", nil] && gaps[1].seen == .exact(10))
  }

  @Test("Without groups there is the whole alone; nobody eligible and other lengths are refused")
  func awkward() throws {
    let found = try Reach(
      isEligible: [true, true, false], firstSeen: Values([Self.date, Self.date, Self.date]),
      through: Self.date.advanced(by: -1))
    #expect(found.share == 0 && found.groups.isEmpty && found.funnel == nil)
    #expect(found.ineligibleSeenCount == 0, "nobody is seen before the date")
    #expect(found.rows(shownBy: .none).map(\.eligible) == [.exact(2)])
    #expect(throws: PopulationError.nobody(column: "eligible")) {
      try Reach(isEligible: [false], firstSeen: Values([Self.date]), through: Self.date)
    }
    #expect(throws: PopulationError.unequalColumns(name: "first seen", found: 1, expected: 2)) {
      try Reach(isEligible: [true, true], firstSeen: Values([Self.date]), through: Self.date)
    }
  }
}
