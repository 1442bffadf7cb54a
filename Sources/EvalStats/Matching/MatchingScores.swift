/// Works out scores and the common support.
struct MatchingScores {
  private let design: MatchingDesign
  private let problem: MatchingProblem
  private let covariates: CovariateColumns

  init(_ design: MatchingDesign, problem: MatchingProblem, covariates: CovariateColumns) {
    self.design = design
    self.problem = problem
    self.covariates = covariates
  }

  /// The score of each row and the rows inside the common support.
  func resolve(
    included: [Bool]
  ) throws(MatchingError) -> (scores: [Double]?, eligible: [Bool]) {
    guard design.usesDistance, let score = design.distance.score else { return (nil, included) }
    let first = try scores(score, fittedOn: included)
    guard design.discard != .none else { return (first, included) }
    let eligible = MatchingScores.commonSupport(
      first, treated: problem.treated, included: included, discard: design.discard)
    guard design.fitsAgainAfterDiscard, case .fitted = score, eligible != included,
      PropensityScore.hasBothArms(problem.treated, eligible)
    else { return (first, eligible) }
    let second = try scores(score, fittedOn: eligible)
    return (first.indices.map { eligible[$0] ? second[$0] : first[$0] }, eligible)
  }

  /// The second score of a distance of two; `nil` for other distances.
  func secondScores(included: [Bool]) throws(MatchingError) -> [Double]? {
    guard design.usesDistance, case .scores(_, let second, _) = design.distance else { return nil }
    return try scores(second, fittedOn: included)
  }

  private func scores(
    _ score: MatchingScore, fittedOn rows: [Bool]
  ) throws(MatchingError) -> [Double] {
    switch score {
    case .given:
      guard let scores = problem.scores else { throw .scoresNotGiven }
      let broken = scores.indices.count { rows[$0] && !scores[$0].isFinite }
      guard broken == 0 else { throw .scoresNotFinite(rows: broken) }
      return scores
    case .column(let name): return try numbers(name, neededIn: rows)
    case .fitted(let link, let scale):
      return try PropensityScore(link: link, scale: scale).fit(
        scoreDesign, treated: problem.treated, rows: rows)
    case .prognostic(let model):
      var untreated = rows.indices.map { rows[$0] && !problem.treated[$0] }
      if let name = model.neverTreated {
        let never = try numbers(name, neededIn: untreated)
        untreated = untreated.indices.map { untreated[$0] && never[$0] != 0 }
      }
      return try model.expectedOutcomes(
        scoreDesign, outcomes: try numbers(model.outcome, neededIn: untreated), rows: untreated)
    }
  }

  private var scoreDesign: DesignMatrix {
    problem.scoreDesign ?? covariates.mainEffects(of: design.covariates.uniqued())
  }

  /// The values of a column of numbers; arbitrary outside the rows that need them.
  private func numbers(_ name: String, neededIn rows: [Bool]) throws(MatchingError) -> [Double] {
    let values: Values<Double>
    do { values = try problem.table.doubles(name) } catch { throw .covariates(.table(error)) }
    // A filled-in value would make a score that nobody has.
    let missing = rows.indices.count { rows[$0] && values.isMissing($0) }
    guard missing == 0 else { throw .covariates(.missing([.init(column: name, rows: missing)])) }
    let broken = rows.indices.count { rows[$0] && !values.elements[$0].isFinite }
    guard broken == 0 else { throw .covariates(.nonFinite([.init(column: name, rows: broken)])) }
    return values.elements
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
