/// What was estimated: whom the question names, whom the answer speaks of, and how they differ.
///
/// Calipers, common support, exact keys, a shortage of partners and missing values leave people out.
/// The estimate is then of the effect on those who stayed in, which is not the effect asked for unless
/// the effect is the same for everyone (Rosenbaum 2012, doi:10.1198/jcgs.2011.09219). Being alike in
/// what was recorded does not say that those left out would have had the same effect.
public struct Representation: Sendable {
  /// The effect asked for.
  public let estimand: Estimand
  /// How many people the question names: all treated, all controls, or everyone.
  public let askedCount: Int
  /// How many of them the estimate speaks of.
  public let representedCount: Int
  /// Whether those it speaks of count unequally, as with weights that fall where arms do not overlap.
  public let isReweighted: Bool
  /// Those left out, by reason, in the order of `Match.Reason`; reasons that never applied are absent.
  public let losses: [Loss]
  /// Each covariate among those asked about, spoken of and left out; a score is not among them.
  public let rows: [Row]
  /// Columns with a value in nobody, or in nobody of those spoken of or left out.
  public let notCompared: [String]

  /// People left out for one reason.
  public struct Loss: Sendable, Equatable {
    /// Why; `nil` if the method gave none.
    public let reason: Match.Reason?
    /// How many.
    public let count: Int
  }

  /// One covariate, or one level of a factor, on the people in whom it is observed.
  public struct Row: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// Whether every value is 0 or 1, so that means are shares.
    public let isBinary: Bool
    /// The mean of all the question names.
    public let meanAsked: Double
    /// The mean, weighted, of those the estimate speaks of.
    public let meanRepresented: Double
    /// The mean of those left out; `nil` if nobody was.
    public let meanLeftOut: Double?
    /// The standard deviation of all the question names; `nil` for a single person.
    public let standardDeviation: Double?

    /// (Mean spoken of − mean left out) / SD of all asked about.
    ///
    /// - Returns: `nil` if nobody was left out, or the covariate does not vary.
    public var standardisedDifference: Double? {
      meanLeftOut.flatMap { standardised(meanRepresented - $0) }
    }

    /// (Mean spoken of − mean asked about) / SD of all asked about: how far the answer's population
    /// has moved from the question's.
    ///
    /// - Returns: `nil` if the covariate does not vary.
    public var standardisedShift: Double? { standardised(meanRepresented - meanAsked) }

    private func standardised(_ difference: Double) -> Double? {
      guard let standardDeviation, standardDeviation > 0 else { return nil }
      return difference / standardDeviation
    }
  }

  /// Compares those spoken of with those left out.
  ///
  /// - Parameters:
  ///   - estimand: the effect asked for.
  ///   - isAsked: whether the question names the person of a row.
  ///   - shares: how much each counts in the population the estimate speaks of: 1 or 0 for a match, a
  ///     weight where people count unequally; read only where `isAsked`.
  ///   - reasons: why a row is left out.
  ///   - covariates: the columns to compare.
  /// - Precondition: as many flags and shares as rows; shares are 0 or more.
  /// - Complexity: O(*columns* · *n*)
  public init(
    estimand: Estimand, isAsked: [Bool], shares: [Double], reasons: [Int: Match.Reason],
    covariates: CovariateColumns
  ) {
    precondition(
      shares.count == isAsked.count && covariates.rowCount == isAsked.count,
      "\(shares.count) shares and \(covariates.rowCount) rows for \(isAsked.count) people")
    let asked = isAsked.indices.filter { isAsked[$0] }
    let represented = asked.filter { shares[$0] > 0 }
    self.estimand = estimand
    askedCount = asked.count
    representedCount = represented.count
    isReweighted = represented.contains { abs(shares[$0] - shares[represented[0]]) > 1e-9 }
    var counts: [Match.Reason?: Int] = [:]
    for row in asked where !(shares[row] > 0) { counts[reasons[row], default: 0] += 1 }
    losses = (Match.Reason.allCases.map(Optional.some) + [nil]).compactMap { reason in
      counts[reason].map { Loss(reason: reason, count: $0) }
    }
    let columns = covariates.markingGaps().columns
    let isComplete = represented.count == asked.count
    rows = columns.compactMap {
      Row($0, asked: asked, shares: shares, comparesLeftOut: !isComplete)
    }
    let names = Set(rows.map(\.name))
    notCompared = columns.map(\.name).filter { !names.contains($0) }
  }

  /// Whether the estimate speaks of everyone the question names, all alike.
  public var isWhole: Bool { representedCount == askedCount && !isReweighted }

  /// The covariates in which those spoken of differ most from those left out (or, where people count
  /// unequally, from those asked about), the largest first; ties by the order of the columns.
  ///
  /// - Parameters:
  ///   - limit: how many at most.
  ///   - threshold: smaller standardised differences are passed over.
  public func largestDifferences(_ limit: Int = 3, above threshold: Double = 0.1) -> [Row] {
    let sizes = rows.map { row in
      abs((representedCount < askedCount ? row.standardisedDifference : row.standardisedShift) ?? 0)
    }
    let order = rows.indices.filter { sizes[$0] > threshold }
      .sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    return order.prefix(limit).map { rows[$0] }
  }
}

extension Representation.Row {
  /// `nil` where nobody asked about, nobody spoken of or none of those left out has a value.
  fileprivate init?(
    _ column: CovariateColumns.Column, asked: [Int], shares: [Double], comparesLeftOut: Bool
  ) {
    let isBinary = column.isBinary
    let observed = asked.filter { column.isMissing?[$0] != true }
    let leftOut = observed.filter { !(shares[$0] > 0) }
    guard
      let all = WeightedSummary(column.values, rows: observed, weights: nil, isBinary: isBinary),
      let represented = WeightedSummary(
        column.values, rows: observed.filter { shares[$0] > 0 }, weights: shares,
        isBinary: isBinary)
    else { return nil }
    let others = WeightedSummary(column.values, rows: leftOut, weights: nil, isBinary: isBinary)
    if comparesLeftOut, others == nil { return nil }
    name = column.name
    self.isBinary = isBinary
    meanAsked = all.mean
    meanRepresented = represented.mean
    meanLeftOut = others?.mean
    standardDeviation = all.variance?.squareRoot()
  }
}
