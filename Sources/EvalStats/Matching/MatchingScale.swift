/// What a design takes from a whole sample: the scale of its covariates and the widths of its
/// calipers.
///
/// Handed to the match of a part, it makes strata matched one by one equal the match of the whole
/// (where the score is given, a column, or none): the covariance and the standard deviations of a
/// stratum alone would differ. Fitted scores belong to the whole sample too: fit them there and give
/// them to each part.
public struct MatchingScale: Sendable, Equatable {
  /// What each caliper of the design comes to, in its subject's own units.
  public let caliperWidths: [Double]
  /// How covariates become coordinates; `nil` where the distance needs none.
  let covariates: CovariateScaling?
}

extension MatchingProblem {
  /// The scale of a design on this sample, for matching parts of it one by one.
  ///
  /// - Throws: `MatchingError` for what the design or the data cannot support.
  public func scale(for design: MatchingDesign) throws(MatchingError) -> MatchingScale {
    let resolved = try ResolvedDesign(design, for: self)
    return MatchingScale(
      caliperWidths: resolved.calipers.map(\.width), covariates: try resolved.covariateScaling())
  }
}
