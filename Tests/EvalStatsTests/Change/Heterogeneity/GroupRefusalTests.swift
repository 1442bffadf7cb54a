import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Groups that cannot be compared")
struct GroupRefusalTests {
  /// Sets of one pair each: before and after of the treated and of the control, in 6 months each.
  private static func pairs(_ rows: [(Double, Double, Double, Double)]) -> PrePostCounts {
    PrePostCounts(
      arms: rows.flatMap { _ in [Arm.treated, .control] },
      sets: rows.indices.flatMap { [$0, $0] }, persons: Array(0..<(2 * rows.count)),
      weights: rows.flatMap { _ in [1.0, 1] }, before: rows.flatMap { [$0.0, $0.2] },
      timeBefore: rows.flatMap { _ in [6.0, 6] }, after: rows.flatMap { [$0.1, $0.3] },
      timeAfter: rows.flatMap { _ in [6.0, 6] })
  }

  private static let counts = pairs([
    (4, 2, 4, 4), (6, 3, 5, 3), (5, 5, 6, 4), (3, 1, 2, 2), (4, 0, 4, 4), (6, 0, 5, 2),
    (5, 5, 6, 4),
    (5, 4, 6, 6), (7, 4, 3, 2), (2, 3, 3, 2),
  ])

  private static func labels(_ perSet: [String?]) -> [String?] { perSet.flatMap { [$0, nil] } }

  private static let perSet: [String?] = [
    "A", "A", "A", "A", "no events", "no events", "one set", "B", "B", "B",
  ]

