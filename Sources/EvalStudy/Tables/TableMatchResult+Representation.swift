public import EvalStats

extension TableMatchResult {
  /// The balance after matching in a few numbers.
  public struct Summary: Sendable, Codable, Equatable {
    /// Mean |SMD|.
    public let mean: Double
    /// The largest |SMD| and its column.
    public let largest: Double
    public let largestName: String
    /// √(ΣSMD²/k).
    public let rootMeanSquare: Double
    /// By how many per cent the mean |SMD| fell.
    public let percentImprovement: Double?
    /// The worst verdict of a column by the usual thresholds.
    public let verdict: BalanceVerdict?
    /// The verdict column by column, for a statistician.
    public let details: [String]

    init?(_ table: BalanceTable, _ judgement: BalanceJudgement) {
      let denominator = judgement.denominator
      guard let summary = table.summary(.after, by: denominator) else { return nil }
      mean = summary.mean
      largest = summary.largest
      largestName = summary.largestName
      rootMeanSquare = summary.rootMeanSquare
      percentImprovement = table.percentImprovement(in: \.mean, by: denominator)
      verdict = judgement.verdict
      details = judgement.details()
    }
  }

  /// Whom the estimate speaks of, of those the question names.
  public struct Represented: Sendable, Codable, Equatable {
    /// People left out for one reason.
    public struct Loss: Sendable, Codable, Equatable {
      /// `nil` if the method gave none.
      public let reason: Match.Reason?
      public let count: Int
    }

    /// One covariate among those spoken of and left out.
    public struct Row: Sendable, Codable, Equatable {
      public let name: String
      public let meanAsked: Double
      public let meanRepresented: Double
      public let meanLeftOut: Double?
      /// (Mean spoken of − mean left out) over the SD of all the question names.
      public let standardisedDifference: Double?
    }

    public let asked: Int
    public let represented: Int
    public let isReweighted: Bool
    public let losses: [Loss]
    public let rows: [Row]
    /// The same in plain English, line by line.
    public let lines: [String]

    init(_ representation: Representation) {
      asked = representation.askedCount
      represented = representation.representedCount
      isReweighted = representation.isReweighted
      losses = representation.losses.map { Loss(reason: $0.reason, count: $0.count) }
      rows = representation.rows.map { row in
        Row(
          name: row.name, meanAsked: row.meanAsked, meanRepresented: row.meanRepresented,
          meanLeftOut: row.meanLeftOut, standardisedDifference: row.standardisedDifference)
      }
      lines =
        [representation.sentence()] + representation.lossLines()
        + [representation.differenceSentence()].compactMap(\.self)
    }
  }
}
