extension MatchingProblem {
  /// Forms matched sets by a design.
  ///
  /// Ties are decided by the lower row throughout, so the result depends neither on the number of
  /// threads nor, where no two candidates are equally near, on the order of the rows.
  ///
  /// - Returns: a match, empty where the constraints allow no pair at all: those left out are listed
  ///   with their reasons.
  /// - Throws: `MatchingError` for what the design or the data cannot support.
  /// - Complexity: O(*n* log *n*) with a score; with a covariate distance O(*treated · controls*)
  ///   distances at worst. Memory is O(*n · columns*) always.
  public func matched(by design: MatchingDesign) throws(MatchingError) -> Match {
    let resolved = try ResolvedDesign(design, for: self)
    switch design.method {
    case .nearest(let order, let reuse):
      return try NearestMatching(resolved: resolved, order: order, reuse: reuse).match()
    }
  }
}
