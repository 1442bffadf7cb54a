import Testing

@testable import EvalLinearAlgebra

@Suite("Columns with a centre and a factor")
struct ScaledColumnsTests {
  private static func columns(_ rowCount: Int, _ count: Int) -> [[Double]] {
    var draw = NearestNeighboursTests.Draw(UInt64(rowCount + count))
    return (0..<count).map { _ in (0..<rowCount).map { _ in draw.number() } }
  }

  @Test("row by row, times a matrix, as written out", arguments: [1, 5, 255, 256, 257, 20_000])
  func rowMajor(rowCount: Int) {
    let columns = Self.columns(rowCount, 3)
    let (centres, factors) = ([0.25, -1, 3], [2, 0.5, 1.0])
    let scaled = ScaledColumns(columns, centres: centres, factors: factors, rowCount: rowCount)
    // A weight of 0, which is passed over.
    let matrix = Matrix(columns: [[1, 2, 3], [0.5, 0, -1]])
    var plain: [Double] = []
    var times: [Double] = []
    for row in 0..<rowCount {
      let values = columns.indices.map { (columns[$0][row] - centres[$0]) * factors[$0] }
      plain += values
      times.append(values[0] + 2 * values[1] + 3 * values[2])
      times.append(0.5 * values[0] + -1 * values[2])
    }
    #expect(ColumnCoordinates(scaled).rowMajor() == plain)
    #expect(ColumnCoordinates(scaled, times: matrix).rowMajor() == times)
    let last = Int32(rowCount - 1)
    #expect(
      ColumnCoordinates(scaled, times: matrix).rowMajor(at: [last, 0])
        == Array(times.suffix(2) + times.prefix(2)))
    #expect(scaled.values.map { $0[rowCount - 1] } == Array(plain.suffix(3)))
  }

  @Test("equal rows have equal bits, wherever they stand")
  func equalRows() {
    let rowCount = 20_000
    let columns = Self.columns(50, 4).map { column in (0..<rowCount).map { column[$0 % 50] } }
    let matrix = Matrix(columns: Self.columns(4, 4))
    let coordinates = ColumnCoordinates(
      ScaledColumns(
        columns, centres: [0.1, 0.2, 0.3, 0.4], factors: [1.1, 1.2, 1.3, 1.4], rowCount: rowCount),
      times: matrix
    ).rowMajor()
    for row in 50..<rowCount {
      for axis in 0..<4 where coordinates[row * 4 + axis] != coordinates[row % 50 * 4 + axis] {
        Issue.record("row \(row) differs from row \(row % 50)")
        return
      }
    }
  }

  @Test("cross-products within groups, as written out", arguments: [3, 300, 40_000])
  func crossProducts(rowCount: Int) {
    let columns = Self.columns(rowCount, 3)
    let factors = [2, 0.5, 1.0]
    let scaled = ScaledColumns(columns, centres: [9, 9, 9], factors: factors, rowCount: rowCount)
    let groups = [
      (0..<Int32(rowCount)).filter { $0 % 3 == 1 }, (0..<Int32(rowCount)).filter { $0 % 3 == 2 },
    ]
    let means = groups.map { rows in
      columns.map { column in rows.reduce(0) { $0 + column[Int($1)] } / Double(max(1, rows.count)) }
    }
    let products = scaled.crossProducts(within: groups, means: means)
    for left in 0..<3 {
      for right in 0..<3 {
        var sum = 0.0
        var size = 0.0
        for (rows, means) in zip(groups, means) {
          for row in rows.map(Int.init) {
            let term =
              (columns[left][row] - means[left]) * (columns[right][row] - means[right])
              * factors[left] * factors[right]
            sum += term
            size += abs(term)
          }
        }
        #expect(abs(products[left, right] - sum) <= 1e-13 * size + 1e-300)
      }
    }
  }
}
