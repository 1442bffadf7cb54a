public import EvalStats

/// A match as `evalrun match` prints it. Rows are counted from 1, without the header.
public struct TableMatchResult: Sendable, Codable, Equatable {
  /// One set.
  public struct MatchedRows: Sendable, Codable, Equatable {
    public let treated: [Int]
    public let controls: [Int]
    /// The distance of each control, or of each treated person where controls look for partners;
    /// empty for strata.
    public let distances: [Double]
  }

  /// Sizes of one arm.
  public struct Sizes: Sendable, Codable, Equatable {
    public let arm: Arm
    public let all: Int
    public let matched: Int
    public let effectiveSampleSize: Double
    public let unmatched: Int
    public let discarded: Int
  }

  /// One line of the balance table.
  public struct Balance: Sendable, Codable, Equatable {
    public let name: String
    public let meanTreatedBefore: Double
    public let meanControlBefore: Double
    public let meanTreatedAfter: Double?
    public let meanControlAfter: Double?
    public let standardisedDifferenceBefore: Double?
    public let standardisedDifferenceAfter: Double?
    public let varianceRatioBefore: Double?
    public let varianceRatioAfter: Double?
    public let ecdfMeanBefore: Double
    public let ecdfMeanAfter: Double?
    public let ecdfMaximumBefore: Double
    public let ecdfMaximumAfter: Double?
    public let standardisedPairDifference: Double?
    /// 100 (|SMD before| − |SMD after|) / |SMD before|.
    public let percentImprovement: Double?
    /// The standard error of the SMD after matching, for the size of the sample.
    public let standardErrorAfter: Double?
    /// What the usual thresholds make of the column after matching.
    public let verdict: BalanceVerdict?
  }

  public let formula: String
  public let estimand: String
  /// Whose standard deviation, before matching, standardises a difference.
  public let denominator: String
  public let sampleSizes: [Sizes]
  public let pairs: Int
  public let totalDistance: Double
  /// The caliper on the score or a column, in its own units.
  public let caliperWidths: [Double]
  /// Those who looked for partners and found none, by reason.
  public let unmatchedReasons: [String: Int]
  public let excludedForMissingValues: Int
  public let maximumReuse: Int
  public let balance: [Balance]
  /// The balance after matching in a few numbers; `nil` if nobody was matched.
  public let balanceSummary: Summary?
  /// The verdict on the balance in plain English.
  public let balanceSentence: String
  /// What was estimated: whom the estimate speaks of.
  public let representation: Represented
  /// What the method has to say of its own result, one fact a line.
  public let notes: [String]
  public let sets: [MatchedRows]
  /// The weight of each row, 0 outside the match.
  public let weights: [Double]
  /// The score of each row, if one was used.
  public let scores: [Double]?
  let isTreated: [Bool]
  let rowNames: [String]

  init(formula: String, match: Match, rowNames names: Values<String>?) {
    self.formula = formula
    let table = match.balance
    let denominator = match.defaultDenominator
    estimand = match.design.estimand.rawValue
    self.denominator = denominator.rawValue
    let sizes = table.sampleSizes
    sampleSizes = [(Arm.treated, sizes.treated), (.control, sizes.control)].map { arm, size in
      Sizes(
        arm: arm, all: size.all, matched: size.matched,
        effectiveSampleSize: size.matchedEffective, unmatched: size.unmatched,
        discarded: size.discarded)
    }
    pairs = match.pairCount
    totalDistance = match.totalDistance
    caliperWidths = match.caliperWidths
    unmatchedReasons = Dictionary(
      uniqueKeysWithValues: match.unmatchedCounts.map { ($0.key.rawValue, $0.value) })
    excludedForMissingValues = match.excluded.count
    maximumReuse = match.maximumReuse
    let judgement = table.judged(by: denominator)
    let verdicts = Dictionary(
      judgement.rows.map { ($0.name, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    balanceSentence = judgement.sentence()
    balanceSummary = Summary(table, judgement)
    representation = Represented(match.representation)
    notes = match.methodLines
    balance = table.rows.map { row in
      Balance(
        name: row.name, meanTreatedBefore: row.before.meanTreated,
        meanControlBefore: row.before.meanControl, meanTreatedAfter: row.after?.meanTreated,
        meanControlAfter: row.after?.meanControl,
        standardisedDifferenceBefore: row.standardisedDifference(.before, by: denominator),
        standardisedDifferenceAfter: row.standardisedDifference(.after, by: denominator),
        varianceRatioBefore: row.before.varianceRatio,
        varianceRatioAfter: row.after?.varianceRatio,
        ecdfMeanBefore: row.before.ecdfMeanDifference,
        ecdfMeanAfter: row.after?.ecdfMeanDifference,
        ecdfMaximumBefore: row.before.ecdfMaximumDifference,
        ecdfMaximumAfter: row.after?.ecdfMaximumDifference,
        standardisedPairDifference: row.standardisedPairDifference(by: denominator),
        percentImprovement: row.percentImprovement(by: denominator),
        standardErrorAfter: row.standardErrorOfDifference(.after, by: denominator),
        verdict: verdicts[row.name])
    }
    let distances = match.pairDistances
    sets = match.sets.enumerated().map { index, set in
      MatchedRows(
        treated: set.treated.map { $0 + 1 }, controls: set.controls.map { $0 + 1 },
        distances: distances.isEmpty ? [] : distances[index])
    }
    weights = match.weights
    scores = match.scores
    isTreated = match.treated
    rowNames = match.treated.indices.map { names?[$0] ?? String($0 + 1) }
  }
}
