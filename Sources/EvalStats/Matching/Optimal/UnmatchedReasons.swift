/// Why someone is left without partners by optimal matching.
struct UnmatchedReasons {
  private let resolved: ResolvedDesign
  private let metric: PairMetric
  private let pairs: AdmissiblePairs
  private let isMirrored: Bool

  /// - Parameters:
  ///   - pairs: the pairs as seen from those left out.
  ///   - isMirrored: whether those are the partners.
  init(
    _ resolved: ResolvedDesign, metric: PairMetric, pairs: AdmissiblePairs,
    isMirrored: Bool = false
  ) {
    self.resolved = resolved
    self.metric = metric
    self.pairs = pairs
    self.isMirrored = isMirrored
  }

  /// The first reason that applies to each, by row.
  ///
  /// - Parameters:
  ///   - focals: the focal units without partners.
  ///   - isTooShort: those who found too few, by focal unit.
  func reasons(for focals: [Int], isTooShort: [Bool]) -> [Int: Match.Reason] {
    guard !focals.isEmpty else { return [:] }
    let occupied = Set(pairs.partnerRows.map { resolved.strata.strata[$0] })
    let withoutCalipers =
      resolved.calipers.isEmpty
      ? pairs
      : AdmissiblePairs(
        resolved, metric: metric, isMirrored: isMirrored, withCalipers: false)
    var reasons: [Int: Match.Reason] = [:]
    for focal in focals {
      let row = pairs.focalRows[focal]
      reasons[row] =
        if isTooShort[focal] {
          .tooFewPartners
        } else if !occupied.contains(resolved.strata.strata[row]) {
          .noneInExactStratum
        } else if !pairs.nearest(focal, count: 1).arcs.isEmpty {
          .allTaken
        } else if !withoutCalipers.nearest(focal, count: 1).arcs.isEmpty {
          resolved.calipers.isEmpty ? .allTaken : .noneInsideCaliper
        } else {
          resolved.antiExact.isEmpty ? .allForbidden : .noneDiffering
        }
    }
    return reasons
  }
}
