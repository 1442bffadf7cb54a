/// How an amount per use, such as days per stay or readmissions per discharge, changed among the
/// treated against their matched controls.
///
/// Each arm's mean is Σ amount/Σ uses over its members, and the ratio and difference of the changes are
/// clustered by matched set as a rate of change is; the share of a yes among uses is the mean of 0 and
/// 1. The people and uses compared are those there are: a service that spares people short stays
/// lengthens the mean of the stays that are left, so the number of uses is to be read beside.
public struct PerUseChange: Sendable {
  /// What is estimated, "days per stay".
  public let name: String
  private let change: RateOfChange

  /// Sets amounts over uses of the same members.
  ///
  /// - Parameters:
  ///   - amounts: Their person-time has no part.
  ///   - uses: The uses the amounts belong to, of the same members in the same rows.
  ///   - name: "days per stay", "readmissions per discharge".
  /// - Throws: As `RateOfChange.init`: `.eventsWithoutTime` for an amount without a use,
  ///   `.noPersonTime` for an arm without uses in a window.
  public init(
    _ amounts: PrePostCounts, per uses: PrePostCounts, named name: String
  ) throws(ChangeError) {
    precondition(
      amounts.persons == uses.persons && amounts.arms == uses.arms && amounts.sets == uses.sets,
      "amounts and uses of the same members")
    self.name = name
    change = try RateOfChange(
      PrePostCounts(
        arms: amounts.arms, sets: amounts.sets, persons: amounts.persons,
        weights: amounts.weights, before: amounts.before, timeBefore: uses.before,
        after: amounts.after, timeAfter: uses.after))
  }

  /// The mean amount per use of an arm in a period.
  public func mean(of arm: Arm, _ period: Period) -> Double {
    change.rate(of: arm, period) / 1000
  }

  /// (post₁/pre₁)/(post₀/pre₀) of the means.
  ///
  /// - Throws: As `RateOfChange.ratio`.
  public func ratio() throws(ChangeError) -> Finding {
    renamed(
      try change.ratio(), "ratio of changes in \(name)", method: "ratio of means", times: 1)
  }

  /// (post₁ − pre₁) − (post₀ − pre₀) of the means.
  ///
  /// - Throws: As `RateOfChange.difference`.
  public func difference() throws(ChangeError) -> Finding {
    renamed(
      try change.difference(), "difference in differences of \(name)",
      method: "difference of means", times: 0.001)
  }

  private func renamed(
    _ finding: Finding, _ estimand: String, method: String, times factor: Double
  ) -> Finding {
    // The first words of the method name a model of rates.
    let parts = finding.method.split(separator: ",", maxSplits: 1)
    return Finding(
      estimand: estimand, method: method + (parts.count > 1 ? ",\(parts[1])" : ""),
      estimate: factor * finding.estimate,
      standardError: finding.standardError.map { factor * $0 },
      lower: finding.lower.map { factor * $0 }, upper: finding.upper.map { factor * $0 },
      pValue: finding.pValue, degreesOfFreedom: finding.degreesOfFreedom,
      caveats: finding.caveats + [
        "It speaks of those who had a use; read the number of uses beside it."
      ])
  }
}
