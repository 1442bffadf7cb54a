internal import EvalStats

extension MatchedStudy {
  /// How p-values are adjusted over outcomes and windows.
  static let adjustment = MultiplicityAdjustment.holm

  /// The outcomes as readers see them.
  func outcomes(of estimates: [OutcomeEstimate]) -> [StudyResults.OutcomeResult] {
    // A declared primary outcome is not one among several.
    let adjusted = Self.adjustment.adjust(
      estimates.map { $0.isPrimary ? nil : $0.ratio?.pValue })
    return estimates.indices.map { place in
      result(of: estimates[place], adjusted: adjusted[place])
    }
  }

  private func result(
    of estimate: OutcomeEstimate, adjusted: Double?
  ) -> StudyResults.OutcomeResult {
    let share = estimate.change.flatMap { RegressionToTheMean($0) }?.controlShareOfChange
    let others = alternatives(estimate)
    return StudyResults.OutcomeResult(
      outcome: estimate.outcome.setting.rawValue, label: estimate.outcome.label,
      unit: estimate.outcome.setting.unit, windowMonths: estimate.months,
      isPrimary: estimate.isPrimary, setsInWindow: plan.disclosure.disclose(estimate.setCount),
      arms: estimate.counts.map { counts in
        Arm.allCases.map { armRates($0, counts, estimate) }
      } ?? [],
      naiveChange: estimate.naive.map(plan.disclosure.shown),
      rateOfChange: estimate.ratio.map(plan.disclosure.shown), adjustedPValue: adjusted,
      adjustmentMethod: adjusted == nil ? nil : Self.adjustment.label,
      alternatives: others.findings, unavailable: others.unavailable,
      controlShareOfChange: estimate.ratio == nil ? nil : share,
      sentence: OutcomeSentence(estimate, adjustedPValue: adjusted).text,
      notEstimated: estimate.ratio == nil ? estimate.obstacle : nil)
  }

  private func armRates(
    _ arm: Arm, _ counts: PrePostCounts, _ estimate: OutcomeEstimate
  ) -> StudyResults.ArmRates {
    // What few people used is theirs to know, whatever the count.
    let isMoney = !estimate.outcome.setting.isCounted
    func shown(_ value: Double?, _ period: Period) -> Double? {
      guard let value,
        let scale = plan.disclosure.scale(of: arm, period, in: counts, isMoney: isMoney)
      else { return nil }
      return value * scale
    }
    func rate(_ period: Period) -> Double? {
      shown(Rate(of: arm, period, in: counts).perThousand, period)
    }
    func events(_ period: Period) -> DisclosedCount {
      plan.disclosure.suppresses(arm, period, of: counts, isMoney: isMoney)
        ? .suppressed : plan.disclosure.shown(counts.total(of: arm, period))
    }
    let means = counts.meansPerPerson(of: arm)
    return StudyResults.ArmRates(
      arm: arm, people: plan.disclosure.disclose(counts.peopleCount(of: arm)),
      eventsBefore: events(.before), eventsAfter: events(.after),
      personMonthsBefore: plan.disclosure.personMonths(of: arm, .before, in: counts),
      personMonthsAfter: plan.disclosure.personMonths(of: arm, .after, in: counts),
      rateBefore: rate(.before),
      rateAfter: rate(.after), meanPerPersonBefore: shown(means?.before, .before),
      meanPerPersonAfter: shown(means?.after, .after),
      change: estimate.change.flatMap { try? $0.change(in: arm) }.map(plan.disclosure.shown))
  }

  /// The other estimators side by side, and why any is missing.
  private func alternatives(
    _ estimate: OutcomeEstimate
  ) -> (findings: [Finding], unavailable: [StudyResults.Unavailable]) {
    guard let change = estimate.change, estimate.ratio != nil else { return ([], []) }
    let resampling = RateOfChange.Resampling(
      seed: plan.seed, permutations: plan.permutations, resamples: plan.bootstrapReplicates)
    var findings: [Finding] = []
    var unavailable: [StudyResults.Unavailable] = []
    for estimator in RateOfChange.Estimator.allCases where estimator != .poisson {
      do {
        let finding = try change.finding(by: estimator, resampling: resampling)
        findings.append(plan.disclosure.shown(finding))
      } catch {
        unavailable.append(
          StudyResults.Unavailable(
            method: estimator.label, reason: plan.disclosure.shown(error.message)))
      }
    }
    return (findings, unavailable)
  }
}
