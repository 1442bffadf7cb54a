/// Works out scores and the common support.
enum MatchingScores {
  /// The score of each row and the rows inside the common support.
  static func resolve(
    _ design: MatchingDesign, for problem: MatchingProblem, covariates: CovariateColumns,
    included: [Bool]
  ) throws(MatchingError) -> (scores: [Double]?, eligible: [Bool]) {
    guard let score = design.distance.score else { return (nil, included) }
    let first = try scores(
      score, design, for: problem, covariates: covariates, fittedOn: included)
    guard design.discard != .none else { return (first, included) }
    let eligible = commonSupport(
      first, treated: problem.treated, included: included, discard: design.discard)
    guard design.fitsAgainAfterDiscard, case .fitted = score, eligible != included,
      PropensityScore.hasBothArms(problem.treated, eligible)
    else { return (first, eligible) }
    let second = try scores(
      score, design, for: problem, covariates: covariates, fittedOn: eligible)
    return (first.indices.map { eligible[$0] ? second[$0] : first[$0] }, eligible)
  }

  private static func scores(
    _ score: MatchingScore, _ design: MatchingDesign, for problem: MatchingProblem,
    covariates: CovariateColumns, fittedOn rows: [Bool]
  ) throws(MatchingError) -> [Double] {
    switch score {
    case .given:
      guard let scores = problem.scores else { throw .scoresNotGiven }
      let broken = scores.indices.count { rows[$0] && !scores[$0].isFinite }
      guard broken == 0 else { throw .scoresNotFinite(rows: broken) }
      return scores
    case .fitted(let link, let scale):
      let fitted = design.covariates.uniqued()
      return try PropensityScore(link: link, scale: scale).fit(
        problem.scoreDesign ?? covariates.mainEffects(of: fitted), treated: problem.treated,
        rows: rows)
    }
  }

  /// Who has a counterpart in the other arm's range of scores, bounds included.
  ///
  /// The ranges are compared in `ScoreUnits`, so that a score equal to a bound but for rounding
  /// stays.
  static func commonSupport(
    _ scores: [Double], treated: [Bool], included: [Bool], discard: Discard
  ) -> [Bool] {
    let units = ScoreUnits.rounded(scores)
    func range(_ flag: Bool) -> ClosedRange<Double>? {
      let values = units.indices.filter { included[$0] && treated[$0] == flag }.map { units[$0] }
      guard let least = values.min(), let largest = values.max() else { return nil }
      return least...largest
    }
    guard let ofTreated = range(true), let ofControls = range(false) else { return included }
    return units.indices.map { row in
      guard included[row] else { return false }
      let others = treated[row] ? ofControls : ofTreated
      return switch discard {
      case .none: true
      case .treated: !treated[row] || others.contains(units[row])
      case .control: treated[row] || others.contains(units[row])
      case .both: others.contains(units[row])
      }
    }
  }
}
