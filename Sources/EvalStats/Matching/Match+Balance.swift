extension Match {
  /// The balance of every column the design names, before and after.
  public var balance: BalanceTable { balance(of: covariates) }

  /// The balance of other columns, such as some that were not matched on.
  ///
  /// - Parameters:
  ///   - columns: one value a row of the problem.
  ///   - terms: whether to compare squares and products of the columns too.
  public func balance(
    of columns: CovariateColumns, terms: BalanceTerms = .mainEffects
  ) -> BalanceTable {
    let kept = KeptRows(self)
    return BalanceTable(
      treated: kept.treated, covariates: columns.rows(at: kept.rows), score: kept.scores,
      weights: kept.weights, sets: kept.sets, discarded: kept.isDiscarded, terms: terms)
  }

  /// The balance within each level of a column, such as a cluster or a subgroup.
  ///
  /// - Parameters:
  ///   - column: one value a row of the problem: categories, text, numbers or truth values, each
  ///     value a group.
  ///   - columns: what to compare; `nil` for every column the design names.
  ///   - standardisation: whose standard deviations differences are divided by.
  public func balance(
    by column: Column, of columns: CovariateColumns? = nil,
    standardisedBy standardisation: GroupedBalance.Standardisation = .overall,
    terms: BalanceTerms = .mainEffects
  ) -> GroupedBalance {
    precondition(
      column.count == treated.count, "\(column.count) values for \(treated.count) rows")
    let kept = KeptRows(self)
    let groups = column.groups
    return GroupedBalance(
      treated: kept.treated, covariates: (columns ?? covariates).rows(at: kept.rows),
      groups: kept.rows.map { groups.codes[$0] }, levels: groups.levels,
      standardisation: standardisation, score: kept.scores, weights: kept.weights,
      sets: kept.sets, discarded: kept.isDiscarded, terms: terms)
  }

  /// The mean distance of the two members of a pair in the design's own measure; `nil` for strata,
  /// which know no pairs, and for an empty match.
  public var meanPairDistance: Double? {
    let count = pairDistances.values.count
    return count > 0 ? totalDistance / Double(count) : nil
  }

  /// Whose SD a difference is divided by unless told otherwise: those the estimate speaks of.
  public var defaultDenominator: BalanceTable.Denominator {
    switch design.estimand {
    case .att: .treated
    case .atc: .control
    case .ate, .ato: .pooled
    }
  }
}

/// The rows of a match that were not left out for missing values, renumbered.
private struct KeptRows {
  let rows: [Int]
  let treated: [Bool]
  let scores: [Double]?
  let weights: [Double]
  let sets: [MatchedSet]
  let isDiscarded: [Bool]

  init(_ match: Match) {
    let excluded = Set(match.excluded)
    let kept = match.treated.indices.filter { !excluded.contains($0) }
    var position = [Int](repeating: 0, count: match.treated.count)
    for (index, row) in kept.enumerated() { position[row] = index }
    let discarded = Set(match.discarded)
    rows = kept
    treated = kept.map { match.treated[$0] }
    scores = match.scores.map { scores in kept.map { scores[$0] } }
    weights = kept.map { match.weights[$0] }
    sets = match.sets.map { set in
      MatchedSet(
        treated: set.treated.map { position[$0] }, controls: set.controls.map { position[$0] })
    }
    isDiscarded = kept.map { discarded.contains($0) }
  }
}

extension Column {
  /// Each row's place among the different values, numbers in ascending order, and the values' names;
  /// −1 where missing.
  fileprivate var groups: (codes: [Int32], levels: [String]) {
    if let factor = categories { return (factor.codes, factor.levels) }
    func coded<Value: Hashable & Comparable>(
      _ value: (Int) -> Value, _ name: (Value) -> String
    ) -> (codes: [Int32], levels: [String]) {
      let observed = (0..<count).filter { !isMissing($0) }
      let values = Set(observed.map(value)).sorted()
      let codes = Dictionary(uniqueKeysWithValues: zip(values, Int32(0)...))
      return (
        (0..<count).map { isMissing($0) ? Factor.missingCode : codes[value($0)] ?? -1 },
        values.map(name)
      )
    }
    switch self {
    case .real(let values): return coded({ values.elements[$0] }, { "\($0)" })
    case .integer(let values): return coded({ values.elements[$0] }, { "\($0)" })
    case .day(let values): return coded({ values.elements[$0] }, { "\($0)" })
    case .boolean(let values):
      return coded({ values.elements[$0] ? 1 : 0 }, { $0 == 1 ? "true" : "false" })
    case .factor, .text: preconditionFailure("categories are a factor")
    }
  }
}
