/// What a pair must satisfy besides its exact stratum and its score caliper.
///
/// Indices are those of the search: focal units and controls, each numbered from 0 in row order.
struct PairConstraints: Sendable {
  /// A bound on the difference of one covariate.
  struct Difference: Sendable {
    let focal: [Double]
    let control: [Double]
    /// The largest difference allowed or, where `demandsDistance`, one that must be exceeded.
    let width: Double
    let demandsDistance: Bool
  }

  /// A key in which the two must differ.
  struct Distinct: Sendable {
    let focal: [Int32]
    let control: [Int32]
  }

  var differences: [Difference] = []
  var distinct: [Distinct] = []
  /// The controls a focal unit may not have.
  var forbidden: [Int: Set<Int>] = [:]

  /// Whether every pair is admitted.
  var isEmpty: Bool { differences.isEmpty && distinct.isEmpty && forbidden.isEmpty }

  /// Whether a pair satisfies every constraint.
  func admit(_ focal: Int, _ control: Int) -> Bool {
    distinct.allSatisfy { $0.focal[focal] != $0.control[control] }
      && differences.allSatisfy { bound in
        bound.demandsDistance
          != PairConstraints.isWithin(
            bound.width, of: bound.focal[focal], and: bound.control[control])
      }
      && (forbidden.isEmpty || forbidden[focal]?.contains(control) != true)
  }

  /// Whether two values differ by at most `width`, bounds included.
  ///
  /// Decimal data are not binary: 0.8 − 0.6 exceeds 0.2 by rounding alone. The comparison therefore
  /// forgives the rounding of its three numbers, eight units in the last place of the largest.
  static func isWithin(_ width: Double, of left: Double, and right: Double) -> Bool {
    abs(left - right) <= width + 8 * max(abs(left), abs(right), width).ulp
  }
}
