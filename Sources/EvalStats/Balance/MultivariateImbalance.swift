/// How unlike two arms are in several covariates at once (Iacus, King and Porro 2012,
/// doi:10.1093/pan/mpr013).
public enum MultivariateImbalance {
  /// ½ Σ over cells of |f₁ − f₀|, with f the share of an arm's weight in a cell: 0 where the arms are
  /// alike, 1 where they share no cell.
  ///
  /// The number depends on the cells: it compares matches over the same cells, and says nothing by
  /// itself.
  ///
  /// - Parameters:
  ///   - cells: the cell of each row.
  ///   - treated: the arm of each row.
  ///   - weights: the weight of each row; `nil` for ones.
  /// - Returns: 1 where an arm carries no weight.
  /// - Complexity: O(*n*)
  public static func distance(
    cells: [Int32], treated: [Bool], weights: [Double]? = nil
  ) -> Double {
    precondition(
      cells.count == treated.count && (weights?.count ?? cells.count) == cells.count,
      "a cell, an arm and a weight for each row")
    var number: [Int32: Int] = [:]
    var masses: [(treated: Double, control: Double)] = []
    var total = (treated: 0.0, control: 0.0)
    for row in cells.indices {
      let index = number[cells[row]] ?? masses.count
      if index == masses.count {
        number[cells[row]] = index
        masses.append((0, 0))
      }
      let weight = weights?[row] ?? 1
      if treated[row] {
        masses[index].treated += weight
        total.treated += weight
      } else {
        masses[index].control += weight
        total.control += weight
      }
    }
    guard total.treated > 0, total.control > 0 else { return 1 }
    return masses.reduce(0) {
      $0 + abs($1.treated / total.treated - $1.control / total.control)
    } / 2
  }
}
