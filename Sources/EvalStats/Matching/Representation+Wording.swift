internal import Foundation

extension Representation {
  /// Whom the estimate speaks of, in plain English: "The estimate speaks of 113 of the 185 treated
  /// people: it is not the effect on all treated people."
  ///
  /// - Parameter count: how a count is written; the place to hide small ones.
  public func sentence(count: (Int) -> String = { String($0) }) -> String {
    let people = askedPeople
    if representedCount == 0 {
      return "The estimate speaks of nobody: none of the \(count(askedCount)) \(people) is in the "
        + "match."
    }
    if representedCount < askedCount {
      return "The estimate speaks of \(count(representedCount)) of the \(count(askedCount)) "
        + "\(people), those \(condition): it is not the effect on all \(people)."
        + (isReweighted ? " They do not all count the same." : "")
    }
    return isReweighted
      ? "The estimate speaks of the \(count(askedCount)) \(people), but they do not all count the "
        + "same: it is the effect on people like those for whom the other arm has counterparts."
      : "The estimate speaks of all \(count(askedCount)) \(people)."
  }

  /// Who was left out and why, one line a reason: "72 left out: nobody is inside the caliper."
  ///
  /// - Parameter count: how a count is written; the place to hide small ones.
  public func lossLines(count: (Int) -> String = { String($0) }) -> [String] {
    losses.map { loss in
      "\(count(loss.count)) left out: \(loss.reason?.label ?? "the method gave them no partner")."
    }
  }

  /// In what those spoken of differ most from those left out; `nil` if nobody was left out and all
  /// count the same.
  ///
  /// The means of a small group can give its people away: show it only where both groups may be
  /// shown.
  ///
  /// - Parameters:
  ///   - label: what readers call a column.
  ///   - share: how the share of a 0/1 column among a number of people is written, as a whole
  ///     percentage if `nil`; the place to round or hide what would give small counts away.
  public func differenceSentence(
    label: (String) -> String = { $0 },
    share: ((_ share: Double, _ people: Int) -> String)? = nil
  ) -> String? {
    guard !isWhole, representedCount > 0 else { return nil }
    let others = representedCount < askedCount ? "those left out" : "the people asked about"
    let largest = largestDifferences()
    guard !largest.isEmpty else {
      return "In what was recorded they are like \(others): no characteristic differs by more than "
        + "a tenth of a standard deviation."
    }
    let parts = largest.map { row in
      let (other, people) =
        row.meanLeftOut.map { ($0, askedCount - representedCount) } ?? (row.meanAsked, askedCount)
      func text(_ mean: Double, _ people: Int) -> String {
        guard row.isBinary else { return Self.number(mean) }
        return share?(mean, people) ?? String(format: "%.0f%%", 100 * mean)
      }
      return "\(label(row.name)) (\(text(row.meanRepresented, representedCount)) against "
        + "\(text(other, people)))"
    }
    return "They differ most from \(others) in \(parts.joined(separator: ", "))."
  }

  /// The people the question names.
  private var askedPeople: String {
    switch estimand {
    case .att: "treated people"
    case .atc: "controls"
    case .ate, .ato: "people"
    }
  }

  /// What someone of the other arm is called.
  private var partner: String {
    switch estimand {
    case .att: "a control"
    case .atc: "a treated person"
    case .ate, .ato: "someone of the other arm"
    }
  }

  /// What those spoken of have in common.
  private var condition: String {
    var needs: [String] = []
    for reason in losses.map(\.reason) {
      let need = reason?.condition(partner: partner) ?? "whom the method gave partners"
      if !needs.contains(need) { needs.append(need) }
    }
    return needs.joined(separator: " and ")
  }

  private static func number(_ mean: Double) -> String {
    if abs(mean) >= 100 { return String(format: "%.0f", mean) }
    return String(format: abs(mean) >= 10 ? "%.1f" : "%.2f", mean)
  }
}

extension Match.Reason {
  /// The same as a condition that those satisfy who were not left out.
  ///
  /// - Parameter partner: what someone of the other arm is called.
  func condition(partner: String) -> String {
    switch self {
    case .noneInExactStratum: "with \(partner) who has the same exact values"
    case .noneDiffering: "with \(partner) who differs where they must"
    case .noneInsideCaliper: "with \(partner) inside the caliper"
    case .allTaken: "for whom \(partner) in reach was still free"
    case .discarded: "inside the common range of scores"
    case .tooFewPartners: "with as many partners as a set must have"
    case .allForbidden: "with \(partner) who is not forbidden"
    case .trimmed: "who might well be in either arm"
    case .notChosen: "in the largest balanced sample"
    case .missingCovariate: "of whom every covariate is known"
    }
  }
}
