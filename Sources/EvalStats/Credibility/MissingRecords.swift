/// What a share of missing records would do to a result, and how it would have to be corrected.
///
/// If a share x of the treated's records after the index date never arrived, and none of the
/// controls' nor any from before, no effect at all would show as a ratio of 1 − x, and a ratio of rates
/// of change is to be divided by 1 − x. Every record is taken to be as likely missing as any other,
/// whoever's and whenever it is, and x as known. Nothing here looks at an outcome, so that x can be
/// judged before one is seen; it does not say that any record is missing.
public struct MissingRecords: Sendable, Equatable {
  /// x, the share of the treated's records after the index date that are missing.
  public let share: Double

  /// Shares that are asked about unless others are named: 5, 10 and 20%.
  public static let usualShares = [0.05, 0.1, 0.2]

  /// - Throws: `CredibilityError.invalidValue` for a share below 0, or of 1 or more: without records
  ///   there is nothing to correct.
  public init(share: Double) throws(CredibilityError) {
    try CredibilityError.require(
      share >= 0 && share < 1, "the share of missing records", share, "at least 0 and below 1")
    self.share = share
  }

  /// What a true ratio of 1 would show as: 1 − x.
  public var apparentRatioOfNoEffect: Double { 1 - share }

  /// What an observed ratio is multiplied with: 1/(1 − x).
  public var correctionFactor: Double { 1 / (1 - share) }

  /// What a true difference in differences of 0 would show as: −x · rate, with the treated's true rate
  /// after the index date.
  public func apparentDifferenceOfNoEffect(treatedRateAfter rate: Double) -> Double {
    -share * rate
  }

  /// A difference in differences, corrected: d + r · x/(1 − x), with the treated's observed rate r after
  /// the index date, in the units of the difference.
  public func corrected(difference: Double, treatedRateAfter rate: Double) -> Double {
    difference + rate * share / (1 - share)
  }

  /// A finding on the ratio scale with its interval, corrected as if x were known exactly.
  ///
  /// The p-value is left out: it tested another ratio. The standard error, of the logarithm, stays.
  public func corrected(_ ratio: Finding) -> Finding {
    Finding(
      estimand: ratio.estimand,
      method: ratio.method
        + "; corrected as if \(Finding.percentText(share)) of the treated's records after the index "
        + "date were missing",
      estimate: ratio.estimate * correctionFactor, standardError: ratio.standardError,
      lower: ratio.lower.map { $0 * correctionFactor },
      upper: ratio.upper.map { $0 * correctionFactor }, pValue: nil,
      degreesOfFreedom: ratio.degreesOfFreedom,
      caveats: ratio.caveats + [
        "The correction takes the share of missing records as known and as the same for every kind of "
          + "record."
      ])
  }

  /// "If 10% of the records of people seen by the MDT after the index date were missing, and none of
  /// similar people's, no effect at all would look like a fall of 10%."
  public func sentence(_ subject: SentenceSubject) -> String {
    let percent = Finding.percentText(share)
    return "If \(percent) of the records of \(subject.treated) after the index date were missing, "
      + "and none of those of \(subject.controls), no effect at all would look like "
      + (share > 0 ? "a fall of \(percent)." : "what it is.")
  }
}
