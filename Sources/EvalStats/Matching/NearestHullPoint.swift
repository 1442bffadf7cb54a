internal import EvalLinearAlgebra

/// The point of the convex hull of some points that is nearest to the origin (Wolfe 1976,
/// doi:10.1007/BF01580381).
///
/// Where the origin is outside the hull, it is no weighted mean of the points, and the coordinates of
/// the nearest point are what every weighted mean lacks.
struct NearestHullPoint {
  /// The coordinates.
  let point: [Double]

  /// Finds the point.
  ///
  /// - Parameter points: one a row.
  /// - Complexity: O(*rows · columns*) a step; as many steps as it takes, a few times the columns.
  init(of points: Matrix) {
    let rowCount = points.rowCount
    let scale = (0..<rowCount).reduce(0.0) { max($0, NearestHullPoint.square(points.row($1))) }
    guard
      let start = (0..<rowCount).min(by: {
        NearestHullPoint.square(points.row($0)) < NearestHullPoint.square(points.row($1))
      })
    else {
      point = [Double](repeating: 0, count: points.columnCount)
      return
    }
    var corral = [start]
    var shares = [1.0]
    var nearest = points.row(start)
    for _ in 0..<(50 * (points.columnCount + 10)) {
      let heights = points * nearest
      guard let next = heights.indices.min(by: { heights[$0] < heights[$1] }),
        heights[next] < NearestHullPoint.square(nearest) - 1e-12 * scale, !corral.contains(next)
      else { break }
      corral.append(next)
      shares.append(0)
      while let solution = NearestHullPoint.affineMinimum(points.rows(at: corral)) {
        if solution.allSatisfy({ $0 > 1e-12 }) {
          shares = solution
          break
        }
        // As far towards the solution as all shares allow; whoever reaches 0 leaves.
        var step = 1.0
        for (share, target) in zip(shares, solution) where target <= 1e-12 && share > target {
          step = min(step, share / (share - target))
        }
        shares = zip(shares, solution).map { $0 + step * ($1 - $0) }
        let kept = shares.indices.filter { shares[$0] > 1e-12 }
        if kept.count == corral.count || kept.isEmpty { break }
        corral = kept.map { corral[$0] }
        shares = kept.map { shares[$0] }
      }
      nearest = points.rows(at: corral).transposeTimes(shares)
    }
    point = nearest
  }

  /// The shares, with a sum of 1, of the point nearest to the origin in the plane through some
  /// points; `nil` where they are not independent.
  private static func affineMinimum(_ points: Matrix) -> [Double]? {
    let count = points.rowCount
    var gram = points.timesTranspose(points)
    let size = max(gram.diagonal.max() ?? 1, 1e-300)
    for column in 0..<count { for row in 0..<count { gram[row, column] += size } }
    guard let factor = try? Cholesky(gram) else { return nil }
    let solution = factor.solve([Double](repeating: 1, count: count))
    let total = solution.reduce(0, +)
    return total > 0 ? solution.map { $0 / total } : nil
  }

  private static func square(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }
  }
}
