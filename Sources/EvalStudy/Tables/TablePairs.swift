internal import EvalStats

/// Reads pairs and distances that name the rows of another table.
struct TablePairs {
  /// The row of each name.
  private let rowOf: [String: Int]
  private let treated: [Bool]

  /// - Parameters:
  ///   - names: the name of each row; row numbers from 1 where `nil`.
  ///   - treated: the arm of each row.
  /// - Throws: `TableRequestError` if two rows have one name.
  init(names: Values<String>?, treated: [Bool]) throws(TableRequestError) {
    var rowOf: [String: Int] = [:]
    for row in treated.indices {
      let name = names?[row] ?? String(row + 1)
      guard rowOf.updateValue(row, forKey: name) == nil else {
        throw TableRequestError(
          option: "--id",
          problem: "the column names two rows alike, so pairs cannot name one; choose a column "
            + "that tells every row apart")
      }
    }
    self.rowOf = rowOf
    self.treated = treated
  }

  /// The pairs of a table with the columns `treated` and `control`.
  func pairs(_ table: Table, option: String) throws -> [MatchedPair] {
    let (treated, controls) = (try table.strings("treated"), try table.strings("control"))
    return try (0..<table.rowCount).map { line in
      MatchedPair(
        treated: try row(treated[line], option: option, line: line),
        control: try row(controls[line], option: option, line: line))
    }
  }

  /// A matrix whose first column names the treated row of each line and whose header the controls.
  func distances(_ table: Table, option: String) throws -> DistanceMatrix {
    guard let nameColumn = table.names.first else {
      throw TableRequestError(option: option, problem: "the file of distances has no column")
    }
    let lines = try table.strings(nameColumn)
    let controlRows = treated.indices.filter { !treated[$0] }
    let treatedRows = treated.indices.filter { treated[$0] }
    var columnOf: [Int: Values<String>] = [:]
    for name in table.names.dropFirst() {
      columnOf[try row(name, option: option, line: -1)] = try table.strings(name)
    }
    var lineOf: [Int: Int] = [:]
    for line in 0..<table.rowCount {
      lineOf[try row(lines[line], option: option, line: line)] = line
    }
    let values = try treatedRows.flatMap { row in
      try controlRows.map { control in
        guard let line = lineOf[row], let text = columnOf[control]?[line],
          let value = Double(text)
        else {
          throw TableRequestError(
            option: option,
            problem:
              "the distance of rows \(row + 1) and \(control + 1) is not a number; give one for "
              + "each treated row and control (Inf to forbid a pair)")
        }
        return value
      }
    }
    return try DistanceMatrix(values, treated: treated)
  }

  private func row(_ name: String?, option: String, line: Int) throws(TableRequestError) -> Int {
    guard let name, let row = rowOf[name] else {
      let place = line < 0 ? "the header" : "line \(line + 2)"
      throw TableRequestError(
        option: option,
        problem: "\(place) names a row that the table does not have; name rows as --id does, or by "
          + "their number from 1")
    }
    return row
  }
}
