import EvalLinearAlgebra
import EvalStats

/// A small data set for the model tests; its peers' values are in the tests that use it.
enum ModelExample {
  static let x = [0.5, -1.2, 2.3, 0.1, -0.7, 1.9, 3.1, -2.2, 0.8, 1.1]
  static let group: [Double] = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1]
  static let weights: [Double] = [1, 2, 1, 3, 1, 2, 1, 1, 2, 1]
  static let offset = [0.1, 0.2, 0, -0.1, 0.3, 0, 0.2, 0.1, -0.2, 0]
  static let counts: [Double] = [3, 1, 9, 2, 1, 7, 21, 0, 4, 3]
  static let amounts = [1.2, 0.4, 8.5, 1.1, 0.3, 6.2, 14.1, 0.2, 2.2, 2.9]
  static let outcomes: [Double] = [0, 1, 1, 0, 0, 1, 1, 0, 1, 0]
  static let clusters = [1, 1, 2, 2, 3, 3, 3, 4, 5, 5]

  /// Intercept, x and the group.
  static let design = design(("x", x), ("g", group))
  /// Intercept and x.
  static let line = design(("x", x))

  /// An intercept and named columns.
  static func design(_ columns: (String, [Double])...) -> DesignMatrix {
    let ones = [Double](repeating: 1, count: columns.first?.1.count ?? 0)
    return DesignMatrix(
      names: ["(Intercept)"] + columns.map(\.0), matrix: Matrix(columns: [ones] + columns.map(\.1)))
  }
}
