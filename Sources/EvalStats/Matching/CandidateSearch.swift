/// A control a focal unit may take, and how far away it is.
package struct PairCandidate: Sendable, Equatable {
  /// The control, by the number its search knows it by.
  package let control: Int
  /// The distance the search ranks by.
  package let distance: Double

  package init(control: Int, distance: Double) {
    self.control = control
    self.distance = distance
  }
}

/// Finds the nearest control that is still free.
///
/// `GreedyMatcher` decides who chooses next; a search decides who is nearest, and knows every
/// constraint on a pair (exact keys, calipers). Equal distances are decided by the lower number of
/// the control, so that controls numbered in row order follow the published tie rule.
package protocol CandidateSearch {
  /// The nearest control that `focal` may take, or `nil` if none is left for it.
  ///
  /// - Parameter taken: controls `focal` already has; they are passed over.
  mutating func nearest(to focal: Int, excluding taken: [PairCandidate]) -> PairCandidate?

  /// Takes a control out for good.
  mutating func exhaust(_ control: Int)

  /// Whether `focal` may take any control, of a search from which none has been taken out.
  mutating func hasCandidate(for focal: Int) -> Bool
}

extension CandidateSearch {
  package mutating func hasCandidate(for focal: Int) -> Bool {
    nearest(to: focal, excluding: []) != nil
  }
}
