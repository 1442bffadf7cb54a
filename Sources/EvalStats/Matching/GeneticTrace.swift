/// What a genetic search found, and how it got there.
public struct GeneticTrace: Sendable, Equatable {
  /// The weight of one column of the distance.
  public struct Weight: Sendable, Equatable {
    /// The column: a covariate, a level of a factor, or `distance` for the score.
    public let column: String
    /// Its weight on the squared difference. Only ratios of weights matter.
    public let weight: Double
  }

  /// The weights found. Columns that depend on those before them have none.
  public let weights: [Weight]
  /// Whether a weight is on what its column adds to those before it, in SDs (Cholesky whitening),
  /// rather than on the column itself.
  public let isWhitened: Bool
  /// What was balanced.
  public let objective: GeneticSearch.Objective
  /// The best of the first generation and after each later one: the smallest p-value, or the largest
  /// or mean |standardised difference|. `nil` where nobody could be matched.
  public let best: [Double?]
  /// The number of weightings tried.
  public let evaluationCount: Int
}

extension GeneticTrace {
  /// The weights, the balance they came to, and the effort, in one sentence.
  var sentence: String {
    let measure =
      switch objective {
      case .balanceTests: "smallest p-value of a balance test"
      case .largestStandardisedDifference: "largest standardised difference searched on"
      case .meanStandardisedDifference: "mean standardised difference searched on"
      }
    let reached =
      (best.last ?? nil).map { "the \(measure) is \($0)" } ?? "nobody could be matched"
    let what = isWhitened ? "weights of what each column adds to those before it:" : "weights"
    let list = weights.map { "\($0.column) \($0.weight)" }
    return
      "\(evaluationCount) weightings were tried in \(best.count) generations; \(reached), with "
      + "\(what) \(MatchingDesign.list(list))."
  }
}
