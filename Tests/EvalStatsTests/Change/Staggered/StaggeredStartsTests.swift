import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Staggered starts")
struct StaggeredStartsTests {
  /// Sixty people over months 1…8, made by a formula that Python can repeat:
  /// y = ⌊((31i² + 17m² + 7im + 5) mod 23)/6⌋, 2 more for odd i from the start on; starts 4, 5, 7 and
  /// twice never in turn; weights 0.5 + (i mod 4)/4.
  static func formulaPanel(weighted: Bool = false) -> StaggeredPanel {
    var rows: [(person: Int, month: Int, start: Int?, events: Double)] = []
    for i in 0..<60 {
      let start = [nil, 4, 5, 7, nil][i % 5]
      for month in 1...8 {
        let base = (i * i * 31 + month * month * 17 + i * month * 7 + 5) % 23 / 6
        let effect = i % 2 == 1 && start.map { month >= $0 } ?? false ? 2 : 0
        rows.append((i, month, start, Double(base + effect)))
      }
    }
    return StaggeredPanel(
      persons: rows.map(\.person), months: rows.map(\.month), starts: rows.map(\.start),
      events: rows.map(\.events), time: rows.map { _ in 1 },
      weights: weighted ? rows.map { 0.5 + Double($0.person % 4) / 4 } : nil)
  }

  /// The standard error without CR1's factor, which csdid does not apply.
  private static func uncorrected(_ finding: Finding?, clusters: Double) -> Double {
    (finding?.standardError ?? 0) * ((clusters - 1) / clusters).squareRoot()
  }

