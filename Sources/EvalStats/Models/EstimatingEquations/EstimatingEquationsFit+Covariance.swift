public import EvalLinearAlgebra

/// A covariance of coefficients fitted by estimating equations.
///
/// With B = ΣDᵀV⁻¹D, Hⱼ = DⱼB⁻¹DⱼᵀVⱼ⁻¹ the leverage of cluster j and rⱼ its residuals.
public enum EstimatingEquationsCovariance: String, Sendable, Hashable, CaseIterable {
  /// φB⁻¹: right only if the working correlation is.
  case naive
  /// B⁻¹ ΣDᵀV⁻¹rrᵀV⁻¹D B⁻¹; too small with few clusters (Liang and Zeger 1986).
  case robust
  /// Residuals multiplied by (I − Hⱼ)^(−½), nearly unbiased if the working model holds (Kauermann
  /// and Carroll 2001, doi:10.1198/016214501753382309).
  case kauermannCarroll = "Kauermann–Carroll"
  /// Residuals multiplied by (I − Hⱼ)⁻¹, somewhat too large (Mancl and DeRouen 2001,
  /// doi:10.1111/j.0006-341X.2001.00126.x).
  case manclDeRouen = "Mancl–DeRouen"
}

extension EstimatingEquationsFit {
  /// A share of a cluster's residuals below this is none.
  private static let smallestShare = 1e-10

  /// The covariance of the coefficients.
  ///
  /// - Throws: `fullLeverage` where a correction divides by zero, because one cluster alone fixes a
  ///   coefficient; `numberOutOfRange`.
  /// - Complexity: O(*clusters · columns²*); the corrections O(*clusters · columns³*).
  public func covariance(_ kind: EstimatingEquationsCovariance) throws(ModelError) -> Matrix {
    let order = coefficients.count
    if kind == .naive {
      let naive = dispersion * inverseTriangle.timesTranspose(inverseTriangle)
      try ModelError.requireFinite(naive.storage, "covariance")
      return naive
    }
    var meat = Matrix(rowCount: order, columnCount: order)
    for cluster in clusterScores.indices {
      let score = try correctedScore(cluster, kind)
      for column in 0..<order {
        for row in 0..<order { meat[row, column] += score[row] * score[column] }
      }
    }
    let covariance = (inverseTriangle * meat).timesTranspose(inverseTriangle)
    try ModelError.requireFinite(covariance.storage, "covariance")
    return covariance
  }

  private func correctedScore(
    _ cluster: Int, _ kind: EstimatingEquationsCovariance
  ) throws(ModelError) -> [Double] {
    guard kind == .kauermannCarroll || kind == .manclDeRouen else { return clusterScores[cluster] }
    guard let eigen = try? SymmetricEigen(clusterRemainders[cluster]) else {
      throw .notConverged(iterations: turns)
    }
    guard eigen.values.first ?? 1 > Self.smallestShare else {
      throw .fullLeverage(
        rows: firstRows[cluster], count: firstRows[cluster].count, kind: kind.rawValue)
    }
    let correction = eigen.applying { kind == .manclDeRouen ? 1 / $0 : 1 / $0.squareRoot() }
    return correction * clusterScores[cluster]
  }

  /// The standard errors of the coefficients.
  public func standardErrors(
    _ kind: EstimatingEquationsCovariance
  ) throws(ModelError) -> [Double] {
    try covariance(kind).diagonal.map { max($0, 0).squareRoot() }
  }

  /// The coefficients with standard errors, p-values and intervals.
  ///
  /// - Parameters:
  ///   - kind: The covariance.
  ///   - reference: The distribution of the statistic; automatic is t(G − 1) for G clusters, and
  ///     normal for the naive covariance. geepack and statsmodels use the normal throughout.
  ///   - level: The coverage of the intervals.
  /// - Throws: As `covariance(_:)`.
  public func coefficientTable(
    _ kind: EstimatingEquationsCovariance = .robust,
    reference: ReferenceDistribution = .automatic, level: Double = 0.95
  ) throws(ModelError) -> CoefficientTable {
    let degrees: Double? =
      switch reference {
      case .normal: nil
      case .studentT(let degrees): degrees
      case .automatic: kind == .naive ? nil : Double(clusterCount - 1)
      }
    let distribution = degrees.map { "t(\(Int($0)))" } ?? "normal"
    return try CoefficientTable(
      names: names, coefficients: coefficients, errors: try standardErrors(kind),
      degreesOfFreedom: Array(repeating: degrees, count: names.count),
      method: "GEE \(model.correlation.rawValue), \(kind.rawValue) covariance "
        + "(\(clusterCount) clusters), \(distribution)",
      level: level
    ).checked()
  }
}
