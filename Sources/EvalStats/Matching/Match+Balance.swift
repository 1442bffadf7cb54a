extension Match {
  /// The balance of every column the design names, before and after.
  public var balance: BalanceTable { balance(of: covariates) }

  /// The balance of other columns, such as some that were not matched on.
  ///
  /// - Parameter columns: one value a row of the problem.
  public func balance(of columns: CovariateColumns) -> BalanceTable {
    let kept = keptRows
    var position = [Int](repeating: 0, count: treated.count)
    for (index, row) in kept.enumerated() { position[row] = index }
    let isDiscarded = Set(discarded)
    return BalanceTable(
      treated: kept.map { treated[$0] }, covariates: columns.rows(at: kept),
      score: scores.map { scores in kept.map { scores[$0] } }, weights: kept.map { weights[$0] },
      sets: sets.map { set in
        MatchedSet(
          treated: set.treated.map { position[$0] }, controls: set.controls.map { position[$0] })
      },
      discarded: kept.map { isDiscarded.contains($0) })
  }

  /// Whose SD a difference is divided by unless told otherwise: those the estimate speaks of.
  public var defaultDenominator: BalanceTable.Denominator {
    switch design.estimand {
    case .att: .treated
    case .atc: .control
    case .ate: .pooled
    }
  }

  private var keptRows: [Int] {
    let excluded = Set(excluded)
    return treated.indices.filter { !excluded.contains($0) }
  }
}
