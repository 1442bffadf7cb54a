import EvalTestSupport
import Testing

@testable import EvalLinearAlgebra

@Suite("One walk over the rows of a regression")
struct RegressionPassTests {
  /// Numbers without a pattern, the same at every run.
  private static func number(_ place: Int) -> Double {
    Double((place &* 7_919 &+ 104_729) % 10_007) / 10_007 - 0.5
  }

  private static func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(
      rowCount: rows, columnCount: columns,
      columnMajor: (0..<(rows * columns)).map { number($0) })
  }

  @Test(
    "Predictors, cross-products and scores are those of plain loops, at the edges of blocks too",
    arguments: [1, 3, 1_023, 1_024, 1_025, 16_384, 16_385, 40_000], [0, 1, 4, 7])
  func plainLoops(rows: Int, columns: Int) throws {
    let matrix = Self.matrix(rows, columns)
    let coefficients = (0..<columns).map { Self.number($0 + 5) }
    let offset = (0..<rows).map { Self.number(3 * $0) }
    let pass = try #require(
      RegressionPass(matrix, coefficients: coefficients, offset: offset) {
        rows, predictor, means, weights, scores in
        for place in 0..<predictor.count {
          means[place] = 2 * predictor[place]
          weights[place] = predictor[place] * predictor[place]
          scores[place] = Double(rows.lowerBound + place)
        }
        return Double(rows.count)
      })
    #expect(pass.objective == Double(rows))
    var gram = [Double](repeating: 0, count: columns * columns)
    var score = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      var sum = 0.0
      for column in 0..<columns { sum += matrix[row, column] * coefficients[column] }
      sum += offset[row]
      #expect(pass.predictor[row] == sum)
      #expect(pass.means[row] == 2 * sum)
      for column in 0..<columns {
        score[column] += matrix[row, column] * Double(row)
        for other in 0..<columns {
          gram[other + column * columns] += matrix[row, column] * matrix[row, other] * sum * sum
        }
      }
    }
    for place in 0..<columns {
      let scale = Double(rows) * Double(rows)
      #expect(abs(pass.score[place] - score[place]) <= 1e-12 * scale)
    }
    for place in gram.indices {
      #expect(abs(pass.gram.storage[place] - gram[place]) <= 1e-12 * Double(rows))
    }
  }

  @Test("A row that cannot be evaluated ends the walk with nothing")
  func refused() {
    let matrix = Self.matrix(40_000, 2)
    let pass = RegressionPass(matrix, coefficients: [1, 1], offset: nil) {
      rows, predictor, means, weights, scores in
      for place in 0..<predictor.count {
        means[place] = 0
        weights[place] = 1
        scores[place] = 0
      }
      return rows.contains(39_999) ? nil : 0
    }
    #expect(pass == nil)
  }

  @Test("Twice the same walk gives the same bits")
  func repeatable() throws {
    let matrix = Self.matrix(100_000, 5)
    func walk() throws -> RegressionPass {
      try #require(
        RegressionPass(matrix, coefficients: [1, 2, 3, 4, 5], offset: nil) {
          _, predictor, means, weights, scores in
          for place in 0..<predictor.count {
            means[place] = predictor[place]
            weights[place] = abs(predictor[place])
            scores[place] = predictor[place]
          }
          return 1
        })
    }
    let (first, second) = (try walk(), try walk())
    #expect(first.gram == second.gram)
    #expect(first.score == second.score)
  }

  @Test("The range of a column, or that it holds what is no number", arguments: [1, 7, 8, 9, 40])
  func finiteRange(count: Int) {
    var values = (0..<count).map { Self.number($0) }
    #expect(values.finiteRange?.lowerBound == values.min())
    #expect(values.finiteRange?.upperBound == values.max())
    for place in values.indices {
      for broken in [Double.nan, .infinity, -.infinity] {
        let kept = values[place]
        values[place] = broken
        #expect(values.finiteRange == nil)
        #expect(!Matrix(rowCount: count, columnCount: 1, columnMajor: values).isFinite)
        values[place] = kept
      }
    }
    #expect(Matrix(rowCount: count, columnCount: 1, columnMajor: values).isFinite)
    #expect([Double]().finiteRange == nil)
  }

  @Test("Sums of rows by group are those of a plain loop")
  func groupSums() {
    let matrix = Self.matrix(300, 3)
    let groups = (0..<300).map { $0 % 7 == 6 ? -1 : $0 % 7 }
    let factors = (0..<300).map { Self.number($0) }
    let sums = matrix.sums(of: factors, by: groups, groupCount: 6)
    for group in 0..<6 {
      for column in 0..<3 {
        var sum = 0.0
        for row in 0..<300 where groups[row] == group {
          sum += matrix[row, column] * factors[row]
        }
        #expect(sums[group, column] == sum)
      }
    }
  }
}
