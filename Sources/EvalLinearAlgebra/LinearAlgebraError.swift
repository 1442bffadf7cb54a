/// What can be wrong with numbers handed to a factorisation or a solver.
public enum LinearAlgebraError: Error, Sendable, Equatable {
  /// The matrix has no inverse: the pivot of `column` (counted from 0) vanishes.
  case singular(column: Int)
  /// The matrix is not positive definite: the leading minor of order `order` is not.
  case notPositiveDefinite(order: Int)
  /// An element is infinite or not a number.
  case nonFinite(row: Int, column: Int)
  /// An iteration inside LAPACK did not converge.
  case notConverged(routine: String)

  /// A stable name of the case.
  public var code: String {
    switch self {
    case .singular: "singular-matrix"
    case .notPositiveDefinite: "not-positive-definite"
    case .nonFinite: "non-finite-value"
    case .notConverged: "factorisation-not-converged"
    }
  }

  /// Where the fault stands.
  public var location: String? {
    switch self {
    case .singular(let column): "column \(column + 1)"
    case .notPositiveDefinite(let order): "leading minor \(order)"
    case .nonFinite(let row, let column): "row \(row + 1), column \(column + 1)"
    case .notConverged: nil
    }
  }

  /// What was found and what to do.
  public var message: String {
    switch self {
    case .singular(let column):
      "column \(column + 1) is a combination of the columns before it; leave it out"
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite (leading minor \(order)); "
        + "look for duplicated or constant columns"
    case .nonFinite(let row, let column):
      "row \(row + 1), column \(column + 1) is infinite or not a number; remove or impute it"
    case .notConverged(let routine):
      "LAPACK's \(routine) did not converge; rescale the columns to similar sizes"
    }
  }
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String { message }
}
