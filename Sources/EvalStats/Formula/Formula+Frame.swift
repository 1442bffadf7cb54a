extension Formula {
  /// Learns kinds and levels from a table and builds the numbers of a model.
  ///
  /// - Parameters:
  ///   - table: The data; columns the formula does not name are ignored.
  ///   - missing: What to do with rows in which a column is missing.
  ///   - requiring: Further columns that must not be missing (clusters, weights).
  /// - Throws: `FormulaError` for an unknown column, a value that cannot be used, a factor with one
  ///   level, or no complete row.
  /// - Complexity: O(*rows* · *columns of the design*)
  public func frame(
    for table: Table, missing: MissingRows = .drop, requiring: [String] = []
  ) throws(FormulaError) -> ModelFrame {
    let evaluation = FormulaEvaluation(
      try CompleteRows(of: table, columns: columnNames + requiring, missing: missing))
    let used = Set(terms.terms.flatMap(\.variables))
    var values: [FormulaValue?] = []
    var variables: [FormulaSchema.Variable?] = []
    for (index, expression) in terms.variables.enumerated() {
      let value = used.contains(index) ? try evaluation.value(of: expression) : nil
      values.append(value)
      variables.append(
        try value.map { value throws(FormulaError) in try value.kind(in: expression) })
    }
    let response = try evaluation.response(of: self)
    let schema = FormulaSchema(
      formula: self, variables: variables,
      responseLevels: try response?.responseLevels(in: self))
    return try schema.frame(values: values, response: response, with: evaluation)
  }
}

extension FormulaSchema {
  /// The numbers of a model on further data, coded by the levels learned.
  ///
  /// - Parameters:
  ///   - table: The data, with every column the formula names.
  ///   - missing: What to do with rows in which a column is missing.
  ///   - requiring: Further columns that must not be missing (clusters, weights).
  ///   - includingResponse: Whether the response is wanted; without it the table need not have it.
  /// - Throws: `FormulaError`, of which `.unseenLevel` where a factor has a level not learned.
  /// - Complexity: O(*rows* · *columns of the design*)
  public func frame(
    for table: Table, missing: MissingRows = .drop, requiring: [String] = [],
    includingResponse: Bool = true
  ) throws(FormulaError) -> ModelFrame {
    let columns = includingResponse ? formula.columnNames : formula.predictorColumnNames
    let evaluation = FormulaEvaluation(
      try CompleteRows(of: table, columns: columns + requiring, missing: missing))
    var values: [FormulaValue?] = []
    for (expression, variable) in zip(formula.terms.variables, variables) {
      values.append(variable == nil ? nil : try evaluation.value(of: expression))
    }
    return try frame(
      values: values, response: includingResponse ? evaluation.response(of: formula) : nil,
      with: evaluation)
  }

  fileprivate func frame(
    values: [FormulaValue?], response: FormulaValue?, with evaluation: FormulaEvaluation
  ) throws(FormulaError) -> ModelFrame {
    let rows = evaluation.complete.rows
    var coded: [VariableValue?] = []
    for (index, expression) in formula.terms.variables.enumerated() {
      guard let value = values[index], let variable = variables[index] else {
        coded.append(nil)
        continue
      }
      coded.append(try value.coded(as: variable, in: expression, rows: rows))
    }
    var offset: [Double]?
    for expression in formula.terms.offsets {
      let addend = try evaluation.numbers(expression)
      try expression.requireFinite(addend, rows: rows)
      offset = offset.map { zip($0, addend).map(+) } ?? addend
    }
    return ModelFrame(
      schema: self, design: design(of: coded, rowCount: rows.count),
      response: try response?.responseNumbers(levels: responseLevels, in: formula, rows: rows),
      offset: offset, rows: rows, dropped: evaluation.complete.dropped)
  }
}

extension FormulaEvaluation {
  fileprivate func response(of formula: Formula) throws(FormulaError) -> FormulaValue? {
    guard let expression = formula.responseExpression else { return nil }
    return try value(of: expression)
  }
}
