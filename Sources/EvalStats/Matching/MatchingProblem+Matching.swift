extension MatchingProblem {
  /// Forms matched sets by a design.
  ///
  /// Ties are decided by the lower row throughout, so the result depends neither on the number of
  /// threads nor, where no two candidates are equally near, on the order of the rows.
  ///
  /// - Parameters:
  ///   - design: whom to compare with whom.
  ///   - scale: the scale of the whole sample, where this problem is a part of it; by default its own.
  /// - Returns: a match, empty where the constraints allow no pair at all: those left out are listed
  ///   with their reasons.
  /// - Throws: `MatchingError` for what the design or the data cannot support.
  /// - Complexity: O(*n* log *n*) with a score; with a covariate distance O(*treated · controls*)
  ///   distances at worst. Memory is O(*n · columns*) always.
  public func matched(by design: MatchingDesign, on scale: MatchingScale? = nil)
    throws(MatchingError) -> Match
  {
    let resolved = try ResolvedDesign(design, for: self, scale: scale)
    switch design.method {
    case .nearest(let order, let reuse):
      return try NearestMatching(resolved: resolved, order: order, reuse: reuse).match()
    case .genetic(let search):
      return try GeneticMatching(search, resolved: resolved, problem: self).match()
    case .optimal:
      return try OptimalMatching(resolved: resolved, table: table).match()
    case .optimalFull(let limits):
      return try OptimalFullMatching(resolved: resolved, limits: limits).match()
    }
  }
}
