import EvalStats
import EvalTestSupport
import Testing

/// Peer: survival 3.5-3, `survfit(conf.type = "log-log")`, `survdiff`, `summary(rmean =)`; the robust
/// error of a difference in restricted means from numerical derivatives of its weights.
@Suite("Time to an event")
struct TimeToEventTests {
  private static let times: [Double] = [
    5, 8, 8, 12, 15, 15, 20, 22, 25, 30, 30, 30, 3, 6, 7, 9, 9, 11, 14, 18, 21, 24, 28, 30,
  ]
  private static let endings = [
    1, 1, 0, 2, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 2, 1, 1, 0, 1, 1, 2, 1, 0, 0,
  ].map { [FollowUp.Ending.censored, .event, .competing][$0] }
  private static let arms = (0..<24).map { $0 < 12 ? Arm.treated : .control }
  private static let sets = (0..<24).map { $0 % 12 }
  private static let weights: [Double] =
    Array(repeating: 1, count: 12) + [0.5, 1.5, 1, 1, 0.5, 2, 1, 1, 0.5, 1, 1.5, 0.5]

  private func followUp(sets: [Int]? = nil, weights: [Double]? = nil) throws -> FollowUp {
    try FollowUp(
      times: Self.times, endings: Self.endings, arms: Self.arms, sets: sets, weights: weights)
  }

