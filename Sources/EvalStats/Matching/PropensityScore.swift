internal import EvalLinearAlgebra

/// The propensity score: the probability of treatment given the covariates (Rosenbaum and Rubin
/// 1983, doi:10.1093/biomet/70.1.41), fitted by a binomial model.
struct PropensityScore {
  let link: Link
  let scale: ScoreScale

  /// Fits the model and returns the score of every row.
  ///
  /// Columns that depend on others among the rows fitted, such as a level nobody has there, are left
  /// out, as they change no fitted value of those rows. The linear predictor is summed row by row in
  /// the order of the columns: rows with identical covariates have bit-identical scores.
  ///
  /// - Parameter rows: the rows the model is fitted on; every row gets a score.
  func fit(
    _ design: DesignMatrix, treated: [Bool], rows: [Bool]
  ) throws(MatchingError) -> [Double] {
    let fit = try GeneralisedLinearModel(family: .binomial, link: link).fitWithoutAliases(
      design, response: treated.map { $0 ? 1.0 : 0 },
      weights: rows.allSatisfy { $0 } ? nil : rows.map { $0 ? 1 : 0 })
    return scale == .probability ? fit.fitted : fit.linearPredictor
  }

  static func hasBothArms(_ treated: [Bool], _ rows: [Bool]) -> Bool {
    treated.indices.contains { rows[$0] && treated[$0] }
      && treated.indices.contains { rows[$0] && !treated[$0] }
  }
}

extension GeneralisedLinearModel {
  /// Fits the model of a score without the columns that depend on others.
  func fitWithoutAliases(
    _ design: DesignMatrix, response: [Double], weights: [Double]?
  ) throws(MatchingError) -> GeneralisedLinearFit {
    var design = design
    while true {
      do { return try fit(design, response: response, weights: weights) } catch .collinear(
        let columns) where columns.count < design.columnCount
      {
        let aliased = Set(columns)
        let kept = design.names.indices.filter { !aliased.contains(design.names[$0]) }
        design = DesignMatrix(
          names: kept.map { design.names[$0] }, matrix: design.matrix.columns(at: kept))
      } catch {
        throw .scoreNotFitted(error)
      }
    }
  }
}

extension CovariateColumns {
  /// A design matrix of an intercept and the covariates named, each factor without its first level;
  /// rows that are left out, which no model may see, are 0.
  func mainEffects(of names: [String]) -> DesignMatrix {
    let wanted = Set(names)
    let columns = columns.filter { wanted.contains($0.covariate) && $0.level != 0 }
    return DesignMatrix(
      names: ["(Intercept)"] + columns.map(\.name),
      matrix: Matrix(
        columns: [Array(repeating: 1, count: rowCount)]
          + columns.map { column in
            guard let kept = isComplete else { return column.values }
            return zip(column.values, kept).map { $1 ? $0 : 0 }
          }))
  }
}
