internal import EvalLinearAlgebra

/// Clustered covariances with residuals adjusted by leverage, and the degrees of freedom of any
/// clustered covariance.
///
/// Written in the basis where the working model is trivial: Z = W^½XR⁻¹ has orthonormal columns, the
/// residuals r̃ = (y − μ)/√(φV/w) have covariance I, and I − ZZᵀ takes responses to residuals. A
/// cluster's contribution is R⁻¹·Eⱼᵀr̃ⱼ, where Eⱼ = Tⱼᵀ Zⱼ and Tⱼ is the adjustment:
/// - CR0, CR1, CR1S: T = I.
/// - CR2: on the scale of the response, with Φ the diagonal of V/w in the cluster,
///   T = {Φ(I − ZⱼZⱼᵀ)Φ}^(−½)Φ, a generalised inverse where a cluster has dummies of its own. Where
///   Φ varies within the cluster this differs by a per cent or so from the same done on the working
///   scale; both are unbiased if the model holds (Pustejovsky and Tipton 2018,
///   doi:10.1080/07350015.2016.1247004).
/// - CR3: T = (I − ZⱼZⱼᵀ)⁻¹, the jackknife.
struct BiasReducedClusters {
  private let fit: GeneralisedLinearFit
  private let correction: ClusterCorrection
  private let rowsOfCluster: [[Int]]
  /// What a factor by counts alone multiplies.
  private let factor: Double

  /// Eigenvalues below this share of a cluster's largest count as zero.
  private static let rankTolerance = 1e-10
  /// A coefficient whose variance keeps less of itself than this is told by no residual.
  private static let traceTolerance = 1e-12

  init(
    _ fit: GeneralisedLinearFit, _ clusters: Clusters, _ correction: ClusterCorrection
  ) throws(ModelError) {
    self.fit = fit
    self.correction = correction
    // A row whose information vanished has no part in any fit.
    rowsOfCluster = clusters.rowsOfCluster.map { $0.filter { fit.workingWeights[$0] > 0 } }
    factor = try fit.clusterFactor(clusters.count, correction)
  }

  /// Zⱼ, Eⱼ and r̃ⱼ of a cluster.
  private struct Part {
    let orthonormal: Matrix
    let adjusted: Matrix
    let residuals: [Double]
  }

  private func part(_ cluster: Int) throws(ModelError) -> Part {
    let rows = rowsOfCluster[cluster]
    var orthonormal = fit.design.matrix.rows(at: rows) * fit.inverseTriangle
    let roots = rows.map { fit.workingWeights[$0].squareRoot() }
    for column in 0..<orthonormal.columnCount {
      for place in rows.indices { orthonormal[place, column] *= roots[place] }
    }
    return Part(
      orthonormal: orthonormal, adjusted: try adjusted(orthonormal, rows, cluster),
      residuals: zip(rows, roots).map { fit.scores[$0] / $1 })
  }

  private func adjusted(
    _ orthonormal: Matrix, _ rows: [Int], _ cluster: Int
  ) throws(ModelError) -> Matrix {
    switch correction {
    case .cr0, .cr1, .cr1s: return orthonormal
    case .cr3:
      // Zᵀ(I − ZZᵀ)⁻¹ = (I − ZᵀZ)⁻¹Zᵀ: order k instead of the cluster's size.
      let remaining = .identity(orthonormal.columnCount) - orthonormal.gram()
      guard let eigen = try? SymmetricEigen(remaining),
        (eigen.values.first ?? 1) > Self.rankTolerance
      else {
        throw .fullLeverage(
          rows: rows.prefix(5).map { $0 + 1 }, count: rows.count, kind: "CR3")
      }
      return orthonormal * eigen.applying { 1 / $0 }
    case .cr2:
      let spreads = rows.map { row in
        let point = fit.model.link.mean(fit.linearPredictor[row])
        return fit.model.family.variance.valueAndSlope(point).value / fit.weight(row)
      }
      // The scale of Φ cancels; means of any size then give comparable eigenvalues.
      let largest = spreads.max() ?? 1
      var target = orthonormal.timesTranspose(orthonormal)
      for column in rows.indices {
        for row in rows.indices {
          let remaining = (row == column ? 1 : 0) - target[row, column]
          target[row, column] = remaining * (spreads[row] / largest) * (spreads[column] / largest)
        }
      }
      do {
        let root = try SymmetricEigen(target).inverseSquareRoot(tolerance: Self.rankTolerance)
        var adjusted = root * orthonormal
        for column in 0..<adjusted.columnCount {
          for row in rows.indices { adjusted[row, column] *= spreads[row] / largest }
        }
        return adjusted
      } catch {
        throw .notConverged(iterations: 0)
      }
    }
  }

