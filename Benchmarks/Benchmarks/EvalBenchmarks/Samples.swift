import EvalLinearAlgebra
import EvalStats

/// Made data of a given size, always the same.
enum Samples {
  /// People with covariates and an arm; about one in twenty is treated, likelier with a larger
  /// second column.
  struct Cohort {
    let design: DesignMatrix
    let treated: [Bool]

    func problem(scores: [Double]?) throws -> MatchingProblem {
      try MatchingProblem(
        treated: treated,
        covariates: (1..<design.columnCount).map { (design.names[$0], design.matrix.column($0)) },
        scores: scores)
    }
  }

  static func matrix(rowCount: Int, columnCount: Int) -> Matrix {
    var generator = SeededGenerator(seed: 1)
    return Matrix(
      rowCount: rowCount, columnCount: columnCount,
      columnMajor: (0..<(rowCount * columnCount)).map { _ in generator.normal() })
  }

  static func cohort(rowCount: Int, columnCount: Int) -> Cohort {
    var matrix = matrix(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount { matrix[row, 0] = 1 }
    var generator = SeededGenerator(seed: 2)
    let treated = (0..<rowCount).map { generator.uniform() < (matrix[$0, 1] > 0 ? 0.08 : 0.02) }
    let names = (0..<columnCount).map { $0 == 0 ? "(Intercept)" : "x\($0)" }
    return Cohort(design: DesignMatrix(names: names, matrix: matrix), treated: treated)
  }

  /// Sets of one treated person and three controls, with a ratio of 0.8.
  static func counts(setCount: Int) -> PrePostCounts {
    var generator = SeededGenerator(seed: 3)
    let members = 0..<(4 * setCount)
    return PrePostCounts(
      arms: members.map { $0 % 4 == 0 ? .treated : .control }, sets: members.map { $0 / 4 },
      persons: Array(members), weights: members.map { _ in 1 },
      before: members.map { _ in Double(generator.poisson(mean: 3)) },
      timeBefore: members.map { _ in 12 },
      after: members.map { Double(generator.poisson(mean: $0 % 4 == 0 ? 2.4 : 3)) },
      timeAfter: members.map { _ in 12 })
  }
}
