internal import EvalLinearAlgebra
private import Foundation

/// Limits that hold all points of a path at once with 95% confidence.
public struct SimultaneousBand: Sendable, Equatable {
  /// The months, or groups, in the order of the limits.
  public let points: [Int]
  /// How many standard errors the band reaches to either side.
  public let criticalValue: Double
  /// Lower limits.
  public let lower: [Double]
  /// Upper limits; `nil` where unbounded.
  public let upper: [Double?]

  init(
    points: [Int], estimates: [Double], errors: [Double], scale: ChangeScale,
    criticalValue: Double
  ) {
    self.points = points
    self.criticalValue = criticalValue
    func limit(_ place: Int, _ side: Double) -> Double {
      let reach = side * criticalValue * errors[place]
      return scale == .ratio ? estimates[place] * exp(reach) : estimates[place] + reach
    }
    lower = points.indices.map { limit($0, -1) }
    upper = points.indices.map { place in
      let end = limit(place, 1)
      return end.isFinite ? end : nil
    }
  }

  /// Draws the largest |t| from a multivariate t, or normal without degrees of freedom.
  ///
  /// - Returns: `nil` without points, or if a variance is not positive.
  init?(
    points: [Int], estimates: [Double], scale: ChangeScale, covariance: Matrix,
    degreesOfFreedom: Double?, draws: Int, using generator: inout SeededGenerator
  ) {
    precondition(draws >= 199, "\(draws) draws are too few for a 95% quantile")
    let count = points.count
    let variances = covariance.diagonal
    guard count > 0, variances.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let errors = variances.map { $0.squareRoot() }
    var correlation = covariance
    for column in 0..<count {
      for row in 0..<count { correlation[row, column] /= errors[row] * errors[column] }
    }
    // Two-way clustering can leave negative eigenvalues; they carry no draw.
    guard let eigen = try? SymmetricEigen(correlation) else { return nil }
    let root = eigen.applying { max($0, 0).squareRoot() }
    let normals = Matrix(
      rowCount: count, columnCount: draws,
      columnMajor: (0..<(count * draws)).map { _ in generator.normal() })
    let drawn = root * normals
    let largest = (0..<draws).map { draw in
      let furthest = (0..<count).reduce(0) { max($0, abs(drawn[$1, draw])) }
      let spread =
        degreesOfFreedom.map { 2 * generator.gamma(shape: $0 / 2) / $0 }?.squareRoot() ?? 1
      return furthest / spread
    }
    let pointwise =
      degreesOfFreedom.map { StudentT(degreesOfFreedom: $0).upperQuantile(0.025) }
      ?? Normal().upperQuantile(0.025)
    self.init(
      points: points, estimates: estimates, errors: errors, scale: scale,
      criticalValue: max(pointwise, SimultaneousBand.quantile(largest)))
  }

  /// The 95% point of draws: the ⌈0.95(n + 1)⌉-th smallest.
  static func quantile(_ draws: [Double]) -> Double {
    let sorted = draws.sorted()
    let place = Int((0.95 * Double(sorted.count + 1)).rounded(.up)) - 1
    return sorted[min(max(place, 0), sorted.count - 1)]
  }
}
