extension ModelFrame {
  /// The fixed effects a formula names after `|`, on the rows of this frame.
  ///
  /// - Parameter table: The table the frame was made of.
  /// - Throws: `FormulaError.meaningless` unless column names joined by `+` stand there;
  ///   `unknownColumn`.
  public func fixedEffects(of table: Table) throws(FormulaError) -> [FixedEffect] {
    guard let second = schema.formula.secondFormula, let names = schema.formula.secondPart,
      !names.isEmpty, second.termNames.map(\.withoutBackticks) == names
    else {
      throw .meaningless(
        term: schema.formula.text,
        reason: "the fixed effects after '|' are column names joined by '+'")
    }
    var effects: [FixedEffect] = []
    for name in names {
      let column: Column
      do { column = try table.column(name) } catch {
        throw .unknownColumn(name, nearest: NearestNames.of(name, among: table.names))
      }
      effects.append(FixedEffect(name: name, groups: column.groupNumbers(rows)))
    }
    return effects
  }
}

extension String {
  fileprivate var withoutBackticks: String {
    count > 1 && hasPrefix("`") && hasSuffix("`") ? String(dropFirst().dropLast()) : self
  }
}

extension Column {
  /// 0, 1, 2 … for the distinct values of some rows in the order they first appear.
  fileprivate func groupNumbers(_ rows: [Int]) -> [Int] {
    switch self {
    case .real(let values): numbered(rows.map { values.elements[$0] })
    case .integer(let values): numbered(rows.map { values.elements[$0] })
    case .boolean(let values): numbered(rows.map { values.elements[$0] })
    case .text(let values): numbered(rows.map { values.elements[$0] })
    case .day(let values): numbered(rows.map { values.elements[$0].daysSinceEpoch })
    case .factor(let factor): numbered(rows.map { factor.codes[$0] })
    }
  }

  private func numbered<Value: Hashable>(_ values: [Value]) -> [Int] {
    var numberOfValue: [Value: Int] = [:]
    return values.map { value in
      let number = numberOfValue[value] ?? numberOfValue.count
      numberOfValue[value] = number
      return number
    }
  }
}
