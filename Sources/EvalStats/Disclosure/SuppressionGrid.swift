/// A two-way table with its totals as a last row and column, some cells of which are hidden.
///
/// With totals of rows and of columns counted negative and the grand total positive, every row and
/// every column adds up to 0, so that a total is a cell like any other.
struct SuppressionGrid {
  private let rowCount: Int
  private let columnCount: Int
  private let values: [Int]
  private let isSmall: [Bool]
  private var hidden: [Bool]
  private let smallestShown: Int

  init(_ cells: [[Int]], columnCount: Int, policy: DisclosurePolicy) {
    var rows = cells.map { $0 + [$0.reduce(0, +)] }
    rows.append((0...columnCount).map { column in rows.reduce(0) { $0 + $1[column] } })
    rowCount = rows.count
    self.columnCount = columnCount + 1
    values = rows.flatMap(\.self)
    isSmall = values.map(policy.suppresses)
    hidden = isSmall
    smallestShown = policy.smallestShown
  }

  subscript(row: Int, column: Int) -> Int { values[row * columnCount + column] }

  func isHidden(_ row: Int, _ column: Int) -> Bool { hidden[row * columnCount + column] }

  /// Hides cells until none can be worked out. Each step hides one, so it ends.
  mutating func protect() {
    while let next = nextToHide() { hidden[next] = true }
  }

  /// The cell to hide next; `nil` once the table is safe, or nothing that could be hidden is left.
  private func nextToHide() -> Int? {
    for line in lines where hidesSmallSum(line) {
      if let next = smallest(line.cells.filter { !hidden[$0] && values[$0] > 0 }) { return next }
    }
    for cell in values.indices where hidden[cell] && isExposed(cell) {
      let row = cell / columnCount
      let column = cell % columnCount
      // A new cell helps where it leads out of what the exposed cell's column or row can reach.
      let candidates = values.indices.filter { !hidden[$0] && values[$0] > 0 }
      let bridging = candidates.filter { candidate in
        var grid = self
        grid.hidden[candidate] = true
        return !grid.isExposed(cell)
      }
      let touching = candidates.filter { $0 / columnCount == row || $0 % columnCount == column }
      if let next = smallest(bridging) ?? smallest(touching) ?? smallest(candidates) {
        return next
      }
    }
    return nil
  }

  /// Inner cells before totals, then the smallest, then the first.
  private func smallest(_ cells: [Int]) -> Int? {
    cells.min { (isTotal($0) ? 1 : 0, values[$0], $0) < (isTotal($1) ? 1 : 0, values[$1], $1) }
  }

  private func isTotal(_ cell: Int) -> Bool {
    cell / columnCount == rowCount - 1 || cell % columnCount == columnCount - 1
  }

  /// Each row and column: the places of its cells and, last, of its total.
  private var lines: [(cells: [Int], total: Int)] {
    let rows = (0..<rowCount).map { row in (0..<columnCount).map { row * columnCount + $0 } }
    let columns = (0..<columnCount).map { column in
      (0..<rowCount).map { $0 * columnCount + column }
    }
    return (rows + columns).map { ($0, $0[$0.count - 1]) }
  }

  /// Whether the hidden cells of a line with a shown total together are a small count.
  private func hidesSmallSum(_ line: (cells: [Int], total: Int)) -> Bool {
    guard !hidden[line.total] else { return false }
    let sum = line.cells.dropLast().reduce(0) { hidden[$1] ? $0 + values[$1] : $0 }
    return sum > 0 && sum < smallestShown
  }

  /// Whether a hidden cell has a single value left.
  private func isExposed(_ cell: Int) -> Bool {
    let row = cell / columnCount
    let column = cell % columnCount
    let (canGrow, canShrink) = moves(cell)
    if canGrow, reaches(from: rowCount + column, to: row, without: cell) { return false }
    if canShrink, reaches(from: row, to: rowCount + column, without: cell) { return false }
    return true
  }

  /// Whether the cell, with its sign, could be larger or smaller.
  private func moves(_ cell: Int) -> (canGrow: Bool, canShrink: Bool) {
    let known = HiddenCell(
      count: values[cell], isSmall: isSmall[cell], smallestShown: smallestShown)
    let isInLastRow = cell / columnCount == rowCount - 1
    let isInLastColumn = cell % columnCount == columnCount - 1
    return isInLastRow != isInLastColumn
      ? (known.canBeSmaller, known.canBeLarger) : (known.canBeLarger, known.canBeSmaller)
  }

  /// Whether a path leads from one row or column (counted after the rows) to another: from a row to a
  /// column along a cell that can grow, back along one that can shrink.
  private func reaches(from start: Int, to goal: Int, without excluded: Int) -> Bool {
    var isSeen = Array(repeating: false, count: rowCount + columnCount)
    isSeen[start] = true
    var open = [start]
    while let node = open.popLast() {
      if node == goal { return true }
      let isRow = node < rowCount
      for other in 0..<(isRow ? columnCount : rowCount) {
        let cell = isRow ? node * columnCount + other : other * columnCount + node - rowCount
        let next = isRow ? rowCount + other : other
        guard hidden[cell], cell != excluded, !isSeen[next] else { continue }
        let (canGrow, canShrink) = moves(cell)
        if isRow ? canGrow : canShrink {
          isSeen[next] = true
          open.append(next)
        }
      }
    }
    return false
  }
}
