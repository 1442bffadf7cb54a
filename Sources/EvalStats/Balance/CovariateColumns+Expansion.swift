extension CovariateColumns {
  /// The columns one covariate becomes.
  ///
  /// - Parameters:
  ///   - marksMissing: fill a missing number with the mean and mark the place; give a missing
  ///     category its own level.
  ///   - kept: rows that count; the others become 0.
  static func expanded(
    _ name: String, _ column: EvalStats.Column, marksMissing: Bool, kept: [Bool]?
  ) -> [Column] {
    if let factor = column.categories {
      return levels(of: factor, name: name, marksMissing: marksMissing, kept: kept)
    }
    let rows = 0..<column.count
    let observed = rows.filter { !column.isMissing($0) }
    let value = number(column)
    let filler =
      marksMissing && !observed.isEmpty
      ? observed.reduce(0) { $0 + value($1) } / Double(observed.count) : 0
    var columns = [
      Column(
        name: name, covariate: name,
        values: rows.map { row in
          kept?[row] == false ? 0 : column.isMissing(row) ? filler : value(row)
        })
    ]
    if marksMissing, observed.count < column.count {
      columns.append(
        Column(
          name: "\(name) (missing)", covariate: name,
          values: rows.map { column.isMissing($0) ? 1 : 0 }))
    }
    return columns
  }

  private static func levels(
    of factor: Factor, name: String, marksMissing: Bool, kept: [Bool]?
  ) -> [Column] {
    func indicator(_ code: Int32) -> [Double] {
      factor.codes.indices.map { kept?[$0] != false && factor.codes[$0] == code ? 1 : 0 }
    }
    var columns = factor.levels.enumerated().map { index, level in
      Column(
        name: name + level, covariate: name, level: index, values: indicator(Int32(index)))
    }
    if marksMissing, factor.codes.contains(Factor.missingCode) {
      columns.append(
        Column(
          name: "\(name) (missing)", covariate: name, level: factor.levels.count,
          values: indicator(Factor.missingCode)))
    }
    return columns
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
