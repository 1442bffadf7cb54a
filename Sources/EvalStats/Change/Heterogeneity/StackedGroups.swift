internal import EvalLinearAlgebra

/// The clustered covariance of several groups' estimates in one saturated model of group × arm ×
/// period.
struct StackedGroups {
  /// One row a group.
  let covariance: Matrix
  /// Sets, or the fewer of sets and people where people are shared.
  let clusterCount: Int
  /// "CR1S by matched set".
  let label: String

  /// - Complexity: O(*members* log *members*)
  init(_ groups: [ComparableGroup], on scale: ChangeScale) {
    let contrast = CellContrast.rateOfChange
    let rowCount = groups.reduce(0) { sum, group in
      sum + (0..<4).reduce(0) { $0 + group.change.rows[$1] }
    }
    let coefficientCount = 4 * groups.count
    func factor(_ clusters: Int) -> Double {
      let ratio = Double(clusters) / Double(clusters - 1)
      return rowCount > coefficientCount
        ? ratio * Double(rowCount - 1) / Double(rowCount - coefficientCount) : ratio
    }
    let setCount = groups.reduce(0) { $0 + $1.change.bySet.clusterCount(in: contrast) }
    var covariance = Matrix(rowCount: groups.count, columnCount: groups.count)
    for (place, group) in groups.enumerated() {
      covariance[place, place] =
        factor(setCount)
        * group.change.bySet.sandwich(
          contrast, rates: group.change.rates, divisors: group.divisors(on: scale))
    }
    // Influence of each person on each group, for those who stand in several rows.
    var influences: [Int: [(group: Int, value: Double)]] = [:]
    for (place, group) in groups.enumerated() {
      let scaled = CellContrast.scaled(contrast.coefficients, by: group.divisors(on: scale))
      let counts = group.change.counts
      for member in 0..<counts.count where counts.weights[member] > 0 {
        let cells = ClusterTotals.cells(of: counts, member: member)
        let value = (scaled * (cells.events - group.change.rates * cells.time)).sum()
        influences[counts.persons[member], default: []].append((place, value))
      }
    }
    guard influences.values.contains(where: { $0.count > 1 }) else {
      self.covariance = covariance
      clusterCount = setCount
      label = "CR1S by matched set"
      return
    }
    let memberCount = influences.values.reduce(0) { $0 + $1.count }
    for person in influences.keys.sorted() {
      let entries = influences[person] ?? []
      for first in entries {
        for second in entries {
          covariance[first.group, second.group] +=
            factor(influences.count) * first.value * second.value
        }
        covariance[first.group, first.group] -=
          factor(memberCount) * first.value * first.value
      }
    }
    let clipped = try? TwoWayCovariance(clipping: covariance)
    self.covariance = clipped?.matrix ?? covariance
    clusterCount = min(setCount, influences.count)
    label =
      "CR1S by matched set and person"
      + (clipped?.isClipped == true ? ", \(TwoWayCovariance.note)" : "")
  }

  /// Eigenvalues below this share of the largest count as zero: far below any ratio of real
  /// variances, far above rounding.
  private static let smallestShare = 1e-10

  /// (θ − μ̂1)ᵀV⁻¹(θ − μ̂1) with the μ̂ that makes it least.
  ///
  /// - Throws: `HeterogeneityError.singularCovariance`.
  func spread(of estimates: [Double], method: String) throws(HeterogeneityError) -> Double {
    let ones = [Double](repeating: 1, count: estimates.count)
    let precision = try inverse(method)
    let weighted = precision * estimates
    let total = (precision * ones).reduce(0, +)
    let mean = weighted.reduce(0, +) / total
    let residuals = estimates.map { $0 - mean }
    return zip(residuals, precision * residuals).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// V⁻¹, by eigenvalues.
  func inverse(_ method: String) throws(HeterogeneityError) -> Matrix {
    guard let eigen = try? SymmetricEigen(covariance), let largest = eigen.values.last,
      largest > 0, (eigen.values.first ?? 0) > Self.smallestShare * largest
    else { throw .singularCovariance(method: method) }
    return eigen.applying { 1 / $0 }
  }
}
