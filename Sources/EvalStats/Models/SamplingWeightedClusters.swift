public import EvalLinearAlgebra

/// Clustered covariances of weighted least squares whose weights are not precisions.
///
/// Weights of matching or sampling say how much a row counts, not how exactly it was measured. The
/// working model behind CR2 and the degrees of freedom is then errors of equal variance, whatever the
/// weight. With B = (XᵀWX)⁻¹, the hat matrix H = XBXᵀW and S = XᵀW²X:
/// - a cluster's contribution is XⱼᵀWⱼTⱼeⱼ with T = I for CR0, CR1 and CR1S, {(I − H)(I − H)ᵀ}ⱼⱼ^(−½)
///   for CR2 and (I − Hⱼⱼ)⁻¹ for CR3 (Pustejovsky and Tipton 2018,
///   doi:10.1080/07350015.2016.1247004);
/// - with aⱼ = TⱼᵀWⱼXⱼBc for coefficient c the variance is a sum of squares with covariances
///   aᵢᵀ{(I − H)(I − H)ᵀ}ᵢⱼaⱼ, from which Satterthwaite's degrees of freedom follow.
struct SamplingWeightedClusters {
  private let fit: GeneralisedLinearFit
  private let correction: ClusterCorrection
  private let rowsOfCluster: [[Int]]
  private let factor: Double
  /// B
  private let bread: Matrix
  /// B·S·B
  private let spread: Matrix

  /// Eigenvalues below this share of a cluster's largest count as zero.
  private static let rankTolerance = 1e-10

  init(
    _ fit: GeneralisedLinearFit, _ clusters: Clusters, _ correction: ClusterCorrection
  ) throws(ModelError) {
    self.fit = fit
    self.correction = correction
    rowsOfCluster = clusters.rowsOfCluster.map { $0.filter { fit.weight($0) > 0 } }
    factor = try fit.clusterFactor(clusters.count, correction)
    bread = fit.unscaledCovariance
    let squares = fit.response.indices.map { fit.weight($0) * fit.weight($0) }
    spread = bread * fit.design.matrix.gram(weights: squares) * bread
  }

  /// TᵀⱼWⱼXⱼ of a cluster, and its rows of X.
  private func adjusted(
    _ cluster: Int
  ) throws(ModelError) -> (adjusted: Matrix, design: Matrix) {
    let rows = rowsOfCluster[cluster]
    let design = fit.design.matrix.rows(at: rows)
    var weighted = design
    for column in 0..<weighted.columnCount {
      for (place, row) in rows.enumerated() { weighted[place, column] *= fit.weight(row) }
    }
    guard correction == .cr2 || correction == .cr3 else { return (weighted, design) }
    // Hⱼⱼ, whose columns carry the weights.
    let hat = (design * bread).timesTranspose(weighted)
    do {
      if correction == .cr2 {
        let both = (design * spread).timesTranspose(design)
        let remaining = Matrix.identity(rows.count) - hat - hat.transposed + both
        let root = try SymmetricEigen(remaining).inverseSquareRoot(tolerance: Self.rankTolerance)
        return (root * weighted, design)
      }
      // (I − H)⁻¹ by the symmetric I − W^½XBXᵀW^½, to which it is similar.
      let roots = rows.map { fit.weight($0).squareRoot() }
      var symmetric = Matrix.identity(rows.count)
      for column in rows.indices {
        for row in rows.indices {
          symmetric[row, column] -= roots[row] * hat[row, column] / roots[column]
        }
      }
      let eigen = try SymmetricEigen(symmetric)
      guard eigen.values.first ?? 1 > Self.rankTolerance else {
        throw ModelError.fullLeverage(
          rows: rows.prefix(5).map { $0 + 1 }, count: rows.count, kind: "CR3")
      }
      var inverse = eigen.applying { 1 / $0 }
      for column in rows.indices {
        for row in rows.indices { inverse[row, column] *= roots[row] / roots[column] }
      }
      return (inverse * weighted, design)
    } catch let error as ModelError {
      throw error
    } catch {
      throw .notConverged(iterations: 0)
    }
  }

