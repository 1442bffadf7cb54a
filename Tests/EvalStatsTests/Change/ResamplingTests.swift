import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Permutation and bootstrap within matched sets")
struct ResamplingTests {
  private static func pairs(
    treated: [(Double, Double)], controls: [(Double, Double)], months: Double = 6
  ) -> PrePostCounts {
    let sets = Array(treated.indices)
    let ones = Array(repeating: 1.0, count: 2 * sets.count)
    let time = ones.map { $0 * months }
    return PrePostCounts(
      arms: sets.map { _ in .treated } + sets.map { _ in .control }, sets: sets + sets,
      persons: Array(0..<(2 * sets.count)), weights: ones, before: (treated + controls).map(\.0),
      timeBefore: time, after: (treated + controls).map(\.1), timeAfter: time)
  }

  @Test("Three pairs have eight exchanges; the p-value is their count by hand")
  func exactByHand() throws {
    // Differences in change 1,000/6 × (−3, −2, 1): sums of ± are −4, −6, 0, −2, 2, 0, 6, 4 over 18
    // person-months; four of eight reach |−4| (−4, −6, 6, 4).
    let counts = ResamplingTests.pairs(
      treated: [(5, 2), (4, 2), (2, 3)], controls: [(3, 3), (2, 2), (4, 4)])
    var generator = SeededGenerator(seed: 1)
    let finding = try RateOfChange(counts).permutation(of: .difference, using: &generator)
    #expect(finding.pValue == 0.5)
    #expect(agree(finding.estimate, 1000 * -4.0 / 18, relative: 1e-13))
    #expect(finding.method == "exact permutation within matched sets, 8 exchanges")
    #expect(finding.lower == nil && finding.upper == nil && finding.standardError == nil)
  }

  @Test("Sets of one treated and two controls have three exchanges each")
  func exchangesOfUnevenSets() throws {
    let counts = PrePostCounts(
      arms: [.treated, .control, .control, .treated, .control, .control],
      sets: [0, 0, 0, 1, 1, 1], persons: Array(0..<6), weights: [1, 0.5, 0.5, 1, 0.5, 0.5],
      before: [4, 2, 3, 5, 4, 2], timeBefore: Array(repeating: 6, count: 6),
      after: [1, 3, 2, 1, 4, 3], timeAfter: Array(repeating: 6, count: 6))
    var generator = SeededGenerator(seed: 1)
    let finding = try RateOfChange(counts).permutation(using: &generator)
    // The treated changed most in both sets, so only what was seen is as extreme on its side: by
    // enumeration of the nine log ratios in numpy the p-value is 1/9.
    #expect(finding.method.contains("9 exchanges"))
    #expect(agree(finding.pValue ?? 0, 1.0 / 9, relative: 1e-12))
  }

  @Test("Random exchanges agree with the enumeration within their Monte Carlo error")
  func monteCarloAgainstExact() throws {
    let change = try RateOfChange(ResamplingTests.twelvePairs)
    var generator = SeededGenerator(seed: 3)
    let exact = try change.permutation(using: &generator)
    #expect(exact.method.contains("4096 exchanges"))
    let drawn = try change.permutation(
      repetitions: 3_999, enumerationLimit: 0, using: &generator)
    let expected = exact.pValue ?? -1
    let error = (expected * (1 - expected) / 3_999).squareRoot()
    #expect(agree(drawn.pValue ?? 0, expected, absolute: 4 * error))
    #expect(drawn.caveats.contains { $0.contains("Monte Carlo standard error is 0.00") })
    #expect(drawn.estimate == exact.estimate)
  }

  /// Twelve pairs drawn once.
  private static let twelvePairs = pairs(
    treated: [
      (3, 1), (5, 4), (0, 1), (2, 0), (6, 3), (1, 1), (4, 2), (3, 3), (7, 2), (2, 2), (1, 0),
      (4, 5),
    ],
    controls: [
      (2, 2), (4, 3), (1, 0), (2, 3), (5, 5), (0, 1), (3, 1), (3, 4), (6, 5), (1, 2), (2, 1),
      (3, 4),
    ])

  @Test("The same seed gives the same resamples, another seed others")
  func seeds() throws {
    let change = try RateOfChange(ResamplingTests.twelvePairs)
    func interval(_ seed: UInt64) throws -> [Double?] {
      var generator = SeededGenerator(seed: seed)
      let finding = try change.bootstrap(repetitions: 500, using: &generator)
      return [finding.lower, finding.upper, finding.standardError]
    }
    #expect(try interval(1) == interval(1))
    #expect(try interval(1) != interval(2))
  }

  @Test("The bootstrap's spread is near the clustered standard error")
  func bootstrapSpread() throws {
    let change = try RateOfChange(ResamplingTests.twelvePairs)
    var generator = SeededGenerator(seed: 5)
    let finding = try change.bootstrap(repetitions: 2_000, using: &generator)
    let clustered = try change.ratio(correction: .cr0).standardError ?? 0
    // With 12 sets the two differ by terms of order 1/12.
    #expect(agree(finding.standardError ?? 0, clustered, relative: 0.2))
    let lower = finding.lower ?? 2
    let upper = finding.upper ?? 0
    #expect(lower < finding.estimate && finding.estimate < upper)
    #expect(agree(log(upper / lower), 2 * 1.96 * clustered, relative: 0.25))
  }

  @Test("Resamples without events in a window are left out and said, never not-a-number")
  func undefinedResamples() throws {
    let counts = ResamplingTests.pairs(
      treated: [(0, 4), (3, 0), (0, 0), (0, 0)], controls: [(1, 0), (0, 2), (0, 0), (2, 2)])
    var generator = SeededGenerator(seed: 2)
    let finding = try RateOfChange(counts).bootstrap(repetitions: 400, using: &generator)
    #expect(finding.caveats.contains { $0.contains("of 400 resamples had no events") })
    for value in [finding.lower, finding.upper, finding.standardError] {
      #expect(value.map { !$0.isNaN } ?? true)
    }
  }

  @Test("Nothing is offered by set where sets share people")
  func sharedPeople() throws {
    let change = try RateOfChange(ExampleSets.counts(shared: true))
    var generator = SeededGenerator(seed: 1)
    let permuted = #expect(throws: ChangeError.self) {
      try change.permutation(using: &generator)
    }
    #expect(permuted?.code == "shared-people")
    #expect(permuted?.message.contains("match without replacement") == true)
    #expect(throws: ChangeError.self) { try change.bootstrap(using: &generator) }
    #expect(throws: ChangeError.self) { try SetChanges(change.counts) }
  }

  @Test("Too few repetitions for a tail are refused")
  func tooFew() throws {
    let change = try RateOfChange(ResamplingTests.twelvePairs)
    var generator = SeededGenerator(seed: 1)
    #expect(throws: ChangeError.tooFewRepetitions(found: 50, needed: 200)) {
      try change.bootstrap(repetitions: 50, using: &generator)
    }
  }
}
