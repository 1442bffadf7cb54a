extension Table {
  /// A column as numbers: real, whole, or true and false as 1 and 0.
  ///
  /// - Throws: `TableError.unknownColumn`, or `.wrongKind` for categories, text and days.
  /// - Complexity: O(1) for real columns, else O(*rows*)
  public func doubles(_ name: String) throws(TableError) -> Values<Double> {
    let column = try column(name)
    switch column {
    case .real(let values): return values
    case .integer(let values):
      return Values(values.elements.map { Double($0) }, missing: values.missing)
    case .boolean(let values):
      return Values(values.elements.map { $0 ? 1 : 0 }, missing: values.missing)
    case .factor, .text, .day:
      throw .wrongKind(column: name, found: column.kindName, expected: "numbers")
    }
  }

  /// A column as strings: text and categories as they are, numbers as the shortest text that reads
  /// back the same, days in ISO form, `TRUE` and `FALSE`.
  ///
  /// - Throws: `TableError.unknownColumn`
  /// - Complexity: O(1) for text columns, else O(*rows*)
  public func strings(_ name: String) throws(TableError) -> Values<String> {
    switch try column(name) {
    case .text(let values): return values
    case .factor(let factor):
      return Values(
        factor.codes.map { $0 < 0 ? "" : factor.levels[Int($0)] },
        missing: factor.codes.map { $0 < 0 })
    case .real(let values):
      return Values(values.elements.map(\.description), missing: values.missing)
    case .integer(let values):
      return Values(values.elements.map(\.description), missing: values.missing)
    case .day(let values):
      return Values(values.elements.map(\.description), missing: values.missing)
    case .boolean(let values):
      return Values(values.elements.map { $0 ? "TRUE" : "FALSE" }, missing: values.missing)
    }
  }

  /// A column of days.
  ///
  /// - Throws: `TableError.unknownColumn`, or `.wrongKind` for any other column.
  public func days(_ name: String) throws(TableError) -> Values<Day> {
    let column = try column(name)
    guard case .day(let values) = column else {
      throw .wrongKind(column: name, found: column.kindName, expected: "days")
    }
    return values
  }

  /// A column as categories, for clusters, strata and arms.
  ///
  /// Levels of text stand in the order of their Unicode scalars, of whole numbers in ascending
  /// order, of true and false as `FALSE`, `TRUE`; those of a factor as they are.
  ///
  /// - Throws: `TableError.unknownColumn`, or `.wrongKind` for real numbers and days.
  /// - Complexity: O(1) for factors, else O(*rows* + *levels* · log *levels*)
  public func factor(_ name: String) throws(TableError) -> Factor {
    let column = try column(name)
    switch column {
    case .factor(let factor): return factor
    case .text(let values): return Factor(values.elements.indices.map { values[$0] })
    case .integer(let values): return Factor(ordering: values) { $0.description }
    case .boolean(let values):
      return Factor(
        codes: values.elements.indices.map { row in
          values[row].map { $0 ? 1 : 0 } ?? Factor.missingCode
        }, levels: ["FALSE", "TRUE"])
    case .real, .day:
      throw .wrongKind(column: name, found: column.kindName, expected: "categories")
    }
  }
}

extension Factor {
  /// Creates a factor whose levels are the distinct values in ascending order.
  init(ordering values: Values<Int>, label: (Int) -> String) {
    var present = Set<Int>()
    for row in values.elements.indices where !values.isMissing(row) {
      present.insert(values.elements[row])
    }
    let levels = present.sorted()
    var codeOfLevel: [Int: Int32] = [:]
    for (code, level) in levels.enumerated() { codeOfLevel[level] = Int32(code) }
    self.init(
      codes: values.elements.indices.map { row in
        values[row].flatMap { codeOfLevel[$0] } ?? Factor.missingCode
      },
      levels: levels.map(label))
  }
}
