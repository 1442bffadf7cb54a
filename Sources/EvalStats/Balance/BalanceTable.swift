/// How alike the arms are, covariate by covariate, before and after matching.
///
/// Every difference is standardised by a standard deviation from the sample *before* matching, so
/// that a narrower spread after matching cannot make balance look worse (Stuart 2010,
/// doi:10.1214/09-STS313). Balance says nothing about what was not recorded.
public struct BalanceTable: Sendable {
  /// One line a column of the covariates, the score (`distance`) first if there is one; where a
  /// covariate has gaps, a line `age: missing` of who has them stands behind its own.
  public let rows: [Row]
  /// Columns that cannot be compared, because an arm has no observed value or a product is too large
  /// for a number.
  public let notCompared: [String]
  /// How many people there are, and how many their weights are worth.
  public let sampleSizes: SampleSizes

  /// Compares the arms.
  ///
  /// A covariate with gaps is compared on the rows in which it is observed, each arm's weights among
  /// them scaled to sum to 1; who has gaps is compared in a line of its own.
  ///
  /// - Parameters:
  ///   - treated: the arm of each row.
  ///   - covariates: what to compare; one value a row.
  ///   - score: the score matched on; compared as the first row, named `distance`.
  ///   - baseWeights: weights before matching, where the arms are not whole samples but stand for
  ///     one: 0 for rows that only stand in the match, as a control on the date of its set does.
  ///   - weights: match weights, 0 for people who are not in the match; `nil` compares before
  ///     matching only.
  ///   - sets: who was matched to whom, for the distance within sets.
  ///   - discarded: people outside the common support; they count in the sample before matching.
  ///   - measuresOverlap: also work out how far the densities overlap, which takes longer.
  ///   - terms: whether to compare squares and products of the covariates too.
  ///   - whole: a table of the same columns whose standard deviations before matching are to be
  ///     used, as for a subgroup of its people; `nil` for this table's own.
  /// - Precondition: both arms have people; all columns have one value a row.
  /// - Complexity: O(*columns* · *n* log *n*)
  public init(
    treated: [Bool], covariates: CovariateColumns, score: [Double]? = nil,
    baseWeights: [Double]? = nil, weights: [Double]? = nil, sets: [MatchedSet]? = nil,
    discarded: [Bool]? = nil, measuresOverlap: Bool = false, terms: BalanceTerms = .mainEffects,
    standardisedBy whole: BalanceTable? = nil
  ) {
    precondition(
      covariates.rowCount == treated.count && (score?.count ?? treated.count) == treated.count
        && (baseWeights?.count ?? treated.count) == treated.count
        && (weights?.count ?? treated.count) == treated.count
        && (discarded?.count ?? treated.count) == treated.count,
      "the columns of a balance table are of one length")
    let sample = Sample(
      treated: treated, baseWeights: baseWeights, weights: weights, sets: sets,
      measuresOverlap: measuresOverlap)
    precondition(
      !sample.treatedRows.isEmpty && !sample.controlRows.isEmpty, "an arm without people")
    let deviations = whole.map { table in
      Dictionary(table.rows.map { ($0.name, $0.standardDeviations) }) { first, _ in first }
    }
    var rows: [Row] = []
    var notCompared: [String] = []
    func compare(_ column: CovariateColumns.Column, keys: [Double]? = nil) {
      if let row = Row(
        column, keys: keys, sample: sample,
        standardDeviations: deviations.map { $0[column.name] ?? [:] })
      {
        rows.append(row)
      } else {
        notCompared.append(column.name)
      }
    }
    if let score {
      compare(
        .init(name: Row.scoreName, covariate: Row.scoreName, values: score),
        keys: score.map { ($0 * 1e12).rounded() })
    }
    for term in covariates.markingGaps().terms(terms) { compare(term.column) }
    self.rows = rows
    self.notCompared = notCompared
    sampleSizes = SampleSizes(
      treated: treated, baseWeights: baseWeights, weights: weights, discarded: discarded)
  }

  /// The row of a name.
  public func row(_ name: String) -> Row? { rows.first { $0.name == name } }

  /// The largest |standardised difference| at a stage; `nil` if none is defined.
  public func largestStandardisedDifference(
    _ stage: Stage, by denominator: Denominator = .treated
  ) -> Double? {
    rows.compactMap { $0.standardisedDifference(stage, by: denominator).map(abs) }.max()
  }
}

extension BalanceTable {
  /// Before or after matching.
  public enum Stage: Sendable { case before, after }

  /// Whose standard deviation, before matching, a difference is divided by.
  public enum Denominator: String, Sendable, CaseIterable, Codable {
    /// The treated: the default for an effect on the treated.
    case treated
    /// The controls: the default for an effect on the controls.
    case control
    /// √((s₁² + s₀²)/2), as NHS reports quote it.
    case pooled
    /// Everyone.
    case all
  }
}
