extension MatchingProblem {
  /// Forms matched sets by a design.
  ///
  /// Ties are decided by the lower row throughout, so the result depends neither on the number of
  /// threads nor, where no two candidates are equally near, on the order of the rows.
  ///
  /// - Parameters:
  ///   - design: whom to compare with whom.
  ///   - scale: the scale of the whole sample, where this problem is a part of it; by default its own.
  ///   - solver: what solves integer programmes, for the methods that need one.
  ///   - progress: told where nearest-neighbour matching stands: when the first person looks for a
  ///     partner, once in some thousands of people, and when all are done, from any thread. Other
  ///     methods serve nobody before everybody and tell nothing.
  /// - Returns: a match, empty where the constraints allow no pair at all: those left out are listed
  ///   with their reasons.
  /// - Throws: `MatchingError` for what the design or the data cannot support.
  /// - Complexity: O(*n* log *n*) with a score; with a covariate distance O(*treated · controls*)
  ///   distances at worst. Memory is O(*n · columns*) always.
  public func matched(
    by design: MatchingDesign, on scale: MatchingScale? = nil,
    solver: (any IntegerProgrammeSolver)? = nil,
    progress: (@Sendable (MatchingProgress) -> Void)? = nil
  ) throws(MatchingError) -> Match {
    let resolved = try ResolvedDesign(design, for: self, scale: scale)
    switch design.method {
    case .nearest(let order, let reuse):
      let total = progress == nil ? 0 : resolved.focalRows.count
      progress?(MatchingProgress(done: 0, total: total))
      let match = try NearestMatching(
        resolved: resolved, order: order, reuse: reuse, progress: progress
      ).match()
      progress?(MatchingProgress(done: total, total: total))
      return match
    case .genetic(let search):
      return try GeneticMatching(search, resolved: resolved, problem: self).match()
    case .optimal:
      return try OptimalMatching(resolved: resolved, table: table).match()
    case .optimalFull(let limits):
      return try OptimalFullMatching(resolved: resolved, limits: limits).match()
    case .subclassification(let settings):
      return try SubclassMatching(resolved: resolved, settings: settings).match()
    case .coarsenedExact(let coarsening):
      return try CoarsenedExactMatching(resolved: resolved, coarsening: coarsening).match()
    case .exact:
      return try CoarsenedExactMatching(resolved: resolved, coarsening: nil).match()
    case .generalisedFull(let settings):
      return try GeneralisedFullMatching(resolved: resolved, settings: settings).match()
    case .weighting(let scheme):
      return try WeightingMatching(resolved: resolved, scheme: scheme).match()
    case .selection(let settings):
      guard let solver else { throw .noSolver }
      return try SelectionMatching(
        resolved: resolved, settings: settings, table: table, solver: solver
      ).match()
    }
  }
}
