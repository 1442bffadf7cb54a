import EvalTestSupport

/// What a kind holds against one cell of a stored matrix.
enum MatrixCell {
  /// The library's value; `nil` for not defined.
  case value(Double?)
  /// Not compared, for a reason the kind gives.
  case aside
  /// No such row or column is known.
  case unknown
}

extension ReferenceComparison {
  /// Compares a `{rows, columns, values}` matrix cell by cell, by the names of rows and columns.
  mutating func checkMatrix(
    _ path: ReferencePath, relative: Double, absolute: Double,
    cell: (_ row: String, _ column: String) -> MatrixCell
  ) {
    guard let matrix = expected(path) else { return }
    guard let rows = matrix["rows"]?.strings, let columns = matrix["columns"]?.strings,
      let values = matrix["values"]?.array?.map({ $0.numbers ?? [] }), values.count == rows.count,
      values.allSatisfy({ $0.count == columns.count })
    else {
      return record(
        path, found: "something else", expected: "a matrix with names", allowed: "",
        isRight: false)
    }
    var wrong: [String] = []
    var compared = 0
    for (row, values) in zip(rows, values) {
      for (column, expected) in zip(columns, values) {
        switch cell(row, column) {
        case .aside: continue
        case .unknown: wrong.append("\(row), \(column): not known")
        case .value(let found):
          compared += 1
          let isRight =
            switch (found, expected) {
            case (nil, nil): true
            case (nil, let expected?): !expected.isFinite
            case (_?, nil): false
            case (let found?, let expected?):
              agree(found, expected, relative: relative, absolute: absolute)
            }
          if isRight { continue }
          wrong.append(
            "\(row), \(column): \(found.map { "\($0)" } ?? "none") for "
              + (expected.map { "\($0)" } ?? "none"))
        }
      }
    }
    record(
      path, found: wrong.joined(separator: "; "), expected: "the peer's table",
      allowed: "relative \(relative), absolute \(absolute)", isRight: wrong.isEmpty,
      valueCount: compared)
  }
}
