/// Weights that make two arms alike in the covariates behind a propensity score e.
///
/// They rest on the score being right and on both arms being possible for everyone; a few huge
/// weights (a small effective sample size) say that it nearly is not.
public enum InverseProbabilityWeights {
  /// Whom the weighted arms then resemble.
  public enum Target: Sendable, Hashable, CaseIterable {
    /// The treated: treated 1, controls e/(1 − e).
    case treated
    /// The controls: controls 1, treated (1 − e)/e.
    case controls
    /// Everyone: treated 1/e, controls 1/(1 − e).
    case everyone
    /// Everyone, scaled by the share of each arm so that weights average 1 (Robins, Hernán and
    /// Brumback 2000, doi:10.1097/00001648-200009000-00011).
    case stabilised
    /// Those who might well be in either arm: treated 1 − e, controls e (Li, Morgan and Zaslavsky
    /// 2018, doi:10.1080/01621459.2016.1260466).
    case overlap
    /// Those one would match in pairs: min(e, 1 − e) over the probability of the arm they are in (Li
    /// and Greene 2013, doi:10.1515/ijb-2012-0030).
    case matching
  }

  /// One weight a row, infinite where the score makes the row's own arm impossible. O(*n*).
  ///
  /// - Throws: `ModelError.scoreOutOfRange` for a score that is no number from 0 to 1.
  public static func weights(
    scores: [Double], treated: [Bool], target: Target
  ) throws(ModelError) -> [Double] {
    precondition(
      scores.count == treated.count, "\(scores.count) scores for \(treated.count) arms")
    if let (rows, count) = ModelError.rows(
      of: scores.count, where: { !(scores[$0] >= 0 && scores[$0] <= 1) })
    {
      throw .scoreOutOfRange(rows: rows, count: count)
    }
    let share = Double(treated.count { $0 }) / Double(max(1, treated.count))
    return zip(scores, treated).map { score, isTreated in
      switch target {
      case .treated: isTreated ? 1 : score / (1 - score)
      case .controls: isTreated ? (1 - score) / score : 1
      case .everyone: isTreated ? 1 / score : 1 / (1 - score)
      case .stabilised: isTreated ? share / score : (1 - share) / (1 - score)
      case .overlap: isTreated ? 1 - score : score
      case .matching:
        // The smaller of both over the own one; 1 where the own one is the smaller, were it 0.
        isTreated == (score <= 0.5) || score == 0.5
          ? 1 : min(score, 1 - score) / max(score, 1 - score)
      }
    }
  }
}
