/// Takes the levels of fixed effects out of a column by weighted least squares.
///
/// The normal equations of the levels, DᵀWD·α = DᵀWv with D the dummies, are solved by conjugate
/// gradients scaled by the weight of each group. With one effect the first step is exact; with
/// several it converges in about the square root of the sweeps that projecting on one effect after
/// the other takes, and needs no dummy. Levels are determined up to constants; their sums are unique.
struct GroupProjection {
  /// For each effect, the level of each row, numbered through all effects.
  let levels: [[Int32]]
  let levelCount: Int

  private static let stepLimit = 5_000
  /// A few units in the last place of the numbers summed.
  private static let roundingShare = 1e-15

  init(_ effects: [Clusters]) {
    var first: Int32 = 0
    var levels: [[Int32]] = []
    for effect in effects {
      levels.append(effect.clusterOfRow.map { Int32($0) + first })
      first += Int32(effect.count)
    }
    self.levels = levels
    levelCount = Int(first)
  }

  /// Σ of a row's levels.
  func spread(_ alpha: [Double], rowCount: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: rowCount)
    for effect in levels {
      for row in 0..<rowCount { sums[row] += alpha[Int(effect[row])] }
    }
    return sums
  }

  /// Σ over the rows of each level.
  func gather(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: levelCount)
    for effect in levels {
      for row in values.indices { sums[Int(effect[row])] += values[row] }
    }
    return sums
  }

  /// The levels that fit a column best.
  ///
  /// - Parameters:
  ///   - weights: W, positive.
  ///   - groupWeights: `gather(weights)`.
  ///   - start: Levels to start from.
  ///   - tolerance: The share of the first residual at which to stop, in the norm of the scaled
  ///     equations.
  /// - Returns: `nil` if the steps run out.
  /// - Complexity: O(*rows · effects*) a step.
  func levels(
    of column: [Double], weights: [Double], groupWeights: [Double], start: [Double],
    tolerance: Double
  ) -> [Double]? {
    let rowCount = column.count
    var weighted = column
    for row in 0..<rowCount { weighted[row] *= weights[row] }
    let right = gather(weighted)
    guard levels.count > 1 else { return zip(right, groupWeights).map { $0 / $1 } }
    // Where the sums of a column cancel, what is left of them is rounding, and no step improves it.
    let sizes = gather(weighted.map(abs))
    var target = 0.0
    var rounding = 0.0
    for level in 0..<levelCount {
      target += right[level] * right[level] / groupWeights[level]
      rounding += sizes[level] * sizes[level] / groupWeights[level]
    }
    target = max(tolerance * tolerance * target, Self.roundingShare * Self.roundingShare * rounding)
    var alpha = start
    var residual = right
    if alpha.contains(where: { $0 != 0 }) {
      let product = applied(alpha, weights)
      for level in 0..<levelCount { residual[level] -= product[level] }
    }
    var scaled = zip(residual, groupWeights).map { $0 / $1 }
    var size = zip(residual, scaled).reduce(0) { $0 + $1.0 * $1.1 }
    var direction = scaled
    for _ in 0..<Self.stepLimit {
      if size <= target { return alpha }
      let product = applied(direction, weights)
      let curvature = zip(direction, product).reduce(0) { $0 + $1.0 * $1.1 }
      guard curvature > 0 else { return alpha }
      let length = size / curvature
      for level in 0..<levelCount {
        alpha[level] += length * direction[level]
        residual[level] -= length * product[level]
        scaled[level] = residual[level] / groupWeights[level]
      }
      let next = zip(residual, scaled).reduce(0) { $0 + $1.0 * $1.1 }
      let carried = next / size
      for level in 0..<levelCount {
        direction[level] = scaled[level] + carried * direction[level]
      }
      size = next
    }
    return nil
  }

  /// DᵀWD·α
  private func applied(_ alpha: [Double], _ weights: [Double]) -> [Double] {
    var sums = spread(alpha, rowCount: weights.count)
    for row in weights.indices { sums[row] *= weights[row] }
    return gather(sums)
  }
}
