import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// E-values of ratios and of their limits nearest 1.
  static let eValue = ReferenceKind("e-value") { comparison in
    let relative = try comparison.requiredTolerance("relative")
    for name in comparison.case.inputs.object?.keys ?? [] {
      let path = ReferencePath([name])
      guard let ratio = comparison.input(path / "rr")?.number else {
        throw ReferenceFault("inputs.\(name) has no ratio")
      }
      let lower = comparison.input(path / "lower")?.number
      let upper = comparison.input(path / "upper")?.number
      let found = try? EValue(ratio: ratio, lower: lower, upper: upper)
      comparison.check(path / "rr", ratio)
      comparison.check(path / "lo", lower)
      comparison.check(path / "hi", upper)
      comparison.check(path / "evalue_point", found?.point, relative: relative)
      comparison.check(path / "evalue_limit", found?.limit, relative: relative)
    }
  }
}
