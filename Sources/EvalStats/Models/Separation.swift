internal import EvalLinearAlgebra

/// A direction of the coefficients along which the likelihood rises for ever.
///
/// A model with responses at the edge of their range (0 and 1 of a binomial, 0 of a count) has no
/// finite estimate exactly if some γ ≠ 0 has xᵢγ = 0 for every row inside the range, xᵢγ ≤ 0 for
/// every row at the lower edge and xᵢγ ≥ 0 at the upper, and not all of them zero (Albert and
/// Anderson 1984, doi:10.1093/biomet/71.1.1; for counts Correia, Guimarães and Zylkin 2019,
/// arXiv:1903.01633). A diverging iteration walks along such a γ, so its own step is the candidate;
/// it is moved onto the rows not yet predicted and then every sign is checked, so that a model that
/// has an estimate is never refused.
struct Separation {
  /// The covariates that make up γ.
  let columns: [String]
  /// Rows predicted perfectly.
  let rowCount: Int

  /// Shares of the largest |xᵢγ|: what the raw step may miss, and what the cleaned direction may.
  private static let roughShare = 1e-3
  private static let exactShare = 1e-6
  /// A row counts as predicted once its mean is this near its response.
  private static let predictedWithin = 1e-3
  /// Columns that contribute less than this share of the largest are left unnamed.
  private static let namedShare = 1e-3

  /// - Parameters:
  ///   - step: A direction of the coefficients.
  ///   - change: What the step does to each linear predictor, to dismiss a step at little cost.
  /// - Returns: `nil` if the step is no direction of separation.
  init?(
    family: Family, design: DesignMatrix, response: [Double], priorWeights: [Double]?,
    means: [Double], step: [Double], change: [Double]? = nil
  ) {
    let signs = response.indices.map { row in
      (priorWeights.map { $0[row] } ?? 1) > 0 ? family.boundary(ofResponse: response[row]) : .nan
    }
    if let change {
      guard Separation.separates(change, signs, within: Separation.roughShare) else { return nil }
    }
    // Rows of weight 0 carry NaN as sign and are in no set.
    let undecided = response.indices.filter { row in
      signs[row] == 0
        || (signs[row] != 0 && !signs[row].isNaN
          && abs(response[row] - means[row]) > Separation.predictedWithin)
    }
    let scales = (0..<design.columnCount).map { column in
      let squares = design.matrix.column(column).reduce(0) { $0 + $1 * $1 }
      return squares > 0 ? (squares / Double(design.rowCount)).squareRoot() : 1
    }
    guard
      let direction = Separation.cleaned(step, scales, design.matrix.rows(at: undecided))
    else { return nil }
    let slopes = design.linearPredictor(direction)
    guard Separation.separates(slopes, signs, within: Separation.exactShare) else { return nil }
    let largest = slopes.map(abs).max() ?? 0
    rowCount = slopes.indices.count {
      signs[$0] * slopes[$0] > Separation.exactShare * largest
    }
    let sizes = zip(direction, scales).map { abs($0 * $1) }
    let named = zip(design.names, sizes)
      .filter { $1 > Separation.namedShare * (sizes.max() ?? 0) }.map(\.0)
    let covariates = named.filter { $0 != "(Intercept)" }
    columns = covariates.isEmpty ? named : covariates
  }

  /// Whether slopes have the signs of a separation, up to a share of the largest.
  private static func separates(
    _ slopes: [Double], _ signs: [Double], within share: Double
  ) -> Bool {
    var largest = 0.0
    for (slope, sign) in zip(slopes, signs) where !sign.isNaN { largest = max(largest, abs(slope)) }
    // A converging iteration's steps vanish; along a separation they do not.
    guard largest > 1e-4 else { return false }
    var isStrict = false
    for (slope, sign) in zip(slopes, signs) where !sign.isNaN {
      if sign == 0 ? abs(slope) > share * largest : sign * slope < -share * largest {
        return false
      }
      isStrict = isStrict || sign * slope > share * largest
    }
    return isStrict
  }

  /// The part of a step under which the undecided rows do not move.
  private static func cleaned(
    _ step: [Double], _ scales: [Double], _ undecided: Matrix
  ) -> [Double]? {
    guard undecided.rowCount > 0 else { return step }
    var scaled = undecided
    for column in 0..<scaled.columnCount {
      for row in 0..<scaled.rowCount { scaled[row, column] /= scales[column] }
    }
    guard let eigen = try? SymmetricEigen(scaled.gram()) else { return nil }
    let null = eigen.values.indices.filter {
      eigen.values[$0] <= 1e-13 * max(eigen.values.last ?? 0, 1)
    }
    guard !null.isEmpty else { return nil }
    let basis = eigen.vectors.columns(at: null)
    let inScaledUnits = zip(step, scales).map { $0 * $1 }
    let cleaned = basis * basis.transposeTimes(inScaledUnits)
    return zip(cleaned, scales).map { $0 / $1 }
  }
}
