/// One walk over the rows of a regression: the linear predictor, what each row makes of it, and the
/// cross-products that the next step needs, while the rows are in a core's cache.
///
/// Blocks of fixed size go to all processors and are added in their order, each with one BLAS thread,
/// so that results depend on neither.
package struct RegressionPass: Sendable {
  /// Xβ + offset, summed for each row over the columns in their order, the offset last.
  package let predictor: [Double]
  /// What the evaluation made of each row: its mean.
  package let means: [Double]
  /// Its weight, not negative.
  package let weights: [Double]
  /// Its score.
  package let scores: [Double]
  /// XᵀWX with W the diagonal of `weights`.
  package let gram: Matrix
  /// Xᵀ·`scores`
  package let score: [Double]
  /// The sum of what the evaluation returned.
  package let objective: Double

  /// Evaluates some rows: told which, and their linear predictors, it writes means, weights and
  /// scores and returns a part of the objective, or `nil` if a row cannot be.
  package typealias Evaluation =
    @Sendable (
      _ rows: Range<Int>, _ predictor: Span<Double>, _ means: inout MutableSpan<Double>,
      _ weights: inout MutableSpan<Double>, _ scores: inout MutableSpan<Double>
    ) -> Double?

  /// Rows at a time: 1,024 rows of 20 columns and their weighted copy are 320 KiB, within a core's
  /// second cache.
  private static let blockRows = 1_024

  /// Walks over the rows.
  ///
  /// - Returns: `nil` if a row cannot be evaluated or the objective is not finite.
  /// - Complexity: O(*rows · columns²*), memory O(*rows* + *columns²*).
  package init?(
    _ matrix: Matrix, coefficients: [Double], offset: [Double]?, evaluate: Evaluation
  ) {
    let count = matrix.rowCount
    let order = matrix.columnCount
    precondition(
      coefficients.count == order, "\(coefficients.count) coefficients for \(order) columns")
    precondition(
      offset == nil || offset!.count == count, "\(offset?.count ?? 0) offsets for \(count) rows")
    var predictor = [Double](unwritten: count)
    var means = [Double](unwritten: count)
    var weights = [Double](unwritten: count)
    var scores = [Double](unwritten: count)
    // Of each task XᵀWX, Xᵀs and the objective.
    let stride = order * order + order + 1
    var sums = [Double](repeating: 0, count: RowTasks.count(count) * stride)
    matrix.storage.withUnsafeBufferPointer { storage in
      predictor.withUnsafeMutableBufferPointer { predictor in
        means.withUnsafeMutableBufferPointer { means in
          weights.withUnsafeMutableBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { scores in
              sums.withUnsafeMutableBufferPointer { sums in
                // Tasks read the matrix and write rows and sums of their own alone.
                nonisolated(unsafe) let shared = Columns(
                  storage: storage, predictor: predictor, means: means, weights: weights,
                  scores: scores, sums: sums)
                RowTasks.perform(rowCount: count) { task, rows in
                  shared.walk(
                    rows, of: count, coefficients, offset,
                    sums: task * stride..<(task + 1) * stride, evaluate)
                }
              }
            }
          }
        }
      }
    }
    var total = Array(sums.prefix(stride))
    for start in Swift.stride(from: stride, to: sums.count, by: stride) {
      for place in 0..<stride { total[place] += sums[start + place] }
    }
    guard let objective = total.last, objective.isFinite else { return nil }
    self.predictor = predictor
    self.means = means
    self.weights = weights
    self.scores = scores
    self.objective = objective
    score = Array(total[(order * order)..<(order * order + order)])
    var gram = Matrix(
      rowCount: order, columnCount: order, columnMajor: Array(total.prefix(order * order)))
    gram.mirrorUpperTriangle()
    self.gram = gram
  }

  /// Where a task reads and writes.
  private struct Columns {
    let storage: UnsafeBufferPointer<Double>
    let predictor: UnsafeMutableBufferPointer<Double>
    let means: UnsafeMutableBufferPointer<Double>
    let weights: UnsafeMutableBufferPointer<Double>
    let scores: UnsafeMutableBufferPointer<Double>
    let sums: UnsafeMutableBufferPointer<Double>

    func walk(
      _ rows: Range<Int>, of rowCount: Int, _ coefficients: [Double], _ offset: [Double]?,
      sums place: Range<Int>, _ evaluate: Evaluation
    ) {
      let order = coefficients.count
      let gram = UnsafeMutableBufferPointer(
        rebasing: sums[place.lowerBound..<(place.lowerBound + order * order)])
      let score = UnsafeMutableBufferPointer(
        rebasing: sums[gram.count + place.lowerBound..<(place.upperBound - 1)])
      let blockRows = min(RegressionPass.blockRows, rows.count)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: blockRows * (order + 1)) { space in
        let roots = UnsafeMutableBufferPointer(rebasing: space[..<blockRows])
        let scaled = UnsafeMutableBufferPointer(rebasing: space[blockRows...])
        var start = rows.lowerBound
        while start < rows.upperBound {
          let block = start..<min(start + blockRows, rows.upperBound)
          predict(block, of: rowCount, coefficients, offset)
          guard let objective = evaluated(block, evaluate) else {
            sums[place.upperBound - 1] = .nan
            return
          }
          sums[place.upperBound - 1] += objective
          for row in 0..<block.count { roots[row] = weights[start + row].squareRoot() }
          for column in 0..<order {
            let from = column * rowCount + start
            let to = column * block.count
            for row in 0..<block.count { scaled[to + row] = storage[from + row] * roots[row] }
          }
          defer { start = block.upperBound }
          guard order > 0 else { continue }
          BLAS.addGram(
            ofBlock: UnsafeBufferPointer(scaled), rowCount: block.count, columnCount: order,
            to: gram)
          BLAS.addTransposeProduct(
            UnsafeBufferPointer(rebasing: storage[start...]), rowCount: block.count,
            leadingDimension: rowCount, columnCount: order,
            UnsafeBufferPointer(rebasing: scores[block]), to: score)
        }
      }
    }

    private func evaluated(_ block: Range<Int>, _ evaluate: Evaluation) -> Double? {
      var means = MutableSpan(_unsafeElements: self.means[block])
      var weights = MutableSpan(_unsafeElements: self.weights[block])
      var scores = MutableSpan(_unsafeElements: self.scores[block])
      let predictor = Span(_unsafeElements: UnsafeBufferPointer(rebasing: self.predictor[block]))
      return evaluate(block, predictor, &means, &weights, &scores)
    }

    /// Column after column, so that every row is summed in the order of the columns.
    private func predict(
      _ block: Range<Int>, of rowCount: Int, _ coefficients: [Double], _ offset: [Double]?
    ) {
      for row in block { predictor[row] = 0 }
      var column = 0
      while column + 3 < coefficients.count {
        let (a, b) = (coefficients[column], coefficients[column + 1])
        let (c, d) = (coefficients[column + 2], coefficients[column + 3])
        let first = column * rowCount
        let second = first + rowCount
        let third = second + rowCount
        let fourth = third + rowCount
        for row in block {
          let pair = (predictor[row] + storage[first + row] * a) + storage[second + row] * b
          predictor[row] = (pair + storage[third + row] * c) + storage[fourth + row] * d
        }
        column += 4
      }
      while column < coefficients.count {
        let coefficient = coefficients[column]
        let base = column * rowCount
        for row in block { predictor[row] += storage[base + row] * coefficient }
        column += 1
      }
      if let offset {
        offset.withUnsafeBufferPointer { offset in
          for row in block { predictor[row] += offset[row] }
        }
      }
    }
  }
}