  @Test("No events and one set are counted with their reasons and the others are compared")
  func reasons() throws {
    let grouped = try GroupedRateOfChange(
      Self.counts, groups: Self.labels(Self.perSet), groupNoun: "networks")
    let refusals = grouped.refusals(on: .ratio)
    #expect(refusals.map(\.label) == ["no events", "one set"])
    guard case .change(.noEvents(.treated, .after, _, _)) = refusals[0].reason else {
      Issue.record("found \(refusals[0].reason)")
      return
    }
    #expect(refusals[1].reason == .change(.tooFewSets(found: 1, needed: 2)))
    // A window without events is no obstacle to a difference.
    #expect(grouped.refusals(on: .difference).map(\.label) == ["one set"])
    #expect(try grouped.pooled().groups.labels == ["A", "B"])
    #expect(try grouped.pooled(on: .difference).groups.labels == ["A", "B", "no events"])
    let test = try grouped.welchTest()
    #expect(test.numeratorDegreesOfFreedom == 1)
    #expect(test.caveats[0].hasPrefix("2 of 4 networks take no part: no events (no events in"))
    #expect(throws: HeterogeneityError.tooFewGroups(method: "a test of trend", found: 2, needed: 3))
    {
      try grouped.trend()
    }
    let sentence = try grouped.sentence(SentenceSubject(outcome: "A&E attendances"))
    #expect(
      sentence.contains(
        "2 could not be compared: no events, no events in one of the periods; one set, too few "
          + "people."))
  }

  @Test("Small groups are put together only if asked, and one small group stays itself")
  func others() throws {
    let labels = Self.labels(Self.perSet)
    let apart = try GroupedRateOfChange(Self.counts, groups: labels)
    #expect(apart.joinedLabels.isEmpty && apart.groups.count == 4)
    let joined = try GroupedRateOfChange(Self.counts, groups: labels, joiningBelow: 3)
    #expect(joined.joinedLabels == ["no events", "one set"])
    #expect(joined.groups.map(\.label) == ["A", "B", "others"])
    #expect(joined.groups[2].setCount == 3 && joined.groups[2].score == nil)
    #expect(try joined.groups[2].ratio.get().estimate > 0)
    let single = try GroupedRateOfChange(Self.counts, groups: labels, joiningBelow: 2)
    #expect(single.joinedLabels.isEmpty && single.groups.count == 4)
  }

  @Test("A group whose counts may not be shown gives nothing away and is not pooled")
  func suppressed() throws {
    let labels = Self.labels(Self.perSet)
    // Groups of one or two people are hidden; so is a cell of 1 or 2 events.
    let policy = DisclosurePolicy.below(3)
    let grouped = try GroupedRateOfChange(
      Self.counts, groups: labels, suppressing: policy.suppresses)
    let hidden = grouped.groups.filter { $0.ratio == .failure(.suppressed) }
    #expect(hidden.map(\.label) == ["no events", "one set"])
    for group in hidden {
      #expect(group.treatedCount == nil && group.controlCount == nil && group.setCount == nil)
      #expect(group.rate(of: .treated, .before) == nil)
      #expect(group.difference == .failure(.suppressed))
    }
    #expect(try grouped.pooled(on: .difference).groups.labels == ["A", "B"])
    #expect(grouped.refusals(on: .difference).map(\.reason) == [.suppressed, .suppressed])
    let cells = try GroupedRateOfChange(
      Self.counts, groups: labels, suppressing: { $0 == 14 })
    // B's treated have 14 events before; nobody else has a cell of 14.
    #expect(cells.groups[1].ratio == .failure(.suppressed))
    #expect(cells.groups[1].treatedCount == 3)
    #expect(cells.groups[0].ratio != .failure(.suppressed))
  }

  @Test(
    "A set of several treated goes by weight, then by the lower row; unlabelled sets are counted")
  func ambiguous() throws {
    // Sets 0–1: treated of X weigh less than those of Y; set 2: a tie, X on the lower row; set 3: no
    // label; set 4: no treated of weight.
    var arms: [Arm] = []
    var sets: [Int] = []
    var weights: [Double] = []
    var labels: [String?] = []
    func add(_ set: Int, _ arm: Arm, _ weight: Double, _ label: String?) {
      arms.append(arm)
      sets.append(set)
      weights.append(weight)
      labels.append(label)
    }
    for set in 0...1 {
      add(set, .treated, 0.4, "X")
      add(set, .treated, 0.6, "Y")
      add(set, .control, 1, "X")
    }
    add(2, .treated, 0.5, "X")
    add(2, .treated, 0.5, "Y")
    add(2, .control, 1, nil)
    add(3, .treated, 1, nil)
    add(3, .control, 1, "X")
    add(4, .treated, 0, "X")
    add(4, .control, 1, "X")
    let counts = PrePostCounts(
      arms: arms, sets: sets, persons: Array(arms.indices), weights: weights,
      before: arms.indices.map { Double($0 % 4 + 1) }, timeBefore: arms.map { _ in 6 },
      after: arms.indices.map { Double($0 % 3 + 1) }, timeAfter: arms.map { _ in 6 })
    let grouped = try GroupedRateOfChange(counts, groups: labels)
    #expect(grouped.groups.map(\.label) == ["X", "Y"])
    #expect(grouped.groups.map(\.setCount) == [1, 2])
    #expect(grouped.mixedSetCount == 3)
    #expect(grouped.unlabelledSetCount == 1 && grouped.untreatedSetCount == 1)
    #expect(grouped.groups[0].ratio == .failure(.change(.tooFewSets(found: 1, needed: 2))))
    #expect(throws: HeterogeneityError.self) { try grouped.welchTest() }
    #expect(
      throws: HeterogeneityError.tooFewGroups(method: "a test of interaction", found: 1, needed: 2)
    ) {
      try grouped.interactionTest()
    }
  }

  @Test("Counts that nothing may be made from, and no groups at all, are refused")
  func unusable() throws {
    let bad = Self.pairs([(1, .nan, 1, 1), (1, 1, 1, 1)])
    #expect(throws: HeterogeneityError.change(.invalidValue(column: "after", row: 0))) {
      try GroupedRateOfChange(bad, groups: ["A", nil, "A", nil])
    }
    let empty = Self.pairs([])
    #expect(throws: HeterogeneityError.change(.emptyArm(.treated))) {
      try GroupedRateOfChange(empty, groups: [])
    }
    let nobody = try GroupedRateOfChange(
      Self.counts, groups: Self.perSet.flatMap { _ in [nil, nil] })
    #expect(nobody.groups.isEmpty && nobody.unlabelledSetCount == 10)
    #expect(throws: HeterogeneityError.tooFewGroups(method: "pooling", found: 0, needed: 1)) {
      try nobody.pooled()
    }
  }
}
