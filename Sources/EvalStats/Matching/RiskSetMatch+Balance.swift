extension RiskSetMatch {
  /// How alike the arms are before and after matching, the score first if there is one.
  ///
  /// Before are the treated who sought controls and the candidates of their months, weighted so
  /// that both arms stand for the same months; after are the members of the cohort with their
  /// match weights, each on the day before its own index date. A person may stand in several
  /// rows, so the table's sample sizes count rows: `flow` counts people.
  ///
  /// - Complexity: O(*columns* · *rows* log *rows*), the rows being the person-months.
  public var balance: BalanceTable {
    let stacked = treated.appending(candidates).appending(covariates)
    let memberStart = treated.count + candidates.count
    var sets: [MatchedSet] = []
    var member = 0
    while member < cohort.count {
      // A set's treated person stands before its controls.
      let controls = (member + 1)..<cohort.count
      let end = controls.first { cohort.arms[$0] == .treated } ?? cohort.count
      sets.append(
        MatchedSet(
          treated: [memberStart + member],
          controls: (member + 1..<end).map { memberStart + $0 }))
      member = end
    }
    return BalanceTable(
      treated: (0..<stacked.count).map { row in
        row < memberStart ? row < treated.count : cohort.arms[row - memberStart] == .treated
      },
      covariates: stacked.columns(coding: .everyLevel),
      score: stackedScores,
      baseWeights: Array(repeating: 1, count: treated.count) + candidateWeights
        + Array(repeating: 0, count: cohort.count),
      weights: Array(repeating: 0, count: memberStart) + cohort.weights, sets: sets)
  }

  /// η of the treated, the candidates and the members.
  private var stackedScores: [Double]? {
    guard let treatedScores, let candidateScores, let scores else { return nil }
    return treatedScores + candidateScores + scores
  }
}

extension CovariateFrame {
  /// The covariates as columns for a balance table, each with the name of its covariate and the rows
  /// that miss it.
  func columns(coding: Coding) -> CovariateColumns {
    let coded = codedColumns(coding: coding)
    var missing: [Int: [Bool]] = [:]
    for column in coded where column.isMissingIndicator {
      missing[column.covariate] = column.values.map { $0 == 1 }
    }
    return CovariateColumns(
      columns: coded.map { column in
        CovariateColumns.Column(
          name: column.name, covariate: covariates[column.covariate].name, level: column.level,
          values: column.values,
          isMissing: column.isMissingIndicator ? nil : missing[column.covariate],
          marksMissing: column.isMissingIndicator)
      }, rowCount: count)
  }
}
