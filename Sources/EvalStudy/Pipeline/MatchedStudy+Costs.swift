internal import EvalStats

/// What activity cost, with what a reader must know beside it.
struct CostEstimates {
  var results: [StudyResults.CostResult] = []
  var caveats: [String] = []
}

extension MatchedStudy {
  /// Cost per person by setting and in total, before and after, over the protocol's cost window.
  ///
  /// Settings whose window the records do not cover are left out and named.
  ///
  /// - Throws: `CostError` if a setting has no unit cost or one for another unit.
  func costs(_ unitCosts: UnitCostTable?) throws -> CostEstimates {
    guard let costPlan = plan.costs, let unitCosts else { return CostEstimates() }
    let windows = PrePostWindows(months: costPlan.windowMonths)
    var estimates = CostEstimates()
    var activity: [Setting: PrePostCounts] = [:]
    var uncovered: [String] = []
    for outcome in plan.outcomes {
      if let unit = outcome.setting.activityUnit {
        // A setting without a price is an error even where its window is not covered.
        _ = try unitCosts.cost(
          of: outcome.setting, by: unit, priceYear: costPlan.priceYear)
      }
      if let counts = try? counts(of: cohort, in: outcome.setting, windows) {
        activity[outcome.setting] = counts
      } else {
        uncovered.append(outcome.label)
      }
    }
    if !uncovered.isEmpty {
      estimates.caveats.append(
        "Not costed, because the records do not cover \(costPlan.windowMonths) months before and "
          + "after: \(uncovered.joined(separator: ", ")).")
    }
    guard !activity.isEmpty else { return estimates }
    var generator = generator(.costs)
    let comparison = try CostComparison(
      of: activity, unitCosts: unitCosts, priceYear: costPlan.priceYear,
      payers: costPlan.payers, repetitions: plan.bootstrapReplicates, using: &generator)
    estimates.caveats += comparison.caveats + paidBack(activity[.adultSocialCare])
    let months = costPlan.windowMonths
    let hidden = hiddenSettings(of: comparison, activity)
    for line in comparison.lines {
      guard let setting = line.setting, let counts = activity[setting], !hidden.contains(setting)
      else { continue }
      estimates.results.append(result(line, of: counts, months: months))
    }
    if !hidden.isEmpty {
      let labels = comparison.lines.compactMap(\.setting).filter(hidden.contains).map(label(of:))
      estimates.caveats.append(
        "Not shown alone, because of small counts or because a small count could be had from it and "
          + "the total: \(labels.joined(separator: ", ")).")
    }
    if let total = comparison.total {
      if plan.disclosure.suppresses(aCellOf: total.pounds, isMoney: true) {
        estimates.caveats.append("The total cost is hidden by the disclosure rule.")
      } else {
        if !hidden.isEmpty {
          estimates.caveats.append("The difference in the total cost is that of all settings.")
        }
        // What is shown of use times its price, taken from a mean of all, would be the hidden one.
        estimates.results.append(
          result(total, of: total.pounds, months: months, hidesMeans: !hidden.isEmpty))
      }
    } else if let only = comparison.lines.first, let setting = only.setting,
      let counts = activity[setting], hidden.isEmpty
    {
      estimates.results.append(result(only, of: counts, months: months, isTotal: true))
    }
    return estimates
  }

  /// The settings whose cost may not be shown beside the total: those with a hidden count and, where
  /// that is one alone of those added up, the smallest other one that cost anything too, since the
  /// difference in the total less those in the rest would be the hidden one.
  private func hiddenSettings(
    of comparison: CostComparison, _ activity: [Setting: PrePostCounts]
  ) -> Set<Setting> {
    var hidden = Set(
      activity.filter { setting, counts in
        plan.disclosure.suppresses(aCellOf: counts, isMoney: !setting.isCounted)
      }.keys)
    let parts = comparison.lines.filter {
      $0.setting != .emergency || activity[.nonElective] == nil
    }
    let hiddenParts = parts.filter { $0.setting.map(hidden.contains) ?? false }
    guard comparison.total != nil, hiddenParts.count == 1 else { return hidden }
    func size(_ line: CostComparison.Line) -> Double {
      abs(line.treatedBefore) + abs(line.treatedAfter) + abs(line.controlBefore)
        + abs(line.controlAfter)
    }
    // One that cost nothing, which its count of 0 says, would hide nothing.
    let others = parts.filter { $0 != hiddenParts[0] && size($0) > 0 }
    if let next = others.min(by: { size($0) < size($1) })?.setting { hidden.insert(next) }
    return hidden
  }

  /// What to keep in mind where somebody's social care came to less than nothing.
  private func paidBack(_ care: PrePostCounts?) -> [String] {
    guard let care else { return [] }
    let members = (0..<care.count).filter { care.before[$0] < 0 || care.after[$0] < 0 }
    let people = Set(members.map { care.persons[$0] }).count
    guard people > 0 else { return [] }
    return [
      "Adult social care comes to less than nothing before or after for "
        + "\(plan.disclosure.words(people)) of the matched people, because refunds and corrections "
        + "count as they are booked."
    ]
  }

  private func label(of setting: Setting) -> String {
    plan.outcomes.first { $0.setting == setting }?.label ?? setting.label
  }

  /// A line with its means made from the counts, or pounds, as they may be shown.
  private func result(
    _ line: CostComparison.Line, of counts: PrePostCounts, months: Int, isTotal: Bool = false,
    hidesMeans: Bool = false
  ) -> StudyResults.CostResult {
    func shown(_ pounds: Double, _ arm: Arm, _ period: Period) -> Double? {
      hidesMeans ? nil : plan.disclosure.scale(of: arm, period, in: counts).map { pounds * $0 }
    }
    let setting = isTotal ? nil : line.setting
    let label = setting.map { self.label(of: $0) } ?? "All settings"
    let subject =
      setting == nil ? "the whole cost" : "the cost of \(OutcomeSentence.lowered(label))"
    return StudyResults.CostResult(
      setting: setting?.rawValue ?? "total", label: label, payer: line.payer,
      windowMonths: months, treatedBefore: shown(line.treatedBefore, .treated, .before),
      treatedAfter: shown(line.treatedAfter, .treated, .after),
      controlBefore: shown(line.controlBefore, .control, .before),
      controlAfter: shown(line.controlAfter, .control, .after),
      differenceInDifferences: plan.disclosure.shown(line.difference), basis: line.basis,
      sentence: Self.sentence(line.difference, subject: subject, months: months))
  }

  private static func sentence(_ difference: Finding, subject: String, months: Int) -> String {
    let amount = Wording.pounds(abs(difference.estimate))
    let start =
      "Over \(months) months \(subject) was \(amount) "
      + "\(difference.estimate < 0 ? "lower" : "higher") per treated person than the change among "
      + "matched people would lead one to expect"
    guard let lower = difference.lower, let upper = difference.upper else { return start + "." }
    let interval =
      " (95% interval \(Wording.pounds(lower)) to \(Wording.pounds(upper)))"
    return lower > 0 || upper < 0
      ? start + interval + "." : start + interval + ", which is within chance."
  }
}
