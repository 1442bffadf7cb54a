/// How far the weighted empirical distributions of a column in the two arms lie apart.
struct DistributionDifference: Sendable, Equatable {
  /// Mean of |F₁(x) − F₀(x)| over the distinct values of the whole sample.
  let mean: Double
  /// Their maximum: the Kolmogorov–Smirnov statistic.
  let maximum: Double

  /// For a 0/1 column both are |p₁ − p₀|.
  init(binaryMeans treated: Double, _ control: Double) {
    mean = abs(treated - control)
    maximum = mean
  }

  /// Compares two arms.
  ///
  /// - Parameters:
  ///   - keys: the values by which rows are sorted; equal keys are one value.
  ///   - order: the rows of the whole sample in ascending order of key, without weight included:
  ///     the values stay the same before and after matching.
  ///   - weights: one a row; each arm's are scaled to sum to 1, so each must hold some.
  init(keys: [Double], order: [Int], treated: [Bool], weights: [Double]?) {
    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }
    var totals = (treated: 0.0, control: 0.0)
    for row in order {
      if treated[row] { totals.treated += weight(row) } else { totals.control += weight(row) }
    }
    var cumulative = (treated: 0.0, control: 0.0)
    var sum = 0.0
    var maximum = 0.0
    var distinctCount = 0
    for (position, row) in order.enumerated() {
      if treated[row] {
        cumulative.treated += weight(row)
      } else {
        cumulative.control += weight(row)
      }
      if position + 1 < order.count, keys[order[position + 1]] == keys[row] { continue }
      let gap = abs(
        cumulative.treated / totals.treated - cumulative.control / totals.control)
      sum += gap
      maximum = max(maximum, gap)
      distinctCount += 1
    }
    mean = sum / Double(distinctCount)
    self.maximum = maximum
  }
}
