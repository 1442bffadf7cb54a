public import EvalLinearAlgebra

extension GeneralisedLinearFit {
  /// The covariance of the coefficients.
  ///
  /// A negative binomial's θ is taken as known. Robust kinds rest on the expected information, as
  /// R's sandwich package does.
  ///
  /// - Throws: `noResidualDegreesOfFreedom` where n − k divides, `fullLeverage` for HC2 and HC3,
  ///   `tooFewClusters`, `seriesTooShort` for more lags than rows, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*); CR2 and CR3 add O(*columns*³) a cluster.
  public func covariance(_ kind: CovarianceKind) throws(ModelError) -> Matrix {
    try covarianceAndClipping(kind).matrix
  }

  /// The same, and whether negative eigenvalues of a two-way covariance were set to zero.
  func covarianceAndClipping(
    _ kind: CovarianceKind
  ) throws(ModelError) -> (matrix: Matrix, isClipped: Bool) {
    let matrix: Matrix
    var isClipped = false
    if case .twoWay(let first, let second, let correction) = kind {
      let both = try twoWayCovariance(first, second, correction)
      (matrix, isClipped) = (both.matrix, both.isClipped)
    } else {
      matrix = try uncheckedCovariance(kind)
    }
    try ModelError.requireFinite(matrix.storage, "covariance")
    return (matrix, isClipped)
  }

  private func uncheckedCovariance(_ kind: CovarianceKind) throws(ModelError) -> Matrix {
    switch kind {
    case .classical:
      return try model.family.hasFreeDispersion
        ? requiredDispersion() * unscaledCovariance : unscaledCovariance
    case .dispersionScaled: return try requiredDispersion() * unscaledCovariance
    case .hc0: return sandwich(rowMeat { $0 * $0 })
    case .hc1:
      let residual = Double(try requiredResidualDegreesOfFreedom())
      return Double(observationCount) / residual * sandwich(rowMeat { $0 * $0 })
    case .hc2: return sandwich(try leveragedMeat("HC2") { score, share in score * score / share })
    case .hc3:
      return sandwich(
        try leveragedMeat("HC3") { score, share in score / share * (score / share) })
    case .clustered(let labels, let correction):
      return try clusteredCovariance(labels, correction)
    case .twoWay(let first, let second, let correction):
      return try twoWayCovariance(first, second, correction).matrix
    case .neweyWest(let lagCount, let isAdjusted):
      let meat = sandwich(try neweyWestMeat(lagCount: lagCount))
      guard isAdjusted else { return meat }
      return Double(observationCount) / Double(try requiredResidualDegreesOfFreedom()) * meat
    }
  }

  /// The standard errors of the coefficients: the roots of the covariance's diagonal.
  public func standardErrors(_ kind: CovarianceKind) throws(ModelError) -> [Double] {
    try covariance(kind).diagonal.map { max($0, 0).squareRoot() }
  }

  /// hᵢ, the diagonal of W^½X(XᵀWX)⁻¹XᵀW^½: how far a row's own response pulls its fit. They sum
  /// to the number of coefficients.
  ///
  /// - Complexity: O(*rows · columns²*); worked out at each call.
  public var leverages: [Double] {
    let rowCount = design.rowCount
    var leverages = [Double](repeating: 0, count: rowCount)
    // Rows of X·R⁻¹ have length √h/√W; by blocks, so that no second design is held.
    var start = 0
    while start < rowCount {
      let rows = Array(start..<min(start + 2_048, rowCount))
      let roots = rows.map { workingWeights[$0].squareRoot() }
      let rotated = design.matrix.rows(at: rows) * inverseTriangle
      for column in 0..<rotated.columnCount {
        for (place, row) in rows.enumerated() {
          // A tiny weight stands against a huge length: their product first, then the square.
          let length = rotated[place, column] * roots[place]
          leverages[row] += length * length
        }
      }
      start += rows.count
    }
    return leverages
  }

  func requiredResidualDegreesOfFreedom() throws(ModelError) -> Int {
    guard degreesOfFreedomResidual > 0 else {
      throw .noResidualDegreesOfFreedom(
        rowCount: observationCount, columnCount: coefficients.count)
    }
    return degreesOfFreedomResidual
  }

  private func requiredDispersion() throws(ModelError) -> Double {
    pearsonChiSquared / Double(try requiredResidualDegreesOfFreedom())
  }

  /// B·M·B.
  func sandwich(_ meat: Matrix) -> Matrix { unscaledCovariance * meat * unscaledCovariance }

  /// Σ f(scoreᵢ)·xᵢxᵢᵀ.
  private func rowMeat(_ size: (Double) -> Double) -> Matrix {
    design.matrix.gram(weights: scores.map(size))
  }

  private func leveragedMeat(
    _ kind: String, _ size: (_ score: Double, _ share: Double) -> Double
  ) throws(ModelError) -> Matrix {
    let shares = leverages.map { 1 - $0 }
    if let (rows, count) = ModelError.rows(
      of: shares.count, where: { shares[$0] < Self.smallestShare })
    {
      throw .fullLeverage(rows: rows, count: count, kind: kind)
    }
    return design.matrix.gram(weights: zip(scores, shares).map(size))
  }

  /// 1 − h below this is a leverage of one: rounding leaves about 10⁻¹⁵.
  static var smallestShare: Double { 1e-10 }

  // MARK: Clusters

  func clusters(_ labels: [Int]) throws(ModelError) -> Clusters {
    precondition(
      labels.count == design.rowCount, "\(labels.count) clusters for \(design.rowCount) rows")
    let clusters = Clusters(labels: labels, weights: input.weights)
    guard clusters.count >= 2 else { throw .tooFewClusters(found: clusters.count) }
    return clusters
  }

  private func clusteredCovariance(
    _ labels: [Int], _ correction: ClusterCorrection
  ) throws(ModelError) -> Matrix {
    let clusters = try clusters(labels)
    switch correction {
    case .cr2, .cr3:
      return try BiasReducedClusters(self, clusters, correction).covariance
    case .cr0, .cr1, .cr1s:
      let factor = try clusterFactor(clusters.count, correction)
      return factor * sandwich(summedScores(clusters).gram())
    }
  }

  private func twoWayCovariance(
    _ first: [Int], _ second: [Int], _ correction: ClusterCorrection
  ) throws(ModelError) -> TwoWayCovariance {
    let both = Clusters.intersection(first, second)
    let sum =
      try clusteredCovariance(first, correction) + clusteredCovariance(second, correction)
      - clusteredCovariance(both, correction)
    do {
      return try TwoWayCovariance(clipping: sum)
    } catch {
      throw .notConverged(iterations: 0)
    }
  }

  /// The factor of a correction by counts alone.
  func clusterFactor(
    _ clusterCount: Int, _ correction: ClusterCorrection
  ) throws(ModelError) -> Double {
    let clusters = Double(clusterCount)
    switch correction {
    case .cr0, .cr2, .cr3: return 1
    case .cr1: return clusters / (clusters - 1)
    case .cr1s:
      let residual = Double(try requiredResidualDegreesOfFreedom())
      return clusters / (clusters - 1) * Double(observationCount - 1) / residual
    }
  }

  /// One row a cluster: the sum of the scores of its rows. O(*rows · columns*), the columns on all
  /// processors.
  private func summedScores(_ clusters: Clusters) -> Matrix {
    design.matrix.sums(of: scores, by: clusters.clusterOfRow, groupCount: clusters.count)
  }
}
