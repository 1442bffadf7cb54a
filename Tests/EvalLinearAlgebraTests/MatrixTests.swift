import EvalLinearAlgebra
import EvalTestSupport
import Testing

@Suite("Matrix")
struct MatrixTests {
  let left = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
  let right = Matrix(rows: [[1, 0], [-1, 2], [3, 1]])

  @Test("stores its elements column by column")
  func storesByColumn() {
    #expect(left.storage == [1, 4, 2, 5, 3, 6])
    #expect(left[1, 2] == 6)
    #expect(left.column(1) == [2, 5])
    #expect(left.row(1) == [4, 5, 6])
    #expect(left.transposed.storage == [1, 2, 3, 4, 5, 6])
  }

  @Test("picks rows and columns in the order asked")
  func picksRowsAndColumns() {
    #expect(left.columns(at: [2, 0]) == Matrix(rows: [[3, 1], [6, 4]]))
    #expect(left.rows(at: [1, 0, 1]) == Matrix(rows: [[4, 5, 6], [1, 2, 3], [4, 5, 6]]))
  }

  @Test("multiplies as by hand")
  func multiplies() {
    #expect(left * right == Matrix(rows: [[8, 7], [17, 16]]))
    #expect(left * [1, 1, 1] == [6, 15])
    #expect(left.transposeTimes([1, 1]) == [5, 7, 9])
    #expect(right.transposeTimes(left.transposed) == Matrix(rows: [[8, 17], [7, 16]]))
    #expect(left.timesTranspose(left) == Matrix(rows: [[14, 32], [32, 77]]))
    #expect(left + left == 2 * left)
    #expect((left - left).storage.allSatisfy { $0 == 0 })
  }

  @Test("multiplies matrices without rows, columns or an inner dimension", arguments: [0, 1, 3])
  func multipliesEmpty(size: Int) {
    let product =
      Matrix(rowCount: size, columnCount: 0) * Matrix(rowCount: 0, columnCount: 2)
    #expect(product == Matrix(rowCount: size, columnCount: 2))
  }

  @Test(
    "the weighted gram equals the sum over rows at every block edge",
    arguments: [1, 3, 64, 2_047, 2_048, 2_049, 5_000])
  func gramEqualsSumOverRows(rowCount: Int) {
    let matrix = Matrix(columns: [
      (0..<rowCount).map { Double($0 % 7) - 3 }, (0..<rowCount).map { Double($0 % 11) },
    ])
    let weights = (0..<rowCount).map { Double($0 % 5) }
    let gram = matrix.gram(weights: weights)
    for first in 0..<2 {
      for second in 0..<2 {
        let expected = (0..<rowCount).reduce(0) {
          $0 + weights[$1] * matrix[$1, first] * matrix[$1, second]
        }
        #expect(agree(gram[first, second], expected, relative: 1e-12, absolute: 1e-9))
      }
    }
    let plain = matrix.gram()
    let product = matrix.transposeTimes(matrix)
    for (found, expected) in zip(plain.storage, product.storage) {
      #expect(agree(found, expected, relative: 1e-13))
    }
  }
}
