internal import EvalLinearAlgebra

extension MatchingProblem {
  /// The effect on an outcome by matching with replacement, with the standard error of Abadie and
  /// Imbens.
  ///
  /// - Parameters:
  ///   - outcome: a column of numbers or truth values.
  ///   - design: who is compared with whom.
  /// - Throws: `MatchingError` for what the design or the data cannot support, and if nobody has
  ///   enough matches.
  /// - Complexity: O(*n* log *n*) for a score; for covariates O(*treated · controls*) distances at
  ///   worst. Memory is O(*n · columns + pairs*).
  public func effect(
    on outcome: String, by design: AbadieImbensDesign
  ) throws(MatchingError) -> AbadieImbensEstimate {
    try design.check()
    guard treated.contains(true) else { throw .noTreated(rows: treated.count) }
    guard treated.contains(false) else { throw .noControls(rows: treated.count) }
    let (covariates, values) = try columns(design, outcome: outcome)
    let included = covariates.isComplete ?? Array(repeating: true, count: treated.count)
    let rows = treated.indices.filter { included[$0] }
    let arms = [rows.filter { !treated[$0] }, rows.filter { treated[$0] }]
    guard !arms[1].isEmpty else { throw .noTreated(rows: rows.count) }
    guard !arms[0].isEmpty else { throw .noControls(rows: rows.count) }
    let space = try space(design, covariates: covariates, included: included)
    var strata = ExactStrata(rowCount: treated.count)
    for name in design.exact {
      do { strata.split(by: ExactStrata.codes(of: try table.column(name))) } catch {
        throw .covariates(.table(error))
      }
    }
    let searches = arms.map {
      AbadieImbensSearch(
        space, rows: $0, strata: strata, matchCount: design.matchCount, caliper: design.caliper)
    }
    let focals = rows.filter { row in
      design.estimand == .ate || treated[row] == (design.estimand == .att)
    }
    let matches = Workers.map(count: focals.count, blockSize: 256) { [treated] focal in
      searches[treated[focals[focal]] ? 0 : 1].matches(of: focals[focal])
    }
    let pairs = AbadieImbensPairs(
      pairs: zip(focals, matches).flatMap { focal, matches in
        matches.map { .init(focal: focal, match: $0, weight: 1 / Double(matches.count)) }
      }, treated: treated, outcome: values)
    guard !pairs.pairs.isEmpty else { throw .nobodyHasMatches(design.matchCount) }
    let differences = pairs.differences
    let adjusted = design.adjustsBias ? pairs.adjusted(by: space.columns) : differences
    return AbadieImbensEstimate(
      design: design, estimate: pairs.mean(adjusted), unadjustedEstimate: pairs.mean(differences),
      standardError: pairs.standardError(of: adjusted, estimand: design.estimand),
      naiveStandardError: pairs.naiveStandardError(of: differences), pairs: pairs.pairs,
      dropped: zip(focals, matches).filter { $0.1.isEmpty }.map(\.0),
      excluded: treated.indices.filter { !included[$0] }, treatedCount: arms[1].count,
      controlCount: arms[0].count, focalCount: matches.count { !$0.isEmpty })
  }

  /// Every column of the design, gaps handled as it says, and the outcome, whose gaps are never
  /// filled in.
  private func columns(
    _ design: AbadieImbensDesign, outcome: String
  ) throws(MatchingError) -> (covariates: CovariateColumns, outcome: [Double]) {
    let named = design.covariates + design.exact
    do {
      let outcomes = try CovariateColumns(
        table, names: [outcome], missing: design.missing == .exclude ? .exclude : .error)
      guard outcomes.columns.count == 1, outcomes.columns[0].level == nil else {
        throw MatchingError.outcomeNotNumeric(outcome)
      }
      let all = design.missing == .exclude ? named + [outcome] : named
      return (
        try CovariateColumns(table, names: all.uniqued(), missing: design.missing),
        outcomes.columns[0].values
      )
    } catch let error as MatchingError {
      throw error
    } catch let error as CovariateError {
      throw .covariates(error)
    } catch { preconditionFailure("an error of another kind: \(error)") }
  }

  /// The coordinates of the design's distance.
  private func space(
    _ design: AbadieImbensDesign, covariates: CovariateColumns, included: [Bool]
  ) throws(MatchingError) -> AbadieImbensSpace {
    let rows = treated.indices.filter { included[$0] }
    let columns: [[Double]]
    switch design.distance {
    case .score(let score):
      let scores = try MatchingScores(
        MatchingDesign(covariates: design.covariates, distance: .score(score)), problem: self,
        covariates: covariates
      ).resolve(included: included).scores
      columns = [scores].compactMap(\.self)
    case .standardised, .mahalanobis:
      // As in a model, a factor counts without its first level.
      let wanted = Set(design.covariates)
      columns = covariates.columns.filter { wanted.contains($0.covariate) && $0.level != 0 }
        .map(\.values)
    }
    return try AbadieImbensSpace(
      columns: columns, names: design.covariates, rows: rows,
      whitens: design.distance == .mahalanobis)
  }
}
