internal import EvalLinearAlgebra

/// Covariates in coordinates in which the distance of two people is the Euclidean one.
///
/// Every row's coordinates are sums in a fixed order, so rows with identical covariates have
/// bit-identical coordinates, and distances are sums of squared differences: nothing cancels.
struct CovariateSpace: Sendable {
  /// The number of coordinates.
  let dimension: Int
  /// Row by row: row *i* stands at *i* · `dimension`.
  let coordinates: [Double]

  /// Learns the scale from the eligible rows and changes the coordinates of every row.
  ///
  /// - Throws: `noVaryingCovariate`.
  init(
    _ covariates: CovariateColumns, metric: CovariateMetric, treated: [Bool], eligible: [Bool]
  ) throws(MatchingError) {
    self.init(
      covariates,
      scaling: try CovariateScaling(
        covariates, metric: metric, treated: treated, eligible: eligible))
  }

  /// Creates a space from its coordinates, row by row.
  init(dimension: Int, coordinates: [Double]) {
    self.dimension = dimension
    self.coordinates = coordinates
  }

  /// Changes the coordinates of every row by a scaling, column by column in order.
  ///
  /// - Complexity: O(*n · columns²*)
  init(_ covariates: CovariateColumns, scaling: CovariateScaling) {
    dimension = scaling.dimension
    coordinates = scaling.coordinates(of: covariates).rowMajor()
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
}
