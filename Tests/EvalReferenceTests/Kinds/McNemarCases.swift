import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// McNemar's tests, the difference of shares and the odds ratio within pairs.
  static let mcNemar = ReferenceKind("mcnemar") { comparison in
    let relative = try comparison.requiredTolerance("relative")
    for name in comparison.case.inputs.object?.keys ?? [] {
      let path = ReferencePath([name])
      func count(_ key: String) throws -> Int {
        guard let value = comparison.input(path / key)?.number, let whole = Int(exactly: value)
        else { throw ReferenceFault("inputs.\(name).\(key) is not a count") }
        return whole
      }
      let (b, c, n) = (try count("b"), try count("c"), try count("n"))
      let pairs = try PairedProportions(firstOnly: b, secondOnly: c, pairCount: n)
      func check(_ key: String, _ found: Double?) {
        comparison.check(path / key, found, relative: relative, absolute: 1e-15)
      }
      comparison.check(path / "b", b)
      comparison.check(path / "c", c)
      comparison.check(path / "n", n)
      check("chi2", pairs.chiSquared())
      check("p", pairs.pValue())
      check("chi2_continuity", pairs.chiSquared(continuityCorrection: true))
      check("p_continuity", pairs.pValue(continuityCorrection: true))
      check("p_exact", pairs.exactPValue)
      check("p_midp", pairs.midPValue)
      check("difference", pairs.riskDifference)
      check("se_difference", pairs.riskDifferenceError)
      check("odds_ratio", pairs.oddsRatio)
      let difference = pairs.riskDifferenceInterval()
      comparison.check(
        path / "difference_ci95", [difference?.lowerBound, difference?.upperBound],
        relative: relative)
      let odds = pairs.oddsRatioInterval()
      comparison.check(
        path / "odds_ratio_exact_ci95", [odds.lower, odds.upper], relative: relative)
    }
  }
}
