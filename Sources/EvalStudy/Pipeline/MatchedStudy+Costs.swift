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
    estimates.caveats += comparison.caveats
    var hidden: [String] = []
    for line in comparison.lines {
      if let setting = line.setting, let counts = activity[setting],
        plan.disclosure.suppresses(aCellOf: counts)
      {
        hidden.append(label(of: setting))
      } else {
        estimates.results.append(result(line, months: costPlan.windowMonths))
      }
    }
    if !hidden.isEmpty {
      estimates.caveats.append(
        "Not shown alone, because of small counts: \(hidden.joined(separator: ", ")).")
    }
    if let total = comparison.total {
      estimates.results.append(result(total, months: costPlan.windowMonths))
    } else if let only = comparison.lines.first, hidden.isEmpty {
      estimates.results.append(result(only, months: costPlan.windowMonths, isTotal: true))
    }
    return estimates
  }

  private func label(of setting: Setting) -> String {
    plan.outcomes.first { $0.setting == setting }?.label ?? setting.label
  }

  private func result(
    _ line: CostComparison.Line, months: Int, isTotal: Bool = false
  ) -> StudyResults.CostResult {
    let setting = isTotal ? nil : line.setting
    let label = setting.map { self.label(of: $0) } ?? "All settings"
    let subject =
      setting == nil ? "the whole cost" : "the cost of \(OutcomeSentence.lowered(label))"
    return StudyResults.CostResult(
      setting: setting?.rawValue ?? "total", label: label, payer: line.payer,
      windowMonths: months, treatedBefore: line.treatedBefore, treatedAfter: line.treatedAfter,
      controlBefore: line.controlBefore, controlAfter: line.controlAfter,
      differenceInDifferences: line.difference, basis: line.basis,
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
