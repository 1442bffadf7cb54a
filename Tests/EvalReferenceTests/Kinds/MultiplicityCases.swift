import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// P-values raised for multiplicity: the list `p` at the top of the results, others by name.
  static let multiplicity = ReferenceKind("p-adjust") { comparison in
    let relative = try comparison.requiredTolerance("relative")
    let methods: [(String, MultiplicityAdjustment)] = [
      ("bonferroni", .bonferroni), ("holm", .holm), ("hochberg", .hochberg), ("hommel", .hommel),
      ("BH", .benjaminiHochberg), ("fdr", .benjaminiHochberg), ("BY", .benjaminiYekutieli),
    ]
    for name in comparison.case.inputs.object?.keys ?? [] {
      guard let pValues = comparison.input(ReferencePath([name]))?.numbers else {
        throw ReferenceFault("inputs.\(name) is not numbers")
      }
      let path = ReferencePath(name == "p" ? [] : [name])
      comparison.check(path / "p", pValues, relative: relative)
      for (key, method) in methods {
        comparison.check(path / key, method.adjust(pValues), relative: relative)
      }
    }
  }
}
