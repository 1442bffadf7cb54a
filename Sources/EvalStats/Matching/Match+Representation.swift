extension Match {
  /// What was estimated: whom the design asks about, whom the match speaks of, and how they differ.
  ///
  /// Everyone the design asks about counts, those with missing values too, who are described by what
  /// is known of them. For the effect on everyone both arms are asked about.
  public var representation: Representation { representation(in: covariates) }

  /// What was estimated, in other columns such as some that were not matched on.
  ///
  /// - Parameter columns: one value a row of the problem.
  public func representation(in columns: CovariateColumns) -> Representation {
    let isAsked = treated.map { isTreated in
      switch design.estimand {
      case .att: isTreated
      case .atc: !isTreated
      case .ate, .ato: true
      }
    }
    // Weights for the effect on everyone make each arm stand for both: those in the match count alike.
    let shares = design.estimand == .ate ? weights.map { $0 > 0 ? 1 : 0 } : weights
    var reasons = Dictionary(unmatched.map { ($0.row, $0.reason) }) { first, _ in first }
    for row in discarded where reasons[row] == nil { reasons[row] = .discarded }
    for row in excluded where reasons[row] == nil { reasons[row] = .missingCovariate }
    return Representation(
      estimand: design.estimand, isAsked: isAsked, shares: shares, reasons: reasons,
      covariates: columns)
  }
}
