/// A comparison of the cells of arm × period: a sum of ± their rates or log rates.
struct CellContrast: Sendable {
  /// The coefficient of each cell, in the order of `ClusterTotals`.
  let coefficients: SIMD4<Double>

  /// (treated after − treated before) − (control after − control before).
  static let rateOfChange = CellContrast(coefficients: SIMD4(1, -1, -1, 1))

  /// After − before within one arm.
  static func change(in arm: Arm) -> CellContrast {
    CellContrast(
      coefficients: arm == .treated ? SIMD4(0, 0, -1, 1) : SIMD4(-1, 1, 0, 0))
  }

  /// Treated − control within one period.
  static func level(in period: Period) -> CellContrast {
    CellContrast(
      coefficients: period == .after ? SIMD4(0, -1, 0, 1) : SIMD4(-1, 0, 1, 0))
  }

  /// The cells that take part.
  var cells: [Int] { (0..<4).filter { coefficients[$0] != 0 } }
}

extension ClusterTotals {
  /// Σ over clusters of (Σ over cells of a·(y − rate·t)/d)²: the variance of a contrast before any
  /// small-sample correction (CR0).
  ///
  /// With `divisors` = total weighted events it is that of a sum of log rates, with total weighted
  /// person-time that of a sum of rates.
  ///
  /// - Complexity: O(*clusters*)
  func sandwich(
    _ contrast: CellContrast, rates: SIMD4<Double>, divisors: SIMD4<Double>
  ) -> Double {
    let scaled = CellContrast.scaled(contrast.coefficients, by: divisors)
    var sum = 0.0
    for cluster in events.indices {
      let residual = events[cluster] - rates * time[cluster]
      let influence = (scaled * residual).sum()
      sum += influence * influence
    }
    return sum
  }

  /// The number of clusters with person-time in some cell of a contrast.
  func clusterCount(in contrast: CellContrast) -> Int {
    let mask = contrast.coefficients * contrast.coefficients
    var count = 0
    for cluster in time.indices where (mask * time[cluster]).sum() > 0 { count += 1 }
    return count
  }
}

extension ClusterTotals {
  /// The smallest number of clusters with person-time in any one cell of a contrast.
  func fewestClusters(in contrast: CellContrast) -> Int {
    contrast.cells.map { cell in time.count { $0[cell] > 0 } }.min() ?? 0
  }
}

extension CellContrast {
  /// Coefficients over divisors; cells without a coefficient stay 0 whatever their divisor.
  static func scaled(_ coefficients: SIMD4<Double>, by divisors: SIMD4<Double>) -> SIMD4<Double> {
    var scaled = SIMD4<Double>.zero
    for cell in 0..<4 where coefficients[cell] != 0 {
      scaled[cell] = coefficients[cell] / divisors[cell]
    }
    return scaled
  }
}
