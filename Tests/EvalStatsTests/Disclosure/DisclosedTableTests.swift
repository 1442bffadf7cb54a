import EvalStats
import Testing

@Suite("Complementary suppression of a two-way table")
struct DisclosedTableTests {
  static func lines(_ table: DisclosedTable) -> [String] {
    let rows = zip(table.cells, table.rowTotals).map { $0 + [$1] }
    return (rows + [table.columnTotals + [table.total]]).map {
      $0.map(\.description).joined(separator: " ")
    }
  }

  static func disclosed(
    _ counts: [[Int]], by policy: DisclosurePolicy = .hospitalEpisodeStatistics
  ) -> DisclosedTable {
    DisclosedTable(counts.map { $0.map { SensitiveCount($0) } }, by: policy)
  }

  @Test("One small cell takes a rectangle of cells with it")
  func rectangle() {
    // The 3 alone would be 53 − 50, so 20, in its row, is hidden; it in turn by its column, so 25.
    let found = Self.disclosed([[3, 20, 50], [60, 25, 40], [90, 80, 70]])
    #expect(
      Self.lines(found) == ["* * 50 75", "* * 40 125", "90 80 70 240", "155 125 160 440"])
  }

  @Test("Nothing is hidden where nothing is small, nor by a policy that hides nothing")
  func nothing() {
    #expect(
      Self.lines(Self.disclosed([[10, 0], [20, 25]])) == ["10 0 10", "20 25 45", "30 25 55"])
    #expect(Self.lines(Self.disclosed([[1, 2]], by: .none)) == ["1 2 3", "1 2 3"])
    #expect(Self.lines(Self.disclosed([])) == ["0"])
  }

  @Test("A row that is small altogether hides its total, and another row's")
  func smallRow() {
    let found = Self.disclosed([[2, 3], [40, 50], [60, 70]])
    #expect(found.rowTotals[0] == .suppressed && found.cells[0] == [.suppressed, .suppressed])
    #expect(found.rowTotals.count { $0 == .suppressed } == 2, "one alone is total less the others")
    #expect(found.total == .exact(225))
  }

  /// Whether some table that shows the same has another number in a cell: tries −1, 0 and 1 in every
  /// hidden inner cell, which is enough, since a table's constraints are totally unimodular.
  static func canVary(
    _ cell: (row: Int, column: Int), of counts: [[Int]], as table: DisclosedTable, least: Int
  ) -> Bool {
    func isAllowed(_ count: Int, was: Int, _ shown: DisclosedCount) -> Bool {
      guard shown == .suppressed else { return count == was }
      return was < least ? (1..<least).contains(count) : count >= least
    }
    let (rows, columns) = (counts.count, counts[0].count)
    let hidden = (0..<rows * columns).filter {
      table.cells[$0 / columns][$0 % columns] == .suppressed
    }
    var combinations = 1
    for _ in hidden { combinations *= 3 }
    return (0..<combinations).contains { code in
      var code = code
      var other = counts
      for place in hidden {
        other[place / columns][place % columns] += code % 3 - 1
        code /= 3
      }
      func sums(_ cells: [[Int]]) -> (rows: [Int], columns: [Int], total: Int) {
        (
          cells.map { $0.reduce(0, +) },
          (0..<columns).map { column in cells.reduce(0) { $0 + $1[column] } },
          cells.joined().reduce(0, +)
        )
      }
      let (before, after) = (sums(counts), sums(other))
      func number(_ cells: [[Int]], _ sums: (rows: [Int], columns: [Int], total: Int)) -> Int {
        if cell.row < rows, cell.column < columns { return cells[cell.row][cell.column] }
        if cell.row < rows { return sums.rows[cell.row] }
        return cell.column < columns ? sums.columns[cell.column] : sums.total
      }
      guard number(other, after) != number(counts, before) else { return false }
      return hidden.allSatisfy {
        isAllowed(
          other[$0 / columns][$0 % columns], was: counts[$0 / columns][$0 % columns], .suppressed)
      }
        && (0..<rows).allSatisfy {
          isAllowed(after.rows[$0], was: before.rows[$0], table.rowTotals[$0])
        }
        && (0..<columns).allSatisfy {
          isAllowed(after.columns[$0], was: before.columns[$0], table.columnTotals[$0])
        } && isAllowed(after.total, was: before.total, table.total)
    }
  }

  @Test("No hidden cell or total can be worked out, by trying other tables", arguments: 0..<24)
  func enumeration(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let least = 3
    let (rows, columns) = (2 + generator.integer(below: 2), 2)
    let counts = (0..<rows).map { _ in
      (0..<columns).map { _ in generator.integer(below: generator.bernoulli(0.3) ? 4 : 20) }
    }
    let table = Self.disclosed(counts, by: .below(least))
    // Where all but zeros is hidden there is nothing left to hide.
    let shown = table.cells.joined() + table.rowTotals + table.columnTotals + [table.total]
    guard shown.contains(where: { $0 != .suppressed && $0 != .exact(0) }) else { return }
    for row in 0...rows {
      for column in 0...columns {
        let shown =
          row < rows
          ? (column < columns ? table.cells[row][column] : table.rowTotals[row])
          : (column < columns ? table.columnTotals[column] : table.total)
        guard shown == .suppressed else { continue }
        #expect(
          Self.canVary((row, column), of: counts, as: table, least: least),
          "\(counts): row \(row), column \(column) has one value")
      }
    }
  }
}
