extension CovariateColumns {
  /// The columns one covariate becomes.
  ///
  /// - Parameters:
  ///   - marksMissing: fill a missing number with the mean and mark the place; give missing values a
  ///     column of their own.
  ///   - kept: rows that count; of the others a value that is not finite is as good as missing.
  static func expanded(
    _ name: String, _ column: EvalStats.Column, marksMissing: Bool, kept: [Bool]?
  ) -> [Column] {
    if case .real(let values) = column, values.missing == nil, kept == nil {
      // The column itself, not a copy of it.
      return [Column(name: name, covariate: name, values: values.elements)]
    }
    if let factor = column.categories, column.missingCount == 0 {
      return factor.levels.indices.map { Column(level: $0, of: factor, name: name, isMissing: nil) }
    }
    let missing = (0..<column.count).map { column.isMissing($0) }
    var columns =
      if let factor = column.categories {
        levels(of: factor, name: name, missing: missing)
      } else {
        [number(column, name: name, missing: missing, isFilled: marksMissing, kept: kept)]
      }
    if marksMissing, missing.contains(true) {
      columns.append(marker(of: name, level: column.categories?.levels.count, missing: missing))
    }
    return columns
  }

  /// The columns, each covariate that has gaps followed by a 0/1 column that says where, unless there
  /// is one.
  func markingGaps() -> CovariateColumns {
    let marked = Set(columns.filter(\.marksMissing).map(\.covariate))
    var result: [Column] = []
    for (place, column) in columns.enumerated() {
      result.append(column)
      guard let missing = column.isMissing, !marked.contains(column.covariate),
        !columns.dropFirst(place + 1).contains(where: { $0.covariate == column.covariate })
      else { continue }
      result.append(CovariateColumns.marker(of: column.covariate, level: nil, missing: missing))
    }
    return result.count == columns.count
      ? self : CovariateColumns(columns: result, rowCount: rowCount)
  }

  private static func marker(of name: String, level: Int?, missing: [Bool]) -> Column {
    Column(
      name: "\(name): missing", covariate: name, level: level,
      values: missing.map { $0 ? 1 : 0 }, marksMissing: true)
  }

  private static func number(
    _ column: EvalStats.Column, name: String, missing: [Bool], isFilled: Bool, kept: [Bool]?
  ) -> Column {
    let value = number(column)
    var missing = missing
    let rows = missing.indices
    if let kept {
      for row in rows where !kept[row] && !missing[row] && !value(row).isFinite {
        missing[row] = true
      }
    }
    let observed = rows.filter { !missing[$0] }
    let filler =
      isFilled && !observed.isEmpty
      ? observed.reduce(0) { $0 + value($1) } / Double(observed.count) : 0
    return Column(
      name: name, covariate: name, values: rows.map { missing[$0] ? filler : value($0) },
      isMissing: missing)
  }

  private static func levels(of factor: Factor, name: String, missing: [Bool]) -> [Column] {
    let missing = missing.contains(true) ? missing : nil
    return factor.levels.indices.map {
      Column(level: $0, of: factor, name: name, isMissing: missing)
    }
  }

  /// The value of a row as a number; arbitrary where missing.
  private static func number(_ column: EvalStats.Column) -> (Int) -> Double {
    switch column {
    case .real(let values): { values.elements[$0] }
    case .integer(let values): { Double(values.elements[$0]) }
    case .day(let values): { Double(values.elements[$0].daysSinceEpoch) }
    case .boolean(let values): { values.elements[$0] ? 1 : 0 }
    case .factor, .text: preconditionFailure("categories are no numbers")
    }
  }
}

extension Column {
  /// The column as a factor if it holds categories or text, else `nil`.
  var categories: Factor? {
    switch self {
    case .factor(let factor): factor
    case .text(let values): Factor(values.elements.indices.map { values[$0] })
    case .real, .integer, .day, .boolean: nil
    }
  }
}
