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

  /// A share of people in words, from the counts as they may be shown: "12% of index dates",
  /// "fewer than 8 index dates", "all but fewer than 8 index dates".
  ///
  /// - Parameter noun: What is counted, in the plural.
  func portion(_ part: Int, of whole: Int, _ noun: String) -> String {
    if let share = share(part, of: whole) { return "\(Wording.percent(share)) of \(noun)" }
    guard !suppresses(whole) else { return "some \(noun)" }
    return (suppresses(part) ? "" : "all but ") + "fewer than \(smallestShown) \(noun)"
  }

  /// A count in words: "1,205", "fewer than 8".
  func words(_ count: Int) -> String {
    switch disclose(count) {
    case .exact(let shown): Wording.fixed(Double(shown), places: 0)
    case .suppressed: "fewer than \(smallestShown)"
    }
  }

  /// A finding whose method and caveats give no more away than counts as they may be shown.
  ///
  /// Whole degrees of freedom are the number of matched sets less one, and are shown as a count is.
  func shown(_ finding: Finding) -> Finding {
    guard self != .none else { return finding }
    let method = finding.method.replacing(/\bt\((\d+)\)/) { match in
      "t(\(Int(match.1).map { disclose($0).description } ?? "*"))"
    }
    var degrees = finding.degreesOfFreedom
    if let exact = degrees, exact == exact.rounded(), exact < 9e15 {
      degrees = if case .exact(let count) = disclose(Int(exact)) { Double(count) } else { nil }
    }
    return Finding(
      estimand: finding.estimand, method: method, estimate: finding.estimate,
      standardError: finding.standardError, lower: finding.lower, upper: finding.upper,
      pValue: finding.pValue, degreesOfFreedom: degrees,
      caveats: finding.caveats.map(shown))
  }
}
