internal import EvalLinearAlgebra

extension CovariateFrame {
  /// How a category becomes columns of 0 and 1.
  public enum Coding: Sendable {
    /// One column for each level but the first, for a model with an intercept.
    case treatment
    /// One column for every level, for balance tables.
    case everyLevel
  }

  /// The covariates as numbers: a column a number, columns of 0 and 1 for the levels of a category,
  /// named `sex: M`, and a column `risk score: missing` where values are missing.
  ///
  /// A missing value is 0 in every column but its own indicator. Levels nobody in the frame has
  /// are left out.
  ///
  /// - Complexity: O(*rows* · *columns*)
  public func design(coding: Coding) -> DesignMatrix {
    var names: [String] = []
    var matrixColumns: [[Double]] = []
    for (covariate, column) in zip(covariates, columns) {
      var missing: [Double]?
      switch column {
      case .factor(let factor):
        var levelCounts = Array(repeating: 0, count: factor.levels.count)
        for code in factor.codes where code >= 0 { levelCounts[Int(code)] += 1 }
        var present = levelCounts.indices.filter { levelCounts[$0] > 0 }
        if coding == .treatment, !present.isEmpty { present.removeFirst() }
        for level in present {
          names.append("\(covariate.name): \(factor.levels[level])")
          matrixColumns.append(factor.codes.map { $0 == Int32(level) ? 1 : 0 })
        }
        if factor.codes.contains(where: { $0 < 0 }) {
          missing = factor.codes.map { $0 < 0 ? 1 : 0 }
        }
      case .real(let values):
        names.append(covariate.name)
        matrixColumns.append(
          values.missing.map { flags in
            values.elements.indices.map { flags[$0] ? 0 : values.elements[$0] }
          } ?? values.elements)
        missing = values.missing.map { flags in flags.map { $0 ? 1 : 0 } }
      case .integer, .text, .day, .boolean:
        preconditionFailure("a covariate is a number or a category")
      }
      if let missing {
        names.append("\(covariate.name): missing")
        matrixColumns.append(missing)
      }
    }
    return DesignMatrix(
      names: names,
      matrix: Matrix(
        rowCount: count, columnCount: matrixColumns.count,
        columnMajor: Array(matrixColumns.joined())))
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
