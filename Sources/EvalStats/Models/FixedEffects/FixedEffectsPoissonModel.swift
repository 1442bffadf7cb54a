internal import EvalLinearAlgebra

/// A log-linear model of counts with a level of its own for every group of one or more fixed effects:
/// log μ = Xβ + Σ α + offset. With one effect this is conditional Poisson regression.
///
/// Whatever does not change within a person drops out, so each person is their own control; β is
/// consistent if the mean is right, counts need not be Poisson (Hausman, Hall and Griliches 1984,
/// doi:10.2307/1911191; Wooldridge 1999, doi:10.1016/S0304-4076(98)00033-5): take clustered standard
/// errors. Newton's steps on β and all levels together, the levels taken out of each column instead
/// of being dummies (Correia, Guimarães and Zylkin 2020, doi:10.1177/1536867X20909691).
///
/// ```swift
/// let fit = try FixedEffectsPoissonModel().fit(
///   design, response: visits, effects: [FixedEffect(name: "person", groups: person)],
///   offset: logTime)
/// let table = try fit.coefficientTable(.clustered(by: person))
/// ```
public struct FixedEffectsPoissonModel: Sendable, Hashable {
  /// Creates the model.
  public init() {}

  /// Fits the model.
  ///
  /// Groups without events and groups of a single row are left out first and counted. A column
  /// called `(Intercept)` is left out as well: every effect holds it.
  ///
  /// - Parameters:
  ///   - design: One row an observation.
  ///   - response: Counts, 0 or greater.
  ///   - effects: At least one.
  ///   - weights: Prior weights, 0 or greater.
  ///   - offset: A known part of the linear predictor, such as log person-time.
  /// - Throws: `nonFinite`, `responseOutOfRange`, `negativeWeight`, `noWeight`, `emptyDesign`,
  ///   `noInformativeGroups` if nothing is left, `collinear` (naming columns that do not vary within
  ///   groups, or depend on those before them), `separated`, `notConverged`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns · (columns + effects · steps)*) an iteration, of which there are
  ///   5 to 10; with one effect one step, otherwise tens.
  public func fit(
    _ design: DesignMatrix, response: [Double], effects: [FixedEffect], weights: [Double]? = nil,
    offset: [Double]? = nil
  ) throws(ModelError) -> FixedEffectsPoissonFit {
    precondition(!effects.isEmpty, "a fixed-effects model needs an effect")
    for effect in effects {
      precondition(
        effect.groups.count == design.rowCount,
        "\(effect.groups.count) groups of \(effect.name) for \(design.rowCount) rows")
    }
    let kept = design.names.indices.filter { design.names[$0] != "(Intercept)" }
    let columns = DesignMatrix(
      names: kept.map { design.names[$0] }, matrix: design.matrix.columns(at: kept))
    try ModelInput(design: columns, response: response, weights: weights, offset: offset)
      .check(for: .poisson)
    let informative = InformativeRows(effects, response: response, weights: weights)
    guard !informative.rows.isEmpty else {
      throw .noInformativeGroups(effects: effects.map(\.name))
    }
    let rows = informative.rows
    let equations = FixedEffectsEquations(
      design: DesignMatrix(names: columns.names, matrix: columns.matrix.rows(at: rows)),
      response: rows.map { response[$0] },
      weights: weights.map { weights in rows.map { weights[$0] } },
      offset: offset.map { offset in rows.map { offset[$0] } },
      effects: effects.map { effect in
        Clusters(labels: rows.map { effect.groups[$0] }, weights: nil)
      })
    let fit = try FixedEffectsPoissonFit(
      solution: try equations.solve(), equations: equations, informative: informative,
      effects: effects, rowCount: design.rowCount)
    try ModelError.requireFinite(fit.coefficients + [fit.deviance], "fit")
    return fit
  }
}
