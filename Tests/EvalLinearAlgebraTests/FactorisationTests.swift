import EvalLinearAlgebra
import EvalTestSupport
import Testing

/// Expected values by numpy 2.4.6 (`cholesky`, `solve`, `eigvalsh`, `lstsq`, `pinv`, `inv`).
@Suite("Factorisations")
struct FactorisationTests {
  let definite = Matrix(rows: [[4, 2, 0.5], [2, 3, 1], [0.5, 1, 2]])
  let tall = Matrix(rows: [[1, 1, 2], [1, 2, 1], [1, 3, 5], [1, 4, 3], [1, 5, 8]])
  let response: [Double] = [1, 3, 2, 5, 4]

  @Test("Cholesky gives the upper factor, solves and inverts")
  func cholesky() throws {
    let factor = try Cholesky(definite)
    expectEqual(factor.upper.row(0), [2, 1, 0.25])
    expectEqual(factor.upper.transposeTimes(factor.upper).storage, definite.storage)
    #expect(factor.upper[2, 0] == 0)
    expectEqual(definite * factor.solve([1, 2, 3]), [1, 2, 3])
    expectEqual((definite * factor.inverse).storage, Matrix.identity(3).storage)
  }

  @Test("Cholesky names the leading minor that is not positive")
  func choleskyOfIndefinite() {
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Cholesky(Matrix(rows: [[1, 2], [2, 1]]))
    }
  }

  @Test("every solver refuses a value that is not finite and says where")
  func nonFinite() {
    let expected = LinearAlgebraError.nonFinite(row: 1, column: 0)
    let matrix = Matrix(rows: [[1, 2], [.nan, 1]])
    #expect(throws: expected) { try Cholesky(matrix) }
    #expect(throws: expected) { try PivotedQR(matrix) }
    #expect(throws: expected) { try SymmetricEigen(matrix) }
    #expect(throws: expected) { try matrix.pseudoInverse() }
    #expect(throws: expected) { try LeastSquares(matrix, [1, 2]) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 2)) {
      try LeastSquares(Matrix(rows: [[1, 2], [3, 1]]), [.infinity, 2])
    }
    #expect(expected.message.contains("row 2, column 1"))
  }

  @Test("least squares agrees with lstsq")
  func leastSquares() throws {
    let fit = try LeastSquares(tall, response)
    expectEqual(fit.coefficients, [0.3785714285714281, 1.5749999999999975, -0.5535714285714264])
    #expect(fit.aliasedColumns.isEmpty)
    expectEqual(tall.transposeTimes(fit.residuals), [0, 0, 0])
  }

  @Test("QR names the later of two collinear columns and fits the rest")
  func aliasedColumns() throws {
    let doubled = Matrix(columns: [
      tall.column(0), tall.column(1), tall.column(1).map { 2 * $0 + 3 }, tall.column(2),
    ])
    let factorisation = try PivotedQR(doubled)
    #expect(factorisation.aliasedColumns == [2])
    #expect(factorisation.independentColumns == [0, 1, 3])
    expectEqual(
      factorisation.solve(response), [0.3785714285714281, 1.5749999999999975, -0.5535714285714264])
    expectEqual(
      factorisation.inverseGram.storage,
      [
        1.1142857142857152, -0.3500000000000005, 0.035714285714285844, -0.35000000000000114,
        0.27500000000000063, -0.12500000000000022, 0.035714285714286476, -0.1250000000000004,
        0.08928571428571443,
      ])
    let wide = try PivotedQR(tall.rows(at: [0, 1]))
    #expect(wide.rank == 2)
    #expect(wide.aliasedColumns == [2])
  }

  @Test("a column of tiny numbers is not mistaken for a dependent one")
  func scaleDoesNotDecideRank() throws {
    let scaled = Matrix(columns: [tall.column(0), tall.column(1).map { $0 * 1e-9 }, tall.column(2)])
    #expect(try PivotedQR(scaled).rank == 3)
  }

  @Test("symmetric eigenvalues ascend and rebuild the matrix")
  func eigen() throws {
    let eigen = try SymmetricEigen(definite)
    expectEqual(eigen.values, [1.09652161729672, 2.0722239520050763, 5.8312544306982055])
    expectEqual(eigen.applying { $0 }.storage, definite.storage)
    let root = eigen.inverseSquareRoot(tolerance: 1e-12)
    expectEqual((root * root * definite).storage, Matrix.identity(3).storage)
  }

  @Test("the pseudo-inverse of a singular matrix meets Penrose's four conditions")
  func pseudoInverse() throws {
    let singular = Matrix(rows: [[1, 2, 3], [2, 4, 6], [1, 1, 1], [0, 1, 2]])
    let inverse = try singular.pseudoInverse()
    expectEqual((singular * inverse * singular).storage, singular.storage)
    expectEqual((inverse * singular * inverse).storage, inverse.storage)
    expectEqual((singular * inverse).transposed.storage, (singular * inverse).storage)
    expectEqual((inverse * singular).transposed.storage, (inverse * singular).storage)
    expectEqual(
      try tall.pseudoInverse().row(1),
      [
        -0.3249999999999927, 0.07500000000000337, -0.14999999999999766, 0.3749999999999974,
        0.024999999999997195,
      ])
    let symmetric = Matrix(rows: [[2, 2], [2, 2]])
    expectEqual(
      try SymmetricEigen(symmetric).pseudoInverse(tolerance: 1e-10).storage,
      [0.125, 0.125, 0.125, 0.125])
  }

  private func expectEqual(
    _ found: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (value, wanted) in zip(found, expected) {
      #expect(
        agree(value, wanted, relative: 1e-12, absolute: 1e-13), "\(value) for \(wanted)",
        sourceLocation: sourceLocation)
    }
  }
}
