internal import EvalLinearAlgebra

extension FormulaSchema {
  /// The value of one variable on the rows used.
  enum VariableValue {
    case numbers([Double])
    case codes([Int32])
  }

  /// The matrix of a formula from the values of its variables.
  ///
  /// - Complexity: O(*rows* · (*columns* + Σ *variables of a term*))
  func design(of values: [VariableValue?], rowCount: Int) -> DesignMatrix {
    var storage = [Double](repeating: 0, count: rowCount * columnNames.count)
    var start = 0
    if formula.hasIntercept {
      for row in 0..<rowCount { storage[row] = 1 }
      start = rowCount
    }
    for (index, term) in formula.terms.terms.enumerated() {
      start += fill(
        &storage, from: start, rowCount: rowCount,
        factors: zip(term.variables, codings[index]).map { (values[$0], variables[$0], $1) })
    }
    return DesignMatrix(
      names: columnNames,
      matrix: Matrix(rowCount: rowCount, columnCount: columnNames.count, columnMajor: storage))
  }

  /// Writes the columns of one term and returns how many elements they take.
  ///
  /// Each row has at most one column that is not zero: the one of its combination of levels. It
  /// holds the product of the term's numbers.
  private func fill(
    _ storage: inout [Double], from start: Int, rowCount: Int,
    factors: [(value: VariableValue?, variable: Variable?, coding: Coding)]
  ) -> Int {
    var product = [Double](repeating: 1, count: rowCount)
    // The column of a row within the term, or −1 where a reference level makes the row zero.
    var column = [Int](repeating: 0, count: rowCount)
    var columnCount = 1
    for (value, variable, coding) in factors {
      switch value {
      case .numbers(let numbers):
        for row in 0..<rowCount { product[row] *= numbers[row] }
      case .codes(let codes):
        guard case .factor(let levels) = variable else { continue }
        let skipped = coding == .contrasts ? 1 : 0
        for row in 0..<rowCount where column[row] >= 0 {
          let level = Int(codes[row]) - skipped
          column[row] = level < 0 ? -1 : column[row] + level * columnCount
        }
        columnCount *= levels.count - skipped
      case nil: continue
      }
    }
    for row in 0..<rowCount where column[row] >= 0 {
      storage[start + column[row] * rowCount + row] = product[row]
    }
    return columnCount * rowCount
  }
}
