internal import EvalLinearAlgebra

/// Covariates in coordinates in which the distance of two people is the Euclidean one.
///
/// Every row's coordinates are sums in a fixed order, so rows with identical covariates have
/// bit-identical coordinates, and distances are sums of squared differences: nothing cancels.
struct CovariateSpace: Sendable {
  /// Eigenvalues of the correlation matrix below this share of the largest count as zero: columns
  /// that depend on each other leave 1e-15, columns that all but do leave more.
  static let rankTolerance = 1e-8
  /// A column whose SD within the arms is below this share of its largest value is constant: the
  /// rounding of its mean alone leaves 1e-16.
  static let constantTolerance = 1e-12

  /// The number of coordinates.
  let dimension: Int
  /// Row by row: row *i* stands at *i* · `dimension`.
  let coordinates: [Double]

  /// Changes the coordinates.
  ///
  /// - Parameters:
  ///   - eligible: the rows that set the scale; others get coordinates too, but for ranks, which
  ///     only eligible rows have.
  /// - Throws: `noVaryingCovariate`.
  /// - Complexity: O(*n · columns²*)
  init(
    _ covariates: CovariateColumns, metric: CovariateMetric, treated: [Bool], eligible: [Bool]
  ) throws(MatchingError) {
    let arms = EligibleArms(treated: treated, eligible: eligible)
    let columns =
      covariates.columns.compactMap { column -> [Double]? in
        switch metric {
        case .robustMahalanobis:
          CovariateSpace.standardisedRanks(column.values, rows: arms.everyone)
        case .mahalanobis: arms.scaled(column.values, reduction: 2)
        case .scaledEuclidean:
          arms.scaled(column.values, reduction: column.level == nil && column.isBinary ? 0 : 2)
        case .euclidean:
          // Two people of different levels differ in two columns: they are to be 1 apart.
          arms.varies(column.values)
            ? arms.centred(column.values, factor: column.level == nil ? 1 : 0.5.squareRoot()) : nil
        }
      }
    guard !columns.isEmpty else {
      throw .noVaryingCovariate(covariates.columns.map(\.covariate).uniqued())
    }
    switch metric {
    case .mahalanobis:
      let correlation = arms.pooledCrossProducts(columns, reduction: 2)
      self.init(columns: columns, whitenedBy: try CovariateSpace.whitening(correlation))
    case .robustMahalanobis:
      let correlation = CovariateSpace.rankCorrelation(columns, rows: arms.everyone)
      self.init(columns: columns, whitenedBy: try CovariateSpace.whitening(correlation))
    case .scaledEuclidean, .euclidean:
      self.init(columns: columns, whitenedBy: .identity(columns.count))
    }
  }

  /// Multiplies the columns by a matrix, row by row in the order of the columns.
  private init(columns: [[Double]], whitenedBy transformation: Matrix) {
    let rowCount = columns[0].count
    let dimension = transformation.columnCount
    var coordinates = [Double](repeating: 0, count: rowCount * dimension)
    for target in 0..<dimension {
      for (source, column) in columns.enumerated() where transformation[source, target] != 0 {
        let factor = transformation[source, target]
        for row in 0..<rowCount { coordinates[row * dimension + target] += factor * column[row] }
      }
    }
    self.dimension = dimension
    self.coordinates = coordinates
  }

  /// The squared distance of two rows.
  func squaredDistance(_ left: Int, _ right: Int) -> Double {
    var sum = 0.0
    for axis in 0..<dimension {
      let gap = coordinates[left * dimension + axis] - coordinates[right * dimension + axis]
      sum += gap * gap
    }
    return sum
  }

  /// The distance of two rows.
  func distance(_ left: Int, _ right: Int) -> Double { squaredDistance(left, right).squareRoot() }

  /// W with W·Wᵀ the (pseudo-)inverse of a correlation matrix: eigenvectors over the roots of their
  /// eigenvalues, those of no variance left out.
  private static func whitening(_ correlation: Matrix) throws(MatchingError) -> Matrix {
    let eigen: SymmetricEigen
    do { eigen = try SymmetricEigen(correlation) } catch {
      preconditionFailure("a correlation matrix of finite columns decomposes: \(error)")
    }
    let threshold = rankTolerance * (eigen.values.last ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > threshold }.reversed()
    return Matrix(
      columns: kept.map { index in
        let root = eigen.values[index].squareRoot()
        return eigen.vectors.column(index).map { $0 / root }
      })
  }

  /// Average ranks over the given rows, centred and divided by the SD of untied ranks 1…n; `nil`
  /// where all are tied. Rows not given have 0.
  private static func standardisedRanks(_ values: [Double], rows: [Int]) -> [Double]? {
    let sorted = rows.sorted { values[$0] < values[$1] }
    guard let first = sorted.first, let last = sorted.last, values[first] < values[last] else {
      return nil
    }
    let count = Double(rows.count)
    let deviation = (count * (count + 1) / 12).squareRoot()
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, values[sorted[end]] == values[sorted[start]] { end += 1 }
      let rank = Double(start + 1 + end) / 2
      for position in start..<end {
        ranks[sorted[position]] = (rank - (count + 1) / 2) / deviation
      }
      start = end
    }
    return ranks
  }

  /// The correlations of centred columns over the given rows.
  private static func rankCorrelation(_ columns: [[Double]], rows: [Int]) -> Matrix {
    let products = Matrix(columns: columns).rows(at: rows).gram()
    let scale = products.diagonal.map { $0.squareRoot() }
    var correlation = products
    for column in 0..<products.columnCount {
      for row in 0..<products.rowCount { correlation[row, column] /= scale[row] * scale[column] }
    }
    return correlation
  }
}
