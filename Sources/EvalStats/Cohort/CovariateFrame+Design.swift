internal import EvalLinearAlgebra

extension CovariateFrame {
  /// How a category becomes columns of 0 and 1.
  public enum Coding: Sendable {
    /// One column for each level but the first, for a model with an intercept.
    case treatment
    /// One column for every level, for balance tables.
    case everyLevel
  }

  /// One column of numbers made from a covariate.
  struct CodedColumn {
    let name: String
    let values: [Double]
    /// Place of the covariate in the frame.
    let covariate: Int
    /// The level of a category the column stands for.
    var level: Int?
    /// Whether the column says where the covariate is missing.
    var isMissingIndicator = false
  }

  /// The covariates as numbers: a column a number, columns of 0 and 1 for the levels of a category,
  /// named `sex: M`, and a column `risk score: missing` where values are missing.
  ///
  /// A missing value is 0 in every column but its own indicator. Levels nobody in the frame has
  /// are left out.
  ///
  /// - Complexity: O(*rows* · *columns*)
  public func design(coding: Coding) -> DesignMatrix {
    let coded = codedColumns(coding: coding)
    return DesignMatrix(
      names: coded.map(\.name),
      matrix: Matrix(
        rowCount: count, columnCount: coded.count,
        columnMajor: Array(coded.map(\.values).joined())))
  }

  func codedColumns(coding: Coding) -> [CodedColumn] {
    var coded: [CodedColumn] = []
    for (place, covariate) in covariates.enumerated() {
      var missing: [Double]?
      switch columns[place] {
      case .factor(let factor):
        var levelCounts = Array(repeating: 0, count: factor.levels.count)
        for code in factor.codes where code >= 0 { levelCounts[Int(code)] += 1 }
        var present = levelCounts.indices.filter { levelCounts[$0] > 0 }
        if coding == .treatment, !present.isEmpty { present.removeFirst() }
        for level in present {
          coded.append(
            CodedColumn(
              name: "\(covariate.name): \(factor.levels[level])",
              values: factor.codes.map { $0 == Int32(level) ? 1 : 0 }, covariate: place,
              level: level))
        }
        if factor.codes.contains(where: { $0 < 0 }) {
          missing = factor.codes.map { $0 < 0 ? 1 : 0 }
        }
      case .real(let values):
        coded.append(
          CodedColumn(
            name: covariate.name,
            values: values.missing.map { flags in
              values.elements.indices.map { flags[$0] ? 0 : values.elements[$0] }
            } ?? values.elements, covariate: place))
        missing = values.missing.map { flags in flags.map { $0 ? 1 : 0 } }
      case .integer, .text, .day, .boolean:
        preconditionFailure("a covariate is a number or a category")
      }
      if let missing {
        coded.append(
          CodedColumn(
            name: "\(covariate.name): missing", values: missing, covariate: place,
            isMissingIndicator: true))
      }
    }
    return coded
  }

  /// How many rows miss each covariate.
  public var missingCounts: [Int] {
    columns.map { column in
      switch column {
      case .factor(let factor): factor.codes.count { $0 < 0 }
      case .real(let values): values.missingCount
      case .integer, .text, .day, .boolean: 0
      }
    }
  }
}