  private func expect(
    _ found: [Double?], _ expected: [Double], relative: Double = 1e-11,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: location)
    for (found, expected) in zip(found, expected) {
      #expect(
        agree(found ?? .nan, expected, relative: relative), "\(found ?? .nan), not \(expected)",
        sourceLocation: location)
    }
  }

  @Test("Kaplan–Meier with Greenwood's errors and log(−log) intervals is the peer's")
  func kaplanMeier() throws {
    let curve = SurvivalCurve(try followUp(), of: .treated)
    #expect(curve.steps.map(\.time) == [5, 8, 15, 20, 25])
    #expect(curve.steps.map(\.atRisk) == [12, 11, 8, 6, 4])
    // S, its standard error and the two ends, step by step.
    let peer = [
      [0.916666666666667, 0.0797855923130282, 0.538977180570741, 0.987825565400458],
      [0.833333333333333, 0.1075828707279838, 0.481714942195379, 0.955509365728065],
      [0.729166666666667, 0.1354834237161574, 0.367694239188378, 0.905097257282544],
      [0.607638888888889, 0.1582863066737020, 0.249507828030054, 0.836299607498790],
      [0.455729166666667, 0.1772021723891957, 0.125863001050091, 0.742320212079279],
    ]
    for (step, row) in zip(curve.steps, peer) {
      expect([step.survival, step.standardError, step.lower, step.upper], row)
    }
    #expect(curve.median == 25)
    #expect(curve.survival(at: 4.9) == 1)
    #expect(curve.survival(at: 8) == curve.steps[1].survival)
    #expect(curve.survival(at: 31) == nil)
  }

  @Test("with weights and matched sets the errors are the peer's robust ones")
  func weighted() throws {
    let curve = SurvivalCurve(
      try followUp(sets: Self.sets, weights: Self.weights), of: .control)
    expect(
      curve.steps.map(\.survival),
      [
        0.958333333333333, 0.833333333333333, 0.694444444444445, 0.568181818181818,
        0.441919191919192, 0.294612794612795,
      ])
    expect(
      curve.steps.map(\.standardError),
      [
        0.0420268001281604, 0.1198796979280005, 0.1448943823936260, 0.1657803699370775,
        0.1723761629908394, 0.1759067621544277,
      ])
    #expect(curve.steps.map(\.atRisk) == [12, 11.5, 9, 5.5, 4.5, 3])
    // Without weights and with everyone a set, the robust errors are Greenwood's.
    let alone = SurvivalCurve(try followUp(sets: Array(0..<24)), of: .treated)
    expect(
      alone.steps.map(\.standardError),
      SurvivalCurve(try followUp(), of: .treated).steps.map { $0.standardError ?? 0 })
  }

  @Test("a whole weight is as many members")
  func weightsAreMembers() throws {
    let doubled = try FollowUp(
      times: [1, 2, 3, 1, 2], endings: [.event, .event, .censored, .event, .censored],
      arms: [.treated, .treated, .treated, .control, .control], weights: [1, 2, 1, 1, 1])
    let repeated = try FollowUp(
      times: [1, 2, 2, 3, 1, 2], endings: [.event, .event, .event, .censored, .event, .censored],
      arms: [.treated, .treated, .treated, .treated, .control, .control])
    #expect(
      SurvivalCurve(doubled, of: .treated).steps.map(\.survival)
        == SurvivalCurve(repeated, of: .treated).steps.map(\.survival))
  }

  @Test("the log-rank test is the peer's, plain and by strata")
  func logRank() throws {
    let plain = try LogRankTest(followUp())
    #expect(plain.observed == 5)
    expect(
      [plain.expected, plain.variance, plain.chiSquared, plain.pValue],
      [6.64210210079775, 2.90425406092169, 0.928465365935869, 0.335262016524618], relative: 1e-10)
    let stratified = try LogRankTest(followUp(sets: Self.sets), bySet: true)
    expect(
      [stratified.observed, stratified.expected, stratified.variance, stratified.chiSquared],
      [5, 8.5, 1.75, 7])
    let groups = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    let grouped = try LogRankTest(followUp(sets: groups + groups), bySet: true)
    expect(
      [grouped.expected, grouped.variance, grouped.chiSquared], [7.95, 2.0675, 4.20918984280532])
    #expect(grouped.informativeStrata == 4)
  }

  @Test("restricted mean times and Greenwood's error of their difference are the peer's")
  func restrictedMean() throws {
    let mean = try RestrictedMeanTime(followUp(), to: 24)
    expect([mean.treated, mean.control], [19.65972222222222, 16.24382716049383])
    let error = (1.94262843024043 * 1.94262843024043 + 2.33401462544501 * 2.33401462544501)
      .squareRoot()
    expect([mean.difference.standardError], [error])
    let matched = try RestrictedMeanTime(
      followUp(sets: Self.sets, weights: Self.weights), to: 24)
    expect([matched.difference.estimate], [2.88825757575757])
    expect([matched.difference.standardError], [1.63903545932815], relative: 1e-7)
    #expect(matched.difference.caveats[0].contains("deaths"))
    #expect(throws: OutcomeError.horizonBeyondFollowUp(.treated, horizon: 31, last: 30)) {
      try RestrictedMeanTime(followUp(), to: 31)
    }
    #expect(throws: OutcomeError.self) { try RestrictedMeanTime(followUp(), to: .nan) }
  }

  @Test("cumulative incidence with deaths competing is the peer's, plain and weighted")
  func cumulativeIncidence() throws {
    let plain = CumulativeIncidence(try followUp(), of: .control)
    #expect(plain.steps.map(\.time) == [3, 6, 7, 9, 14, 18, 21, 24])
    expect(
      plain.steps.map(\.incidence),
      [
        0.0833333333333333, 0.1666666666666667, 0.1666666666666667, 0.3333333333333333,
        0.4305555555555555, 0.5277777777777778, 0.5277777777777778, 0.6250000000000000,
      ])
    expect(
      plain.steps.map(\.standardError),
      [
        0.0797855923130282, 0.1075828707279838, 0.1075828707279838, 0.1360827634879543,
        0.1468220452212915, 0.1502313031443329, 0.1502313031443329, 0.1468220452212915,
      ])
    expect(
      plain.steps.suffix(2).map(\.competing), [0.1805555555555556, 0.1805555555555556])
    let weighted = CumulativeIncidence(
      try followUp(sets: Self.sets, weights: Self.weights), of: .control)
    expect(
      weighted.steps.suffix(1).map(\.incidence), [0.6325757575757576])
    expect(
      weighted.steps.map(\.standardError),
      [
        0.0420268001281604, 0.1198796979280005, 0.1198796979280005, 0.1393438728182022,
        0.1568342583549633, 0.1632758990536645, 0.1632758990536645, 0.1600088083390051,
      ])
    // Censoring the deaths overstates.
    let survival = try #require(SurvivalCurve(try followUp(), of: .control).survival(at: 24))
    #expect(1 - survival > (plain.incidence(at: 24) ?? 1) + 0.02)
  }

  /// People in clusters with weights, ties, censoring and competing events.
  private static func drawn(
    _ count: Int, clusters: Int, weights change: (Int) -> Double = { _ in 1 }
  ) throws -> FollowUp {
    var generator = SeededGenerator(seed: 5)
    var times: [Double] = []
    var endings: [FollowUp.Ending] = []
    var weights: [Double] = []
    for row in 0..<count {
      times.append(Double(1 + generator.integer(below: 40)))
      endings.append([.censored, .event, .event, .competing][generator.integer(below: 4)])
      weights.append((0.5 + generator.uniform()) * change(row % clusters))
    }
    return try FollowUp(
      times: times, endings: endings,
      arms: (0..<count).map { $0.isMultiple(of: 2) ? .treated : .control },
      sets: (0..<count).map { $0 % clusters }, weights: weights)
  }

  @Test("robust errors are the curve's slopes along each set's weights, by differences")
  func slopes() throws {
    let clusters = 12
    let step = 1e-4
    func curves(_ followUp: FollowUp) throws -> [[Double]] {
      let incidence = CumulativeIncidence(followUp)
      return [
        SurvivalCurve(followUp).steps.map(\.survival), incidence.steps.map(\.incidence),
        [try RestrictedMeanTime(followUp, to: 25).difference.estimate],
      ]
    }
    let plain = try Self.drawn(90, clusters: clusters)
    var squares = try curves(plain).map { $0.map { _ in 0.0 } }
    for cluster in 0..<clusters {
      func moved(_ size: Double) throws -> [[Double]] {
        try curves(
          Self.drawn(90, clusters: clusters) { $0 == cluster ? 1 + size : 1 })
      }
      let (up, down) = (try moved(step), try moved(-step))
      for (kind, values) in up.enumerated() {
        for (place, value) in values.enumerated() {
          let slope = (value - down[kind][place]) / (2 * step)
          squares[kind][place] += slope * slope
        }
      }
    }
    let wanted = squares.map { $0.map { $0.squareRoot() } }
    let survival = SurvivalCurve(plain).steps.prefix(20)
    expect(survival.map(\.standardError), Array(wanted[0].prefix(20)), relative: 1e-6)
    let incidence = CumulativeIncidence(plain).steps.prefix(20)
    expect(incidence.map(\.standardError), Array(wanted[1].prefix(20)), relative: 1e-6)
    let mean = try RestrictedMeanTime(plain, to: 25).difference
    expect([mean.standardError], wanted[2], relative: 1e-6)
  }

  @Test("a hundred thousand people at as many times, in clusters", .timeLimit(.minutes(1)))
  func many() throws {
    var generator = SeededGenerator(seed: 6)
    let count = 100_000
    let followUp = try FollowUp(
      times: (0..<count).map { _ in generator.uniform() },
      endings: (0..<count).map { _ in
        [.censored, .event, .competing][generator.integer(below: 3)]
      },
      arms: (0..<count).map { $0.isMultiple(of: 2) ? .treated : .control },
      sets: (0..<count).map { $0 / 2 })
    // With no censoring to speak of near 0, the error is nearly that of a share.
    let incidence = CumulativeIncidence(followUp, of: .treated)
    let step = try #require(incidence.steps.first { $0.time >= 0.05 })
    let share = (step.incidence * (1 - step.incidence) / 50_000).squareRoot()
    #expect(agree(step.standardError, share, relative: 0.05))
    let curve = SurvivalCurve(followUp, of: .treated)
    let early = try #require(curve.steps.first { $0.time >= 0.05 })
    #expect(agree(try #require(early.standardError), share, relative: 0.05))
    #expect(try RestrictedMeanTime(followUp, to: 0.5).difference.standardError != nil)
  }

  @Test("nobody with the event, nobody in an arm and times that are none")
  func edges() throws {
    let still = try FollowUp(
      times: [4, 5], endings: [.censored, .censored], arms: [.treated, .control])
    #expect(SurvivalCurve(still).steps.isEmpty)
    #expect(SurvivalCurve(still).survival(at: 4) == 1)
    #expect(throws: OutcomeError.noEvents(outcome: "event")) { try LogRankTest(still) }
    let mean = try RestrictedMeanTime(still, to: 4).difference
    #expect(mean.estimate == 0 && mean.standardError == nil && mean.pValue == nil)
    let all = try FollowUp(
      times: [1, 2, 1, 3], endings: [.event, .event, .event, .event],
      arms: [.treated, .treated, .control, .control])
    let curve = SurvivalCurve(all, of: .treated)
    #expect(curve.steps[1].survival == 0 && curve.steps[1].standardError == nil)
    #expect(curve.survival(at: 9) == 0)
    #expect(try RestrictedMeanTime(all, to: 9).treated == 1.5)
    #expect(CumulativeIncidence(all).steps.last?.upper == nil)
    let apart = try FollowUp(
      times: [1, 2, 5, 5], endings: [.event, .event, .event, .event],
      arms: [.treated, .treated, .control, .control], sets: [0, 1, 2, 3])
    #expect(throws: OutcomeError.noVariation(outcome: "the risk of the event")) {
      try LogRankTest(apart, bySet: true)
    }
    #expect(throws: OutcomeError.emptyArm(.control)) {
      try FollowUp(times: [1], endings: [.event], arms: [.treated])
    }
    for bad in [-1, .nan, .infinity] {
      #expect(throws: OutcomeError.invalidValue(column: "times", row: 0, allowed: "0 or more")) {
        try FollowUp(times: [bad, 1], endings: [.event, .event], arms: [.treated, .control])
      }
    }
  }
}
