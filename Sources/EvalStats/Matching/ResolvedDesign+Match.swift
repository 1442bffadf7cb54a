extension ResolvedDesign {
  /// Puts a match together and checks it.
  ///
  /// - Parameters:
  ///   - sets: the sets, in the order of the rows of those who looked for partners.
  ///   - pairDistances: the distances within each set; empty for
  ///     strata.
  ///   - reasons: why each eligible row that looked for partners is in no set.
  ///   - rules: what every set must satisfy.
  ///   - weights: the weight of each row where the sets do not say it.
  ///   - detail: what the method has to say beyond sets and weights.
  func match(
    sets: [MatchedSet], pairDistances: PairDistances, reasons: [Int: Match.Reason], rules: SetRules,
    weights: [Double]? = nil, detail: MatchDetail? = nil
  ) -> Match {
    var reasons = reasons
    for row in treated.indices where treated[row] == design.estimand.isFocalTreated {
      if !isIncluded[row] {
        reasons[row] = .missingCovariate
      } else if !isEligible[row] {
        reasons[row] = .discarded
      }
    }
    let match = Match(
      design: design, treated: treated, sets: sets, pairDistances: pairDistances,
      weights: weights
        ?? Match.weights(rowCount: treated.count, sets: sets, estimand: design.estimand),
      unmatched: reasons.sorted { $0.key < $1.key }.map { .init(row: $0.key, reason: $0.value) },
      discarded: treated.indices.filter { isIncluded[$0] && !isEligible[$0] },
      excluded: treated.indices.filter { !isIncluded[$0] }, scores: scores,
      caliperWidths: calipers.map(\.width), covariates: shownCovariates, detail: detail)
    match.verify(against: self, rules: rules)
    return match
  }

  /// What balance shows: every column the design names, after a second score where there is one.
  private var shownCovariates: CovariateColumns {
    guard let secondScores else { return covariates }
    let name = "\(BalanceTable.Row.scoreName) 2"
    return covariates.preceded(by: .init(name: name, covariate: name, values: secondScores))
  }
}