  /// The covariance of the coefficients.
  var covariance: Matrix {
    get throws(ModelError) {
      let order = fit.coefficients.count
      var meat = Matrix(rowCount: order, columnCount: order)
      for cluster in rowsOfCluster.indices {
        let part = try part(cluster)
        let sum = part.adjusted.transposeTimes(part.residuals)
        for column in 0..<order {
          for row in 0..<order { meat[row, column] += sum[row] * sum[column] }
        }
      }
      return factor * (fit.inverseTriangle * meat).timesTranspose(fit.inverseTriangle)
    }
  }

  /// Satterthwaite's degrees of freedom of each coefficient's variance, under the working model.
  ///
  /// With aⱼ = Eⱼv and bⱼ = Zⱼᵀaⱼ for the coefficient's v = R⁻ᵀc, the variance is a sum over clusters
  /// of squares whose covariances are δᵢⱼ aᵢᵀaᵢ − bᵢᵀbⱼ; ν = (their trace)² / (their squared size); `nil`
  /// for a coefficient that no residual informs.
  ///
  /// - Complexity: O(*rows · columns²* + *clusters · columns³*)
  var degreesOfFreedom: [Double?] {
    get throws(ModelError) {
      let order = fit.coefficients.count
      var trace = [Double](repeating: 0, count: order)
      var size = trace
      var cross = [Matrix](
        repeating: Matrix(rowCount: order, columnCount: order), count: order)
      for cluster in rowsOfCluster.indices {
        let part = try part(cluster)
        // One column a coefficient.
        let reach = part.adjusted.timesTranspose(fit.inverseTriangle)
        let fitted = part.orthonormal.transposeTimes(reach)
        for coefficient in 0..<order {
          let own = reach.column(coefficient).reduce(0) { $0 + $1 * $1 }
          let shared = fitted.column(coefficient)
          let overlap = shared.reduce(0) { $0 + $1 * $1 }
          trace[coefficient] += own - overlap
          size[coefficient] += own * own - 2 * own * overlap
          for column in 0..<order {
            for row in 0...column {
              cross[coefficient][row, column] += shared[row] * shared[column]
            }
          }
        }
      }
      return (0..<order).map { coefficient in
        // Without adjustment the trace would be about (XᵀWX)⁻¹; next to that, this is rounding.
        guard
          trace[coefficient] > Self.traceTolerance
            * fit.unscaledCovariance[coefficient, coefficient]
        else { return nil }
        var sum = size[coefficient]
        for column in 0..<order {
          for row in 0...column {
            let value = cross[coefficient][row, column]
            sum += (row == column ? 1 : 2) * value * value
          }
        }
        // G squares have at most G degrees of freedom: what goes beyond is rounding too.
        let degrees = trace[coefficient] * trace[coefficient] / sum
        return sum > 0 && degrees <= 1.001 * Double(rowsOfCluster.count) ? degrees : nil
      }
    }
  }
}

extension GeneralisedLinearFit {
  /// Satterthwaite's degrees of freedom of each coefficient under a clustered covariance.
  ///
  /// Few clusters, or a covariate that varies in few of them, leave fewer than G − 1.
  ///
  /// - Throws: `tooFewClusters`; `fullLeverage` where CR3 does not exist;
  ///   `undefinedDegreesOfFreedom` naming coefficients that no residual informs.
  /// - Complexity: O(*rows · columns²* + *clusters · columns³*); CR2 adds the cubes of the clusters'
  ///   sizes.
  public func satterthwaiteDegreesOfFreedom(
    by labels: [Int], correction: ClusterCorrection
  ) throws(ModelError) -> [Double] {
    let degrees = try possibleDegreesOfFreedom(by: labels, correction: correction)
    let undefined = names.indices.filter { degrees[$0] == nil }
    guard undefined.isEmpty else {
      throw .undefinedDegreesOfFreedom(
        columns: undefined.map { names[$0] }, kind: correction.rawValue)
    }
    return degrees.compactMap { $0 }
  }

  /// The same, `nil` for coefficients that no residual informs.
  func possibleDegreesOfFreedom(
    by labels: [Int], correction: ClusterCorrection
  ) throws(ModelError) -> [Double?] {
    try BiasReducedClusters(self, try clusters(labels), correction).degreesOfFreedom
  }
}