  /// The covariance of the coefficients and their degrees of freedom.
  ///
  /// - Complexity: O(*rows · columns²*), and for CR2 and CR3 the cubes of the clusters' sizes.
  func result() throws(ModelError) -> (covariance: Matrix, degreesOfFreedom: [Double]) {
    let order = fit.coefficients.count
    var meat = Matrix(rowCount: order, columnCount: order)
    // For each coefficient Σ own, Σ (own² + 2·own·shared) and Σ rrᵀ with r = (p, q).
    var trace = [Double](repeating: 0, count: order)
    var size = trace
    var cross = [Matrix](
      repeating: Matrix(rowCount: 2 * order, columnCount: 2 * order), count: order)
    let core = middle
    for cluster in rowsOfCluster.indices {
      let rows = rowsOfCluster[cluster]
      let (adjusted, design) = try adjusted(cluster)
      let residuals = rows.map { fit.response[$0] - fit.fitted[$0] }
      let score = adjusted.transposeTimes(residuals)
      for column in 0..<order {
        for row in 0..<order { meat[row, column] += score[row] * score[column] }
      }
      let reach = adjusted * bread
      for coefficient in 0..<order {
        let own = reach.column(coefficient)
        let weighted = zip(own, rows).map { $0 * fit.weight($1) }
        let pair = design.transposeTimes(own) + design.transposeTimes(weighted)
        let square = own.reduce(0) { $0 + $1 * $1 }
        let shared = zip(pair, core * pair).reduce(0) { $0 + $1.0 * $1.1 }
        trace[coefficient] += square + shared
        size[coefficient] += square * square + 2 * square * shared
        for column in pair.indices {
          for row in pair.indices { cross[coefficient][row, column] += pair[row] * pair[column] }
        }
      }
    }
    let degrees = (0..<order).map { coefficient in
      let product = core * cross[coefficient]
      let squared = (product * product).diagonal.reduce(0, +)
      return trace[coefficient] * trace[coefficient] / (size[coefficient] + squared)
    }
    return (factor * (bread * meat * bread), degrees)
  }

  /// With r = (p, q) of two clusters, p = Xᵀa and q = XᵀWa, what they share is rᵢᵀ·middle·rⱼ.
  private var middle: Matrix {
    let order = bread.rowCount
    var middle = Matrix(rowCount: 2 * order, columnCount: 2 * order)
    for column in 0..<order {
      for row in 0..<order {
        middle[row, column] = spread[row, column]
        middle[row, order + column] = -bread[row, column]
        middle[order + row, column] = -bread[row, column]
      }
    }
    return middle
  }
}

extension GeneralisedLinearFit {
  /// A clustered covariance of weighted least squares whose weights say how much a row counts, as
  /// weights of matching and sampling do, and Satterthwaite's degrees of freedom of each coefficient.
  ///
  /// CR0, CR1, CR1S and CR3 equal those of `covariance(_:)`; CR2 and the degrees of freedom rest on
  /// errors of equal variance instead of variances in inverse proportion to the weights. clubSandwich
  /// does this for a weighted `lm`.
  ///
  /// - Throws: `tooFewClusters`; `fullLeverage` where CR3 does not exist;
  ///   `noResidualDegreesOfFreedom`, `undefinedDegreesOfFreedom`, `numberOutOfRange`.
  public func samplingWeightedCovariance(
    by labels: [Int], correction: ClusterCorrection
  ) throws(ModelError) -> (covariance: Matrix, degreesOfFreedom: [Double]) {
    precondition(
      model.family.variance == .constant && model.link == .identity,
      "sampling weights are for least squares, found \(model.family.name)")
    let result = try SamplingWeightedClusters(self, try clusters(labels), correction).result()
    try ModelError.requireFinite(result.covariance.storage, "covariance")
    let undefined = names.indices.filter {
      !(result.degreesOfFreedom[$0] > 0 && result.degreesOfFreedom[$0].isFinite)
    }
    guard undefined.isEmpty else {
      throw .undefinedDegreesOfFreedom(
        columns: undefined.map { names[$0] }, kind: correction.rawValue)
    }
    return result
  }
}
