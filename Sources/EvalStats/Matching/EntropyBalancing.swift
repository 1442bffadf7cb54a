internal import EvalLinearAlgebra
private import Foundation

/// The weights nearest in entropy to base weights under which columns have given means.
///
/// min Σ wᵢ log(wᵢ/qᵢ) subject to Σ wᵢ xᵢ = t and Σ wᵢ = 1 has the solution wᵢ ∝ qᵢ exp(λᵀxᵢ), where λ
/// minimises the convex dual log Σ qᵢ exp(λᵀ(xᵢ − t)): its gradient is what the means still lack.
struct EntropyBalancing {
  /// Means count as equal when they differ by less than this many standard deviations: a hundred
  /// times the rounding of a mean, and far below any difference that matters.
  static let tolerance = 1e-13
  /// What is accepted where rounding stops the search earlier.
  static let acceptedTolerance = 1e-10
  static let iterationLimit = 200

  /// A weight each row, with a sum of 1.
  let weights: [Double]
  let iterations: Int

  /// Columns that no positive weights bring to the target, by their places.
  struct Unbalanced: Error {
    let columns: [Int]
  }

  /// Finds the weights.
  ///
  /// - Parameters:
  ///   - columns: one value a row of the pool.
  ///   - targets: the mean wanted of each column.
  ///   - base: positive weights to stay near to.
  /// - Throws: `Unbalanced`, naming the columns in which the nearest reachable means still differ.
  /// - Complexity: O(*iterations · rows · columns²*)
  init(columns: [[Double]], targets: [Double], base: [Double]) throws(Unbalanced) {
    let count = base.count
    // In deviations from the target, each column over its spread; one that never varies is either
    // at its target already or can never be.
    var kept: [Int] = []
    var scaled: [[Double]] = []
    var impossible: [Int] = []
    for (index, column) in columns.enumerated() {
      let mean = column.reduce(0, +) / Double(count)
      let deviation =
        (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
      let size = max(abs(targets[index]), column.reduce(0) { max($0, abs($1)) })
      guard deviation > 1e-12 * size else {
        if abs(mean - targets[index]) > 1e-9 * size { impossible.append(index) }
        continue
      }
      let values = column.map { ($0 - targets[index]) / deviation }
      // No mean lies beyond the values it is of.
      if values.allSatisfy({ $0 > 1e-9 }) || values.allSatisfy({ $0 < -1e-9 }) {
        impossible.append(index)
      }
      kept.append(index)
      scaled.append(values)
    }
    guard impossible.isEmpty else { throw Unbalanced(columns: impossible) }
    // A target at the edge of a column leaves weight only to those at that edge.
    var rows = Array(0..<count)
    var isShrinking = true
    while isShrinking {
      isShrinking = false
      for column in scaled {
        let values = rows.map { column[$0] }
        guard let least = values.min(), let largest = values.max(), least < largest else {
          continue
        }
        guard abs(least) < 1e-12 || abs(largest) < 1e-12 else { continue }
        rows = rows.filter { abs(column[$0]) < 1e-12 }
        isShrinking = true
      }
    }
    let points = Matrix(columns: scaled.map { column in rows.map { column[$0] } })
    let dual = EntropyDual(points: points, base: rows.map { base[$0] })
    guard let solution = dual.minimum() else {
      let shortfall = NearestHullPoint(of: points).point
      let largest = shortfall.reduce(0) { max($0, abs($1)) }
      throw Unbalanced(
        columns: kept.indices.filter { abs(shortfall[$0]) >= 1e-3 * largest }.map { kept[$0] })
    }
    var weights = [Double](repeating: 0, count: count)
    for (row, weight) in zip(rows, solution.weights) { weights[row] = weight }
    self.weights = weights
    iterations = solution.iterations
  }
}

/// log Σ qᵢ exp(λᵀzᵢ) as a function of λ.
private struct EntropyDual {
  let points: Matrix
  let base: [Double]

  private struct Place {
    var value: Double
    /// qᵢ exp(λᵀzᵢ), with a sum of 1.
    var weights: [Double]
    /// Σ wᵢ zᵢ.
    var gradient: [Double]
    var size: Double { gradient.reduce(0) { max($0, abs($1)) } }
  }

  /// The weights at the minimum; `nil` where there is none, that is where the dual falls for ever.
  func minimum() -> (weights: [Double], iterations: Int)? {
    var multipliers = [Double](repeating: 0, count: points.columnCount)
    var place = place(multipliers)
    for iteration in 0..<EntropyBalancing.iterationLimit {
      if place.size <= EntropyBalancing.tolerance { return (place.weights, iteration) }
      guard let step = step(at: place) else { break }
      let slope = zip(step, place.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      var share = 1.0
      var next: Place?
      while share > 1e-10 {
        let trial = zip(multipliers, step).map { $0 + share * $1 }
        let candidate = self.place(trial)
        // Near the minimum the value no longer changes in its last digit, but the gradient falls.
        if candidate.value <= place.value + 1e-4 * share * slope
          || (candidate.size < place.size && place.size < 1e-6)
        {
          (next, multipliers) = (candidate, trial)
          break
        }
        share /= 2
      }
      guard let next else { break }
      place = next
      // Values of λᵀz this large mean weights of nothing: the target is out of reach.
      if multipliers.contains(where: { abs($0) > 1e6 }) { break }
    }
    return place.size <= EntropyBalancing.acceptedTolerance
      ? (place.weights, EntropyBalancing.iterationLimit) : nil
  }

  private func place(_ multipliers: [Double]) -> Place {
    let exponents = points * multipliers
    let top = exponents.max() ?? 0
    var weights = zip(base, exponents).map { $0 * exp($1 - top) }
    let total = weights.reduce(0, +)
    for row in weights.indices { weights[row] /= total }
    return Place(
      value: top + log(total), weights: weights, gradient: points.transposeTimes(weights))
  }

  /// Newton's step −H⁺g, with H the weighted covariance; directions it does not reach stay.
  private func step(at place: Place) -> [Double]? {
    let order = points.columnCount
    guard order > 0 else { return nil }
    var hessian = points.gram(weights: place.weights)
    for column in 0..<order {
      for row in 0..<order {
        hessian[row, column] -= place.gradient[row] * place.gradient[column]
      }
    }
    guard let eigen = try? SymmetricEigen(hessian), let largest = eigen.values.last, largest > 0
    else { return nil }
    let along = eigen.vectors.transposeTimes(place.gradient)
    // A tenth of the square root of rounding: flatter directions hold no information.
    let quotients = zip(along, eigen.values).map { $1 > 1e-13 * largest ? -$0 / $1 : 0 }
    return eigen.vectors * quotients
  }
}
