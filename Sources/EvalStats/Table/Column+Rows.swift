extension Values {
  /// The values of the rows named by `indices`, in that order.
  ///
  /// - Complexity: O(*indices*)
  public func rows(at indices: [Int]) -> Values {
    Values(
      indices.map { elements[$0] },
      missing: missing.map { flags in indices.map { flags[$0] } })
  }
}

extension Factor {
  /// The codes of the rows named by `indices`, in that order; the levels stay, used or not.
  ///
  /// - Complexity: O(*indices*)
  public func rows(at indices: [Int]) -> Factor {
    Factor(codes: indices.map { codes[$0] }, levels: levels)
  }

  /// The same factor without the levels that no row has; the order of the others stays.
  ///
  /// - Complexity: O(*rows* + *levels*)
  public var droppingUnusedLevels: Factor {
    var isUsed = [Bool](repeating: false, count: levels.count)
    for code in codes where code >= 0 { isUsed[Int(code)] = true }
    guard isUsed.contains(false) else { return self }
    var newCode = [Int32](repeating: Factor.missingCode, count: levels.count)
    var kept: [String] = []
    for (index, level) in levels.enumerated() where isUsed[index] {
      newCode[index] = Int32(kept.count)
      kept.append(level)
    }
    return Factor(
      codes: codes.map { $0 < 0 ? Factor.missingCode : newCode[Int($0)] }, levels: kept)
  }
}

extension Column {
  /// The column of the rows named by `indices`, in that order.
  ///
  /// - Complexity: O(*indices*)
  public func rows(at indices: [Int]) -> Column {
    switch self {
    case .real(let values): .real(values.rows(at: indices))
    case .integer(let values): .integer(values.rows(at: indices))
    case .factor(let factor): .factor(factor.rows(at: indices))
    case .text(let values): .text(values.rows(at: indices))
    case .day(let values): .day(values.rows(at: indices))
    case .boolean(let values): .boolean(values.rows(at: indices))
    }
  }

  /// How many rows are missing. O(*n*).
  public var missingCount: Int {
    switch self {
    case .real(let values): values.missingCount
    case .integer(let values): values.missingCount
    case .factor(let factor): factor.codes.count { $0 < 0 }
    case .text(let values): values.missingCount
    case .day(let values): values.missingCount
    case .boolean(let values): values.missingCount
    }
  }

  /// What the column holds, as messages name it.
  package var kindName: String {
    switch self {
    case .real: "real"
    case .integer: "integer"
    case .factor: "factor"
    case .text: "text"
    case .day: "day"
    case .boolean: "boolean"
    }
  }
}
