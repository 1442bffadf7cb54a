/// Finds the M nearest of the other arm, ties included.
///
/// The people of one arm stand sorted along the coordinate that varies most, stratum by stratum. A
/// search runs outward on both sides and ends where the gap on that axis alone exceeds the M-th
/// smallest distance and the tie tolerance.
struct AbadieImbensSearch: Sendable {
  private let matchCount: Int
  private let caliper: Double?
  private let dimension: Int
  /// Row by row: row *i* stands at *i* · `dimension`.
  private let coordinates: [Double]
  private let caliperColumns: [[Double]]
  private let axis: [Double]
  private let rows: [Int]
  private let order: StrataOrder
  private let strata: [Int32]

  /// - Parameters:
  ///   - rows: the rows of the arm that is searched, ascending.
  ///   - strata: the exact stratum of every row.
  /// - Complexity: O(*n* log *n*); a search is O(*n*) at worst.
  init(
    _ space: AbadieImbensSpace, rows: [Int], strata: ExactStrata, matchCount: Int,
    caliper: Double?
  ) {
    self.matchCount = matchCount
    self.caliper = caliper
    self.rows = rows
    self.strata = strata.strata
    dimension = space.coordinates.count
    let columns = space.coordinates
    coordinates = columns[0].indices.flatMap { row in columns.map { $0[row] } }
    caliperColumns = caliper == nil ? [] : space.caliperColumns
    func spread(_ column: [Double]) -> Double {
      let mean = rows.reduce(0) { $0 + column[$1] } / Double(max(1, rows.count))
      return rows.reduce(0) { $0 + (column[$1] - mean) * (column[$1] - mean) }
    }
    let widest = columns.indices.max { spread(columns[$0]) < spread(columns[$1]) } ?? 0
    axis = columns[widest]
    order = StrataOrder(
      strata: rows.map { strata.strata[$0] }, stratumCount: strata.count,
      keys: rows.map { columns[widest][$0] })
  }

  /// The matches of a row, ascending; empty where there are fewer than M.
  func matches(of row: Int) -> [Int] {
    let range = order.range(of: strata[row])
    guard range.count >= matchCount else { return [] }
    let place = axis[row]
    var right = order.firstPosition(notBelow: place, in: range)
    var left = right - 1
    // The M smallest squared distances so far, ascending; the last is the bound.
    var smallest = [Double](repeating: .infinity, count: matchCount)
    var found: [(squared: Double, row: Int)] = []
    while true {
      let reach = smallest[matchCount - 1] + AbadieImbensDesign.tieTolerance
      let rightGap = right < range.upperBound ? order.keys[right] - place : .infinity
      let leftGap = left >= range.lowerBound ? place - order.keys[left] : .infinity
      let gap = min(rightGap, leftGap)
      guard gap < .infinity, gap * gap <= reach else { break }
      let position: Int
      if rightGap <= leftGap {
        position = right
        right += 1
      } else {
        position = left
        left -= 1
      }
      let other = rows[Int(order.order[position])]
      let squared = squaredDistance(row, other, limit: reach)
      guard squared <= reach, isInsideCaliper(row, other) else { continue }
      found.append((squared, other))
      guard squared < smallest[matchCount - 1] else { continue }
      let slot = smallest.firstIndex { squared < $0 } ?? matchCount - 1
      smallest.removeLast()
      smallest.insert(squared, at: slot)
    }
    let bound = smallest[matchCount - 1]
    guard bound < .infinity else { return [] }
    return found.filter { $0.squared <= bound + AbadieImbensDesign.tieTolerance }.map(\.row)
      .sorted()
  }

  private func isInsideCaliper(_ left: Int, _ right: Int) -> Bool {
    guard let caliper else { return true }
    return caliperColumns.allSatisfy {
      PairConstraints.isWithin(caliper, of: $0[left], and: $0[right])
    }
  }

  /// The squared distance, or any number above `limit` as soon as it is exceeded.
  private func squaredDistance(_ left: Int, _ right: Int, limit: Double) -> Double {
    var sum = 0.0
    for offset in 0..<dimension {
      let gap = coordinates[left * dimension + offset] - coordinates[right * dimension + offset]
      sum += gap * gap
      if sum > limit { return sum }
    }
    return sum
  }
}