  @Test("People who all change alike leave no standard error, not one of rounding")
  func noVariation() throws {
    var rows: [(person: Int, month: Int, start: Int?, time: Double)] = []
    for person in 0..<12 {
      for month in 1...4 {
        rows.append((person, month, person < 5 ? 3 : nil, [0.9, 0.9, 0.7, 0.7][month - 1]))
      }
    }
    let panel = StaggeredPanel(
      persons: rows.map(\.person), months: rows.map(\.month), starts: rows.map(\.start),
      events: rows.map { 10 * $0.time }, time: rows.map(\.time))
    let finding = try #require(
      StaggeredStarts(panel).groupTimeEffects().finding(group: 3, month: 3))
    #expect(abs(finding.estimate) < 1e-9)
    #expect(finding.standardError == nil && finding.pValue == nil)
  }

  /// csdid 0.4.3: `ATTgt(...).fit(est_method="reg")` on 1000·y, `bstrap=False`.
  @Test("Group-time effects and standard errors are csdid's, not yet treated as comparison")
  func groupTime() throws {
    let effects = try StaggeredStarts(StaggeredStartsTests.formulaPanel()).groupTimeEffects()
    for (group, month, effect, error, clusters) in [
      (4, 2, -62.49999999999997, 620.6955360685062, 60.0),
      (4, 4, 1166.6666666666667, 775.2314469216896, 60),
      (4, 7, 1583.3333333333333, 789.6538740111017, 36),
      (5, 4, 111.11111111111114, 548.0198798873217, 48),
      (5, 6, 666.6666666666666, 530.6936992928556, 48),
      (7, 2, 145.83333333333337, 588.326533935371, 60),
      (7, 8, 541.6666666666665, 535.6908614808302, 36),
    ] {
      let found = try #require(effects.finding(group: group, month: month))
      #expect(agree(found.estimate, effect, relative: 1e-11))
      #expect(
        agree(
          StaggeredStartsTests.uncorrected(found, clusters: clusters), error, relative: 1e-11),
        "\(group), \(month)")
      #expect(found.degreesOfFreedom == 11)
    }
    // Month 1 has none before it to be compared with.
    #expect(effects.findings.count == 21 && effects.finding(group: 4, month: 1) == nil)
  }

  @Test("Never-treated comparison with weights, and a universal base with anticipation, as csdid")
  func designs() throws {
    let weighted = try StaggeredStarts(
      StaggeredStartsTests.formulaPanel(weighted: true), design: .init(comparison: .neverTreated)
    ).groupTimeEffects()
    for (group, month, effect, error) in [
      (4, 3, -142.857142857143, 778.5160003212903), (5, 8, 976.1904761904767, 541.8946664678764),
      (7, 7, 321.4285714285719, 715.5420667386927),
    ] {
      let found = weighted.finding(group: group, month: month)
      #expect(agree(found?.estimate ?? 0, effect, relative: 1e-11))
      #expect(
        agree(StaggeredStartsTests.uncorrected(found, clusters: 36), error, relative: 1e-11))
    }
    let universal = try StaggeredStarts(
      StaggeredStartsTests.formulaPanel(), design: .init(base: .universal, anticipation: 1)
    ).groupTimeEffects()
    for (group, month, effect, error, clusters) in [
      (4, 1, 62.49999999999997, 620.6955360685062, 60.0),
      (4, 5, 1166.6666666666665, 596.4141820439968, 48),
      (5, 1, -83.33333333333331, 564.3402681641678, 48),
      (7, 1, -375.0000000000002, 529.7159222954634, 36),
      (7, 8, 833.3333333333333, 664.0573937712178, 36),
    ] {
      let found = universal.finding(group: group, month: month)
      #expect(agree(found?.estimate ?? 0, effect, relative: 1e-11))
      #expect(
        agree(
          StaggeredStartsTests.uncorrected(found, clusters: clusters), error, relative: 1e-11),
        "\(group), \(month)")
    }
    let base = try #require(universal.finding(group: 4, month: 2))
    #expect(base.estimate == 0 && base.standardError == nil)
  }

  @Test("Four people by hand: person-time, weights and a comparison that starts later")
  func byHand() throws {
    // Person 0 starts in month 3, person 1 in month 4, persons 2 and 3 never.
    func starts(copies: Int) throws -> StaggeredStarts {
      func repeated<Value>(_ values: [Value]) -> [Value] {
        (0..<copies).flatMap { _ in values }
      }
      let persons = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
      let panel = StaggeredPanel(
        persons: (0..<copies).flatMap { copy in persons.map { $0 + 4 * copy } },
        months: repeated([2, 3, 4, 2, 3, 4, 2, 3, 4, 2, 3]),
        starts: repeated([3, 3, 3, 4, 4, 4, nil, nil, nil, nil, nil]),
        events: repeated([4, 1, 1, 2, 3, 9, 1, 2, 2, 3, 1]),
        time: repeated([1, 0.5, 1, 1, 1, 1, 1, 1, 0.5, 1, 0.5]),
        weights: repeated([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1]))
      return try StaggeredStarts(panel, design: .init(fewestPeople: 2, smallGroups: .pooled))
    }
    let effects = try starts(copies: 1)
    // Groups of one person are not shown, but counted.
    let refusal = effects.groupTimeEffects().refusal(group: 3, month: 3)
    #expect(refusal == .smallGroup(group: 3, people: 1, needed: 2))
    #expect(effects.notes.count == 2)
    let path = effects.average(by: .eventTime)
    // Group 3 in month 3: 1/0.5 − 4 = −2; comparison persons 1, 2, 3: now (3 + 4 + 1)/(1 + 2 + 0.5)
    // = 16/7, before (2 + 2 + 3)/4 = 7/4. Group 4 in month 4: 9 − 3 = 6; comparison persons 2, 3:
    // now 4/1 = 4, before (4 + 1)/(2 + 0.5) = 2.
    let first = -2 - (16.0 / 7 - 7.0 / 4)
    let second = 6.0 - (4 - 2)
    #expect(
      agree(path.finding(at: 0)?.estimate ?? 0, 1000 * (first + second) / 2, relative: 1e-12))
    // Group 3 in month 4, compared with persons 2 and 3: 1 − 4 − (4 − 7/4·…): before (2 + 3)/3.
    let later = (1.0 - 4) - (4 - 5.0 / 3)
    #expect(path.finding(at: 1) == nil)
    #expect(path.notes.contains(.smallPoint(point: 1, people: 1, needed: 2)))
    let twice = try starts(copies: 2).average(by: .eventTime)
    #expect(agree(twice.finding(at: 1)?.estimate ?? 0, 1000 * later, relative: 1e-12))
    #expect(
      agree(twice.overall?.estimate ?? 0, path.overall?.estimate ?? 1, relative: 1e-12))
    // Observed over expected: months 3 and 4 of group 3, month 4 of group 4.
    let expected =
      0.5 * 4 * (16.0 / 7) / (7.0 / 4) + 1 * 4 * 4 / (5.0 / 3) + 1 * 3 * 4 / 2
    let ratio = effects.average(by: .eventTime, on: .ratio)
    #expect(agree(ratio.overall?.estimate ?? 0, (1 + 1 + 9) / expected, relative: 1e-12))
  }

  @Test("One group and those who never start are the plain difference in differences and its ratio")
  func twoGroups() throws {
    let counts = EpilepsyTrial.counts
    let people = Array(0..<counts.count)
    // Two weeks of the placebo arm are not observed, so that person-time matters.
    let timeAfter = people.map { $0 % 7 == 0 ? 6.0 : 8 }
    let panel = StaggeredPanel(
      persons: people + people, months: people.map { _ in 1 } + people.map { _ in 2 },
      starts: (people + people).map { counts.arms[$0] == .treated ? 2 : nil },
      events: counts.before + counts.after, time: counts.timeBefore + timeAfter)
    let change = try RateOfChange(
      PrePostCounts(
        arms: counts.arms, sets: people, persons: people, weights: counts.weights,
        before: counts.before, timeBefore: counts.timeBefore, after: counts.after,
        timeAfter: timeAfter))
    let starts = try StaggeredStarts(panel)
    for (scale, plain) in [
      (ChangeScale.difference, try change.difference(correction: .cr1)),
      (.ratio, try change.ratio(correction: .cr1)),
    ] {
      let found = try #require(starts.groupTimeEffects(on: scale).finding(group: 2, month: 2))
      let path = starts.average(by: .group, on: scale)
      for finding in [found, try #require(path.overall), try #require(path.finding(at: 2))] {
        #expect(agree(finding.estimate, plain.estimate, relative: 1e-12))
        #expect(
          agree(finding.standardError ?? 0, plain.standardError ?? 1, relative: 1e-11))
      }
      #expect(found.degreesOfFreedom == 27)
    }
  }

  @Test("A month missing from the panel leaves the next without a base, and it is counted")
  func missingMonth() throws {
    let panel = StaggeredStartsTests.formulaPanel()
    let rows = (0..<panel.count).filter { panel.months[$0] != 2 }
    let starts = try StaggeredStarts(
      StaggeredPanel(
        persons: rows.map { panel.persons[$0] }, months: rows.map { panel.months[$0] },
        starts: rows.map { panel.starts[$0] }, events: rows.map { panel.events[$0] },
        time: rows.map { panel.time[$0] }))
    let effects = starts.groupTimeEffects()
    let path = starts.average()
    for group in [4, 5, 7] {
      // Month 3 would be measured against month 2; the panel's first month against nothing.
      let reason = ChangeError.noBaseMonth(group: group, month: 2)
      #expect(effects.refusal(group: group, month: 3) == reason)
      #expect(path.omitted.filter { $0 == reason }.count == 1)
      #expect(!zip(effects.groups, effects.months).contains { $0 == (group, 1) })
    }
    #expect(
      path.finding(at: 0)?.caveats.contains { $0.hasPrefix("3 of the groups' months") } == true)
  }

  @Test("A group or a comparison of one cluster has no standard error, and that is the reason")
  func oneCluster() throws {
    let panel = StaggeredStartsTests.formulaPanel()
    let effects = try StaggeredStarts(
      StaggeredPanel(
        persons: panel.persons, months: panel.months, starts: panel.starts, events: panel.events,
        time: panel.time,
        clusters: panel.persons.indices.map { panel.starts[$0] == 4 ? -1 : panel.persons[$0] })
    ).groupTimeEffects()
    let alone = try #require(effects.finding(group: 4, month: 4))
    #expect(alone.standardError == nil && alone.method.hasSuffix("CR1 by cluster"))
    #expect(alone.caveats.count == 1 && alone.caveats[0].contains("are a single cluster"))
    #expect(try #require(effects.finding(group: 5, month: 5)).standardError != nil)
  }

  @Test("What the panel cannot bear is said: by row, by group, by month")
  func refusals() throws {
    let panel = StaggeredStartsTests.formulaPanel()
    var starts = panel.starts
    starts[9] = 6
    func changed(_ starts: [Int?], _ events: [Double]) -> StaggeredPanel {
      StaggeredPanel(
        persons: panel.persons, months: panel.months, starts: starts, events: events,
        time: panel.time)
    }
    #expect(throws: ChangeError.changingValue(column: "starts", row: 9)) {
      try StaggeredStarts(changed(starts, panel.events))
    }
    var events = panel.events
    events[3] = .infinity
    #expect(throws: ChangeError.invalidValue(column: "events", row: 3)) {
      try StaggeredStarts(changed(panel.starts, events))
    }
    #expect(throws: ChangeError.noStaggeredStarts) {
      try StaggeredStarts(changed(panel.starts.map { _ in nil }, panel.events))
    }
    #expect(throws: ChangeError.noStaggeredStarts) {
      try StaggeredStarts(
        StaggeredPanel(persons: [], months: [], starts: [], events: [], time: []))
    }
    // Anticipation of four months leaves only the group of month 7 a base.
    let late = try StaggeredStarts(panel, design: .init(anticipation: 4))
    #expect(late.groups == [7])
    #expect(
      late.notes == [.noBaseMonth(group: 4, month: -1), .noBaseMonth(group: 5, month: 0)])
    // Everyone starts: in the last start's months nobody is left.
    let all = try StaggeredStarts(changed(panel.starts.map { $0 ?? 7 }, panel.events))
    #expect(
      all.groupTimeEffects().refusal(group: 4, month: 7) == .noComparison(group: 4, month: 7))
    let path = all.average()
    #expect(path.finding(at: 0) != nil && path.omitted.contains(.noComparison(group: 4, month: 7)))
    #expect(path.finding(at: 0)?.caveats.contains { $0.contains("left out of averages") } == true)
    // A month in which a group has no events bears a difference but no ratio.
    let silent = try StaggeredStarts(
      changed(
        panel.starts,
        panel.events.indices.map {
          panel.starts[$0] == 4 && panel.months[$0] == 5 ? 0 : panel.events[$0]
        }))
    #expect(
      silent.groupTimeEffects(on: .ratio).refusal(group: 4, month: 5)
        == .noPanelEvents(group: 4, month: 5))
    #expect(silent.groupTimeEffects().finding(group: 4, month: 5) != nil)
  }
}
