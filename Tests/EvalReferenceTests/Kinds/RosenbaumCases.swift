import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Rosenbaum bounds: signed rank, sign test, Hodges–Lehmann.
  static let rosenbaum = ReferenceKind("rosenbaum") { comparison in
    _ = comparison.setting("gammas")
    guard
      let gammas = (comparison.input("gammas") ?? comparison.setting("gammas"))?.numbers?
        .compactMap({ $0 }),
      let differences = comparison.input("differences")?.numbers?.compactMap({ $0 })
    else { throw ReferenceFault("the case holds no differences or no gammas") }
    let relative = try comparison.requiredTolerance("relative")
    let absolute = try comparison.requiredTolerance("hodges_lehmann_absolute")
    _ = comparison.tolerance("psens_absolute")
    let bounds = try RosenbaumBounds(differences: differences)

    comparison.check("n", bounds.pairCount)
    comparison.check("zero_differences", bounds.zeroCount)
    comparison.check("V", bounds.statistic, relative: relative)
    comparison.check("gamma", gammas, relative: relative)
    let ranks = try gammas.map { try bounds.signedRank(gamma: $0) }
    // Each is a p-value of its own: a small one is not compared on the scale of a large one.
    comparison.checkPValues("upper_p_signed_rank", relative: relative) { _ in ranks.map(\.upper) }
    comparison.checkPValues("lower_p_signed_rank", relative: relative) { _ in ranks.map(\.lower) }
    for (key, level) in [
      ("critical_gamma_one_sided_005", 0.05), ("critical_gamma_one_sided_0025", 0.025),
    ] {
      comparison.check(
        ReferencePath([key]), try bounds.criticalGamma(level: level), relative: relative)
    }
    let signs = try gammas.map { try bounds.signTest(gamma: $0) }
    comparison.check("sign_test/positive", bounds.positiveCount)
    comparison.check("sign_test/n", bounds.pairCount - bounds.zeroCount)
    comparison.checkPValues("sign_test/upper_p", relative: relative) { _ in signs.map(\.upper) }
    comparison.checkPValues("sign_test/lower_p", relative: relative) { _ in signs.map(\.lower) }

    let path: ReferencePath = "hodges_lehmann_bounds"
    comparison.check(path / "gamma", gammas, relative: relative)
    let shifts = try gammas.map { try bounds.balancedShifts(gamma: $0) }
    comparison.checkPoints(path / "lower", within: shifts.map(\.lower), absolute: absolute)
    comparison.checkPoints(path / "upper", within: shifts.map(\.upper), absolute: absolute)
  }
}

extension ReferenceComparison {
  /// Compares points that may lie anywhere in a range: the roots of a step function.
  fileprivate mutating func checkPoints(
    _ path: ReferencePath, within ranges: [ClosedRange<Double>], absolute: Double
  ) {
    guard let expected = self.case.results[path]?.numbers else { return }
    let nearest = zip(ranges, expected).map { range, expected in
      min(max(expected ?? .nan, range.lowerBound), range.upperBound)
    }
    check(path, nearest, absolute: absolute)
  }
}
