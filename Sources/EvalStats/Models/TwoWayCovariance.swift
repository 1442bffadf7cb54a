internal import EvalLinearAlgebra

/// A covariance clustered two ways, made a covariance again: its subtraction can leave negative
/// eigenvalues, which are set to zero.
struct TwoWayCovariance {
  let matrix: Matrix
  /// Whether setting them to zero raised a variance by more than rounding does.
  let isClipped: Bool

  /// What the name of a clipped covariance goes on with.
  static let note = "negative eigenvalues set to zero"

  /// - Parameter sum: V(first) + V(second) − V(first and second together).
  init(clipping sum: Matrix) throws(LinearAlgebraError) {
    let eigen = try SymmetricEigen(sum)
    let clipped = eigen.applying { max($0, 0) }
    matrix = clipped
    isClipped = (0..<sum.rowCount).contains { place in
      clipped[place, place] - sum[place, place] > 1e-9 * clipped[place, place]
    }
  }
}
