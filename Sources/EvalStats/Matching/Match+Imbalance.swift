extension Match {
  /// The multivariate imbalance L₁ of the covariates before and after matching, over cells of the
  /// coarsened covariates whose bins everyone inside the common support sets.
  ///
  /// Cells other than those of a coarsened exact match show what its strata hide.
  ///
  /// - Throws: `MatchingError.invalidSetting` where a rule and its covariate do not go together.
  /// - Complexity: O(*n · covariates*)
  public func multivariateImbalance(
    over coarsening: Coarsening = Coarsening()
  ) throws(MatchingError) -> (before: Double, after: Double) {
    for (name, rule) in coarsening.columns.sorted(by: { $0.key < $1.key }) { try rule.check(name) }
    try coarsening.numbers.check("numbers")
    let left = Set(discarded + excluded)
    let rows = treated.indices.filter { !left.contains($0) }
    let cells = try covariates.strata(
      of: design.covariates, by: coarsening, rows: rows,
      splitting: ExactStrata(rowCount: treated.count)
    ).strata.strata
    func distance(_ weights: [Double]?) -> Double {
      MultivariateImbalance.distance(
        cells: rows.map { cells[$0] }, treated: rows.map { treated[$0] }, weights: weights)
    }
    return (distance(nil), distance(rows.map { weights[$0] }))
  }
}
