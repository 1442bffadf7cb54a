private import Foundation

/// A loss of records that was observed: the ratio of records after to before among the treated over the
/// same among others, in data no programme could have changed.
///
/// A ratio q of 0.9 says that a tenth of the treated's later records are missing beside the others'. A
/// rate-of-change ratio r is then r/q. The limits add the two uncertainties, each side from its own
/// distance to the estimate on the log scale (Zou and Donner 2008, doi:10.1002/sim.3095):
/// log(r/q) − √{(log r − log r_L)² + (log q_U − log q)²}, and + √{(log r_U − log r)² + (log q − log q_L)²}.
/// That takes the two for independent: records the outcome itself is counted from are not. A real
/// change in use that q takes for a loss is corrected away with it.
public struct RecordLoss: Sendable, Equatable {
  /// q.
  public let ratio: Double
  /// Lower end of its 95% interval; `nil` where unknown.
  public let lower: Double?
  /// Upper end of its 95% interval; `nil` where unknown.
  public let upper: Double?

  /// - Throws: `CredibilityError.invalidValue` for a ratio that is not positive and finite, or limits
  ///   that are not, or do not hold it.
  public init(ratio: Double, lower: Double? = nil, upper: Double? = nil) throws(CredibilityError) {
    try CredibilityError.requireRatio(ratio, lower, upper)
    for (limit, name) in [(lower, "the lower limit"), (upper, "the upper limit")] {
      if let limit {
        try CredibilityError.require(
          limit > 0 && limit.isFinite, name, limit, "positive and finite")
      }
    }
    self.ratio = ratio
    self.lower = lower
    self.upper = upper
  }

  /// A finding on the ratio scale, corrected for the loss; its limits are `nil` where those of either
  /// are not known, its p-value always.
  ///
  /// - Throws: `CredibilityError.invalidValue` for an estimate that is no positive ratio, or limits that
  ///   do not hold it.
  public func corrected(_ finding: Finding) throws(CredibilityError) -> Finding {
    try CredibilityError.requireRatio(finding.estimate, finding.lower, finding.upper)
    let estimate = finding.estimate / ratio
    var ends: (lower: Double?, upper: Double?)
    if let own = finding.lower, let upper {
      let reach = hypot(log(finding.estimate / own), log(upper / ratio))
      ends.lower = own > 0 ? estimate * exp(-reach) : 0
    }
    if let own = finding.upper, let lower, own.isFinite {
      ends.upper = estimate * exp(hypot(log(own / finding.estimate), log(ratio / lower)))
    }
    return Finding(
      estimand: finding.estimand,
      method: finding.method + "; divided by a ratio of records of "
        + Decimals.text(ratio, places: 2),
      estimate: estimate, standardError: nil, lower: ends.lower, upper: ends.upper, pValue: nil,
      caveats: finding.caveats + [
        "The correction takes the loss of records for the same in this outcome as in the data it was "
          + "observed in, and the two as independent."
      ])
  }
}
