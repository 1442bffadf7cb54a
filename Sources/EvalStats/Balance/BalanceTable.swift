/// How alike the arms are, covariate by covariate, before and after matching.
///
/// Every difference is standardised by a standard deviation from the sample *before* matching, so
/// that a narrower spread after matching cannot make balance look worse (Stuart 2010,
/// doi:10.1214/09-STS313). Balance says nothing about what was not recorded.
public struct BalanceTable: Sendable {
  /// One line a column of the covariates, the score (`distance`) first if there is one.
  public let rows: [Row]
  /// How many people there are, and how many their weights are worth.
  public let sampleSizes: SampleSizes

  /// Compares the arms.
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
  /// - Precondition: both arms have people; all columns have one value a row.
  /// - Complexity: O(*columns* · *n* log *n*)
  public init(
    treated: [Bool], covariates: CovariateColumns, score: [Double]? = nil,
    baseWeights: [Double]? = nil, weights: [Double]? = nil, sets: [MatchedSet]? = nil,
    discarded: [Bool]? = nil, measuresOverlap: Bool = false
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
    var rows: [Row] = []
    if let score {
      rows.append(
        Row(
          name: Row.scoreName, covariate: Row.scoreName, values: score,
          keys: score.map { ($0 * 1e12).rounded() }, sample: sample))
    }
    rows += covariates.columns.map {
      Row(
        name: $0.name, covariate: $0.covariate, values: $0.values, keys: $0.values, sample: sample)
    }
    self.rows = rows
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

  /// What the rows of a table have in common.
  struct Sample {
    let treated: [Bool]
    let treatedRows: [Int]
    let controlRows: [Int]
    let baseWeights: [Double]?
    let weights: [Double]?
    let sets: [MatchedSet]?
    let measuresOverlap: Bool

    init(
      treated: [Bool], baseWeights: [Double]?, weights: [Double]?, sets: [MatchedSet]?,
      measuresOverlap: Bool
    ) {
      self.treated = treated
      treatedRows = treated.indices.filter { treated[$0] }
      controlRows = treated.indices.filter { !treated[$0] }
      self.baseWeights = baseWeights
      self.weights = weights
      self.sets = sets
      self.measuresOverlap = measuresOverlap
    }
  }
}
