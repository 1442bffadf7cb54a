internal import EvalStats

extension MatchedStudy {
  /// The main window of each outcome by the groups the protocol names.
  func subgroups(of estimates: [OutcomeEstimate]) -> [StudyResults.SubgroupResult] {
    let main = mainWindows(of: estimates)
    return main.indices.flatMap { outcome in
      plan.subgroups.enumerated().map { place, groups in
        subgroup(main[outcome], by: groups, place: outcome * plan.subgroups.count + place)
      }
    }
  }

  private func subgroup(
    _ estimate: OutcomeEstimate, by plan: StudyProtocol.SubgroupPlan, place: Int
  ) -> StudyResults.SubgroupResult {
    var result = StudyResults.SubgroupResult(
      outcome: estimate.outcome.setting.rawValue, label: estimate.outcome.label,
      windowMonths: estimate.months, attribute: plan.attribute, groupNoun: plan.label, groups: [],
      interaction: nil, trend: nil, pooled: nil, iSquared: nil, prediction: nil, sentence: nil,
      notEstimated: nil)
    guard let counts = estimate.counts else { return result }
    guard let labels = labels(of: counts.persons, by: plan) else {
      result.notEstimated =
        "'\(plan.attribute)' does not fall into groups; name cut points with 'bands'"
      return result
    }
    do {
      let grouped = try GroupedRateOfChange(
        counts, groups: labels, groupNoun: plan.label,
        suppressing: { self.plan.disclosure.suppresses($0) })
      let pooled = try? grouped.pooled()
      let shrunken = (try? pooled?.shrunken()) ?? []
      result.groups = grouped.groups.map { group in
        shown(group, shrunken: shrunken.first { $0.label == group.label }?.finding)
      }
      var generator = generator(.subgroups, place)
      let dealt = try? grouped.permutationTest(
        repetitions: self.plan.permutations, using: &generator)
      result.interaction = try shown(interaction(of: grouped, dealt))
      if plan.grouping != .values { result.trend = try? shown(grouped.trend()) }
      result.pooled = (try? pooled?.pooled()).map(shown)
      result.iSquared = pooled?.iSquared
      result.prediction = (try? pooled?.prediction()).map(shown)
      let subject = SentenceSubject(outcome: OutcomeSentence.lowered(estimate.outcome.label))
      result.sentence = self.plan.disclosure.shown(
        try grouped.sentence(subject, permutation: dealt))
    } catch {
      result.notEstimated = self.plan.disclosure.shown(error.description)
    }
    return result
  }

  private func shown(_ finding: Finding) -> Finding { plan.disclosure.shown(finding) }

  /// Dealing the sets out to the groups at random, which holds with few sets in a group; the Wald
  /// test where people serve in several sets.
  private func interaction(
    of grouped: GroupedRateOfChange, _ dealt: GroupPermutationTest?
  ) throws(HeterogeneityError) -> Finding {
    let estimand = "test that the groups do not differ in their rates of change"
    if let dealt {
      return Finding(
        estimand: estimand, method: dealt.method, estimate: dealt.statistic, standardError: nil,
        lower: nil, upper: nil, pValue: dealt.pValue, caveats: dealt.caveats)
    }
    let test = try grouped.interactionTest()
    return Finding(
      estimand: estimand, method: test.method, estimate: test.statistic, standardError: nil,
      lower: nil, upper: nil, pValue: test.pValue,
      degreesOfFreedom: test.denominatorDegreesOfFreedom, caveats: test.caveats)
  }

  private func shown(
    _ group: GroupedRateOfChange.Group, shrunken: Finding?
  ) -> StudyResults.SubgroupResult.Group {
    let disclosure = plan.disclosure
    var refusal: String?
    if case .failure(let reason) = group.ratio { refusal = disclosure.shown(reason.message) }
    return StudyResults.SubgroupResult.Group(
      label: group.label, people: group.treatedCount.map { disclosure.disclose($0) } ?? .suppressed,
      sets: group.setCount.map { disclosure.disclose($0) } ?? .suppressed,
      ratio: (try? group.ratio.get()).map(shown), shrunken: shrunken.map(shown),
      notEstimated: refusal)
  }

  /// The group of each person; `nil` for a column that does not fall into groups.
  private func labels(of persons: [Int], by plan: StudyProtocol.SubgroupPlan) -> Factor? {
    guard let column = try? register.attributes.column(plan.attribute) else { return nil }
    let groups: Factor?
    switch plan.grouping {
    case .values: groups = Factor(groups: column)
    case .quintiles:
      guard case .integer(let deciles) = column else { return nil }
      groups = Factor.deprivationQuintiles(ofDeciles: (0..<deciles.count).map { deciles[$0] })
    case .bands(let cuts):
      guard let numbers = try? register.attributes.doubles(plan.attribute) else { return nil }
      groups = try? Factor.bands(of: (0..<numbers.count).map { numbers[$0] }, cutPoints: cuts)
    }
    return groups.map { groups in
      Factor(codes: persons.map { groups.codes[$0] }, levels: groups.levels)
    }
  }
}
