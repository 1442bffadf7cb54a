internal import EvalStats

extension DisclosurePolicy {
  /// A sentence with the counts of people, members and sets in it as they may be shown.
  ///
  /// Estimators count whom they leave out without knowing who reads it.
  func shown(_ sentence: String) -> String {
    guard self != .none else { return sentence }
    return sentence.replacing(/\b(\d[\d,]*) (members?|person|people|matched sets?|sets?|pairs?)\b/)
    {
      match in
      let count = Int(match.1.filter { $0 != "," }) ?? 0
      return "\(disclose(count)) \(match.2)"
    }
  }

  /// A finding whose caveats give no small count away.
  func shown(_ finding: Finding) -> Finding {
    Finding(
      estimand: finding.estimand, method: finding.method, estimate: finding.estimate,
      standardError: finding.standardError, lower: finding.lower, upper: finding.upper,
      pValue: finding.pValue, degreesOfFreedom: finding.degreesOfFreedom,
      caveats: finding.caveats.map(shown))
  }
}
