/// A model of the outcome people would have without treatment (Hansen 2008,
/// doi:10.1093/biomet/asn004).
///
/// It is fitted on people who were never treated, and predicts for everyone: whoever is alike in it
/// would have fared alike. Fitted on the very controls that are then matched, it follows their chance
/// outcomes a little; where people are plenty, fit it on controls of an earlier year and give the
/// score.
public struct PrognosticModel: Sendable, Hashable {
  /// The column of the outcome, which must be recorded for those the model is fitted on.
  public var outcome: String
  /// The distribution of the outcome.
  public var family: Family
  /// A column that is 1 for people who were never treated and 0 for controls who were later; `nil`
  /// where no control ever was.
  public var neverTreated: String?
  /// Whether scores are compared as expected outcomes or as linear predictors.
  public var scale: ScoreScale

  /// Creates a model of an outcome on the design's covariates.
  public init(
    of outcome: String, family: Family = .gaussian, neverTreated: String? = nil,
    scale: ScoreScale = .linearPredictor
  ) {
    self.outcome = outcome
    self.family = family
    self.neverTreated = neverTreated
    self.scale = scale
  }

  /// Fits the model and predicts for every row.
  func expectedOutcomes(
    _ design: DesignMatrix, outcomes: [Double], rows: [Bool]
  ) throws(MatchingError) -> [Double] {
    guard let first = rows.firstIndex(of: true) else {
      throw .nobodyNeverTreated(outcome: outcome)
    }
    // Rows without weight may hold anything; an outcome of the others is one the family admits.
    let fit = try GeneralisedLinearModel(family: family).fitWithoutAliases(
      design, response: outcomes.indices.map { outcomes[rows[$0] ? $0 : first] },
      weights: rows.map { $0 ? 1 : 0 })
    return scale == .probability ? fit.fitted : fit.linearPredictor
  }
}
