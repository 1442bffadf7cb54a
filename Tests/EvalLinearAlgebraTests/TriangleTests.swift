import EvalLinearAlgebra
import EvalTestSupport
import Testing

@Suite("Triangle of a weighted matrix")
struct TriangleTests {
  private func matrix(_ rowCount: Int) -> Matrix {
    Matrix(columns: [
      Array(repeating: 1, count: rowCount),
      (0..<rowCount).map { Double(($0 * 37) % 101) / 7 },
      (0..<rowCount).map { Double(($0 * 53) % 89) - 40 },
    ])
  }

  @Test(
    "RᵀR is the weighted cross-product, whatever the number of rows",
    arguments: [1, 2, 3, 8, 17, 2_047, 2_048, 2_049, 5_000])
  func crossProduct(rowCount: Int) throws {
    let matrix = matrix(rowCount)
    let weights = (0..<rowCount).map { Double($0 % 4) }
    let triangle = try matrix.triangle(weights: weights)
    let expected = matrix.gram(weights: weights)
    let found = triangle.transposeTimes(triangle)
    let size = expected.storage.map(abs).max() ?? 0
    for (found, expected) in zip(found.storage, expected.storage) {
      #expect(agree(found, expected, absolute: 1e-13 * size))
    }
    for column in 0..<3 { for row in (column + 1)..<3 { #expect(triangle[row, column] == 0) } }
  }

  @Test("the triangle shows the rank that the cross-products have lost")
  func rank() throws {
    // Columns that differ by 1e-6 of their length have a cross-product singular to 1e-12.
    let matrix = matrix(5_000)
    var near = matrix.column(1)
    for row in near.indices { near[row] += 1e-6 * matrix[row, 2] }
    let close = Matrix(columns: [matrix.column(0), matrix.column(1), near])
    #expect(try PivotedQR(close.triangle()).aliasedColumns == [])
    let equal = Matrix(columns: [matrix.column(0), matrix.column(1), matrix.column(1)])
    #expect(try PivotedQR(equal.triangle()).aliasedColumns == [2])
  }

  @Test("an infinite element is refused with its place")
  func nonFinite() {
    var matrix = matrix(10)
    matrix[4, 2] = .infinity
    #expect(throws: LinearAlgebraError.self) { try matrix.triangle() }
    var weights = [Double](repeating: 1, count: 10)
    weights[6] = .nan
    let whole = self.matrix(10)
    #expect(throws: LinearAlgebraError.nonFinite(row: 6, column: 3)) {
      try whole.triangle(weights: weights)
    }
  }
}
