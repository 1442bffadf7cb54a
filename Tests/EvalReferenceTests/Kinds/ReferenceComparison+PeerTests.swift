import EvalStats
import EvalTestSupport

extension ReferenceComparison {
  /// A t test as `t.test` prints it.
  mutating func checkTTest(
    _ path: ReferencePath, _ test: TTest?, _ alternative: Alternative = .twoSided,
    estimates: [Double?], relative: Double
  ) {
    let interval = test?.interval(alternative)
    check(path / "statistic", test?.statistic, relative: relative, absolute: 1e-14)
    check(path / "p", test?.pValue(alternative), relative: relative)
    check(path / "df", test?.degreesOfFreedom, relative: relative)
    check(path / "estimate", estimates, relative: relative, absolute: 1e-14)
    check(path / "ci95", [interval?.lower, interval?.upper], relative: relative)
    check(path / "stderr", test?.standardError, relative: relative)
  }

  /// A sum of ranks as `wilcox.test` approximates it, under `<name>_continuity` and
  /// `<name>_no_continuity`; the shift is compared by the caller.
  mutating func checkRanks(
    _ name: String, _ test: (any RankStatistic)?, _ statistic: Double?, relative: Double,
    shift: (ReferencePath, inout ReferenceComparison, _ isCorrected: Bool) -> Void
  ) {
    for (ending, isCorrected) in [("continuity", true), ("no_continuity", false)] {
      let path = ReferencePath(["\(name)_\(ending)"])
      check(path / "statistic", statistic, relative: relative)
      check(path / "p", test?.normalPValue(continuityCorrection: isCorrected), relative: relative)
      shift(path, &self, isCorrected)
    }
  }

  /// A sum of ranks as `coin` prints it: standardised, with its moments.
  mutating func checkLinearStatistic(
    _ path: ReferencePath, _ test: (any RankStatistic)?, _ statistic: Double?,
    expectation: Double?, relative: Double
  ) {
    check(path / "z", test?.standardised(), relative: relative, absolute: 1e-12)
    check(path / "p", test?.normalPValue(continuityCorrection: false), relative: relative)
    check(path / "expectation", expectation, relative: relative)
    check(path / "variance", test?.variance, relative: relative)
    check(path / "linear_statistic", statistic, relative: relative)
  }

  /// A shift as `wilcox.test` finds it by a search that stops within 10⁻⁴: the estimate is any point
  /// at which its step function is balanced.
  mutating func checkShift(
    _ path: ReferencePath, _ shift: ShiftEstimate?, outermost: (Double?, Double?) = (nil, nil),
    absolute: Double
  ) {
    if let expected = self.case.results[path / "estimate"]?.numbers, let expected = expected.first {
      let nearest = zip(shift, expected).map { shift, expected in
        min(max(expected, shift.balanced.lowerBound), shift.balanced.upperBound)
      }
      check(path / "estimate", [nearest], absolute: absolute)
    }
    check(
      path / "ci95",
      [
        shift?.interval?.lowerBound ?? outermost.0, shift?.interval?.upperBound ?? outermost.1,
      ], absolute: absolute)
  }
}

private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
  if let first, let second { (first, second) } else { nil }
}
