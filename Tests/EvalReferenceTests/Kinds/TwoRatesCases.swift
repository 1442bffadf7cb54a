import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Two counts with their person-time: exact, mid-p, Wald and score.
  static let twoRates = ReferenceKind("two-rates") { comparison in
    for name in comparison.case.inputs.object?.keys ?? [] {
      let rates = try TwoRatesCase(name, &comparison)
      rates.compareExact(&comparison)
      rates.compareMidP(&comparison)
      rates.compareDifference(&comparison)
      rates.compareEachRate(&comparison)
    }
  }
}

/// One pair of rates of kind `two-rates`.
private struct TwoRatesCase {
  let path: ReferencePath
  let events: [Int]
  let time: [Double]
  let ratio: RateRatio
  let relative: Double
  let midPRelative: Double

  init(_ name: String, _ comparison: inout ReferenceComparison) throws {
    path = ReferencePath([name])
    let counts = comparison.input(path / "events")?.numbers ?? []
    let times = comparison.input(path / "time")?.numbers ?? []
    events = counts.compactMap { $0.flatMap { Int(exactly: $0) } }
    time = times.compactMap { $0 }
    guard events.count == 2, time.count == 2, counts.count == 2, times.count == 2 else {
      throw ReferenceFault("inputs.\(name) is not two counts with their time")
    }
    ratio = try RateRatio(
      events: events[0], time: time[0], referenceEvents: events[1], referenceTime: time[1])
    relative = try comparison.requiredTolerance("relative")
    midPRelative = try comparison.requiredTolerance("midp_ci_relative")
  }

  func compareExact(_ comparison: inout ReferenceComparison) {
    let interval = ratio.exactInterval
    comparison.check(path / "events", events.map(Double.init))
    comparison.check(path / "time", time)
    comparison.check(path / "rate_ratio", ratio.estimate, relative: relative)
    comparison.check(
      path / "exact_ci95", [interval.lower, interval.upper], relative: relative)
    for (key, alternative) in [
      ("exact_p_two_sided", Alternative.twoSided), ("exact_p_less", .less),
      ("exact_p_greater", .greater),
    ] {
      comparison.check(path / key, ratio.exactPValue(alternative), relative: relative)
    }
    comparison.check(path / "doubled_smaller_tail_p", ratio.doubledPValue, relative: relative)
    let wald = try? ratio.wald()
    comparison.check(path / "epitools_wald" / "estimate", ratio.estimate, relative: relative)
    // At a ratio of 0 the peer's lower end is 0 too; the upper one does not exist.
    comparison.check(
      path / "epitools_wald" / "ci95",
      [wald?.lower ?? (ratio.estimate == 0 ? 0 : nil), wald?.upper],
      relative: relative)
  }

  func compareMidP(_ comparison: inout ReferenceComparison) {
    let midP = path / "epitools_midp"
    for part in [path / "epitools_wald", midP] {
      comparison.check(part / "p_midp", ratio.midPValue, relative: relative)
      // The peer takes 2(1 − Φ|z|), of which only multiples of 2⁻⁵² are left; `score_p` has the digits.
      comparison.check(
        part / "p_wald",
        ratio.scoreStatistic.map { 2 * (1 - Normal.standard.cumulative(abs($0))) },
        relative: relative, absolute: Double.ulpOfOne)
    }
    let exact = try? ratio.midP()
    let (median, lower, upper) = (peerEnd(0.5), peerEnd(0.025), peerEnd(0.975))
    comparison.check(midP / "estimate", odds(median), relative: midPRelative)
    comparison.check(
      midP / "ci95",
      [events[0] == 0 ? 0 : odds(lower), events[1] == 0 ? nil : odds(upper)],
      relative: midPRelative)
    // Ours are the roots themselves, which the peer's search stopped short of.
    for (peer, found) in [
      (median, exact?.estimate), (lower, exact?.lower), (upper, exact?.upper),
    ] {
      guard let peer, let found else { continue }
      let share = found * time[0] / (found * time[0] + time[1])
      comparison.record(
        midP, found: "the mid-p root at share \(share)", expected: "\(peer)",
        allowed: "the tolerance of the peer's search, \(searchTolerance)",
        isRight: abs(share - peer) <= searchTolerance)
    }
  }

  /// The fourth root of the machine epsilon, at which `uniroot` stops unless told otherwise.
  private let searchTolerance = Double.ulpOfOne.squareRoot().squareRoot()

  /// The share of the first group's events at which the peer's search over 0…1 stops: where the
  /// chance of more events in it, with half that of as many, is `tail`. The exact root may lie
  /// 10⁻⁴ away, which is 0.4 % of a small ratio.
  private func peerEnd(_ tail: Double) -> Double? {
    brentRoot(from: 0, to: 1, tolerance: searchTolerance) { share in
      let law = Binomial(trials: events[0] + events[1], probability: share)
      return law.survival(events[0]) + 0.5 * law.mass(events[0]) - tail
    }
  }

  /// The ratio of the rates at a share; `nil` where it is unbounded.
  private func odds(_ share: Double?) -> Double? {
    share.flatMap { $0 < 1 ? $0 / (1 - $0) * time[1] / time[0] : nil }
  }

  func compareDifference(_ comparison: inout ReferenceComparison) {
    let difference = ratio.difference()
    comparison.check(
      path / "rate_difference", difference.estimate, relative: relative, absolute: 1e-18)
    let hasSpread = difference.lower != nil
    comparison.check(
      path / "rate_difference_wald_ci95",
      hasSpread ? [difference.lower, difference.upper] : [0, 0], relative: relative)
    comparison.check(
      path / "score_z", ratio.scoreStatistic, relative: relative, absolute: 1e-14)
    comparison.check(path / "score_p", ratio.scorePValue, relative: relative)
  }

  func compareEachRate(_ comparison: inout ReferenceComparison) {
    for (place, key) in ["rate1_exact_ci95", "rate2_exact_ci95"].enumerated() {
      let rate = Rate(events: [Double(events[place])], time: [time[place]])
      comparison.check(path / key, [rate.lower / 1000, rate.upper / 1000], relative: relative)
    }
  }
}
