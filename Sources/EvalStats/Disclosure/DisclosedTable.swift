/// A two-way table of counts with its totals as a reader may see them, with enough cells hidden that
/// none that is hidden can be worked out from the others.
///
/// Small cells and totals are hidden first, then, one at a time, the smallest shown cell that is not
/// 0 and helps (ties: the first by row, then column; totals only where no cell helps), until no hidden
/// cell has a single value left to a reader who solves all rows and columns together and knows which
/// cells are small, and no row or column whose total is shown hides a small count altogether; or until
/// there is nothing but zeros left to show.
///
/// A hidden cell can vary if and only if, in the graph of rows and columns that hidden cells join, a
/// path leads back from its column to its row along cells that can shrink and grow in turn (Gusfield
/// 1988, "A graph theoretic approach to statistical data security", SIAM Journal on Computing 17(3)).
///
/// Counts are taken as if shown to the last person; rounding only adds to that. It protects single
/// cells of this table: another table of the same people must be disclosed together with it.
public struct DisclosedTable: Sendable, Equatable {
  /// The cells, row by row.
  public let cells: [[DisclosedCount]]
  /// The sums of the rows.
  public let rowTotals: [DisclosedCount]
  /// The sums of the columns.
  public let columnTotals: [DisclosedCount]
  /// The sum of all cells.
  public let total: DisclosedCount

  /// - Precondition: Every row has as many cells as the first.
  /// - Complexity: O(*hidden*² · *cells*) at worst.
  public init(_ counts: [[SensitiveCount]], by policy: DisclosurePolicy) {
    let columnCount = counts.first?.count ?? 0
    precondition(
      counts.allSatisfy { $0.count == columnCount }, "every row needs \(columnCount) cells")
    var grid = SuppressionGrid(
      counts.map { $0.map { $0.value(judgedBy: policy) } }, columnCount: columnCount,
      policy: policy)
    grid.protect()
    let shown = (0...counts.count).map { row in
      (0...columnCount).map { column -> DisclosedCount in
        grid.isHidden(row, column) ? .suppressed : policy.disclose(grid[row, column])
      }
    }
    cells = shown.dropLast().map { Array($0.dropLast()) }
    rowTotals = shown.dropLast().map { $0[columnCount] }
    columnTotals = Array(shown[counts.count].dropLast())
    total = shown[counts.count][columnCount]
  }
}
