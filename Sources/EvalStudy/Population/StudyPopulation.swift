internal import EvalStats

/// How use is spread over the register and whom the programme has reached, from a study's extracts.
struct StudyPopulation {
  let plan: StudyProtocol
  let extracts: StudyExtracts

  /// The first admitted index date: what is looked at ends the day before.
  private var date: Day { plan.calendar.index.lowerBound }
  private var year: Window { Window.before(months: 12) }
  private var policy: DisclosurePolicy { plan.disclosure }

  /// `nil` where nobody was on the register throughout the year.
  ///
  /// - Throws: `CohortError` or `PopulationError` for a segment that asks for what the extracts do not
  ///   hold.
  func result() throws -> StudyResults.PopulationResult? {
    let people = observed
    guard !people.isEmpty else { return nil }
    let spread = concentration(of: people)
    let reach = try reach()
    let top = topRisk()
    return StudyResults.PopulationResult(
      date: date.description, people: policy.disclose(SensitiveCount(people.count)),
      concentration: spread.results, reach: reach.rows, reachComparison: reach.comparison,
      firstContacts: firstContacts(), seenButNotEligible: reach.outside, topRisk: top,
      sentences: spread.sentences + reach.sentences + sentence(of: top))
  }

  /// People alive and on the register throughout the year before the date.
  private var observed: [Int] {
    let register = extracts.register
    let first = date.advanced(by: year.firstDay)
    return (0..<register.count).filter { person in
      guard let stretch = register.registration(of: person, holding: date) else { return false }
      return stretch.from <= first && (register.deaths[person].map { $0 >= date } ?? true)
    }
  }

  // MARK: Concentration

  private static let topShare = 0.05

  private func concentration(
    of people: [Int]
  ) -> (results: [StudyResults.ConcentrationResult], sentences: [String]) {
    var results: [StudyResults.ConcentrationResult] = []
    var sentences: [String] = []
    func add(_ amounts: [Double], _ setting: String, _ label: String, unit: String) {
      guard let spread = try? Concentration(of: Values(amounts, missing: nil)) else { return }
      // The first says it in words; the others stand in the table.
      if results.isEmpty {
        sentences += spread.sentences(
          amount: label.lowercasedInitial, shownBy: policy, of: [Self.topShare])
      } else {
        sentences += spread.caveats.map { "\(label): \($0)" }
      }
      results.append(
        StudyResults.ConcentrationResult(
          setting: setting, label: label, unit: unit, gini: spread.gini(shownBy: policy),
          topShares: spread.topShares(shownBy: policy).map {
            StudyResults.TopShare(people: $0.people, amount: $0.amount)
          },
          curve: spread.points(shownBy: policy)?.map {
            StudyResults.CurvePoint(people: $0.people, amount: $0.amount)
          }))
    }
    let total = cost(of: people)
    if let total { add(total, "total", "Cost of care", unit: "pounds") }
    for outcome in plan.outcomes where plan.calendar.canSee(outcome.setting, year) {
      let amounts = use(of: outcome.setting, people)
      add(amounts, outcome.setting.rawValue, outcome.label, unit: outcome.setting.unit)
    }
    return (results, sentences)
  }

  private func use(of setting: Setting, _ people: [Int]) -> [Double] {
    people.map {
      extracts.history.total(
        of: $0, in: setting, from: date.advanced(by: year.firstDay),
        through: date.advanced(by: year.lastDay))
    }
  }

  /// The cost of all that the protocol prices, person by person; `nil` without prices.
  private func cost(of people: [Int]) -> [Double]? {
    guard let costs = plan.costs, let unitCosts = extracts.unitCosts else { return nil }
    var total = Array(repeating: 0.0, count: people.count)
    var isAnyPriced = false
    // Emergency admissions are a part of the non-elective ones and would be paid twice.
    let settings = plan.outcomes.map(\.setting)
    for setting in settings
    where plan.calendar.canSee(setting, year)
      && !(setting == .emergency && settings.contains(.nonElective))
    {
      var price = 1.0
      if let unit = setting.activityUnit {
        guard
          let found = try? unitCosts.cost(of: setting, by: unit, priceYear: costs.priceYear)
        else { continue }
        price = found.value
      }
      isAnyPriced = true
      for (place, amount) in use(of: setting, people).enumerated() {
        total[place] += price * amount
      }
    }
    return isAnyPriced ? total : nil
  }

  // MARK: Reach

  private struct ReachFound {
    var rows: [StudyResults.ReachResult] = []
    var comparison: [StudyResults.ReachComparison] = []
    var outside: DisclosedCount?
    var sentences: [String] = []
  }

  /// Which share of those on the register on an admitted index date each network and practice, and
  /// each segment, has seen.
  private func reach() throws -> ReachFound {
    let register = extracts.register
    let index = plan.calendar.index
    let isEligible = (0..<register.count).map { person in
      let last = register.lastDay(of: person, cutOff: index.upperBound)
      return register.registeredFrom[person] <= last && last >= index.lowerBound
    }
    let seen = Values(
      register.indexDates.map { $0 ?? index.upperBound },
      missing: register.indexDates.map { $0 == nil })
    var found = ReachFound()
    for grouping in ["network", "practice"] {
      guard case .factor(let groups)? = try? register.attributes.column(grouping) else { continue }
      let isFirst = found.rows.isEmpty
      guard
        let reach = try? Reach(
          isEligible: isEligible, firstSeen: seen, through: index.upperBound, by: groups,
          comparing: isFirst ? characteristics() : nil)
      else { continue }
      found.rows += rows(of: reach, grouping)
      guard isFirst else { continue }
      found.comparison = reach.comparison.map(comparison) ?? []
      found.outside = policy.disclose(reach.ineligibleSeenCount)
      if let all = found.rows.last(where: { $0.group == "all" })?.share {
        found.sentences.append(
          "By \(index.upperBound) the programme had seen \(Wording.percent(all)) of the people on "
            + "the register.")
      }
    }
    if let segmentation = try segmentation() {
      let reach = try Reach(
        isEligible: isEligible, firstSeen: seen, through: index.upperBound, by: segmentation.factor)
      found.rows += rows(of: reach, StudyResults.ReachResult.segments)
      found.sentences += segmentation.caveats
      for segment in segmentation.segments where segment.undecidedCount > 0 {
        found.sentences.append(
          "Of \(policy.disclose(segment.undecidedCount)) people in later segments it is not known "
            + "whether they belong to '\(segment.name)', since a value is missing.")
      }
    }
    return found
  }

  private func rows(of reach: Reach, _ grouping: String) -> [StudyResults.ReachResult] {
    reach.rows(shownBy: policy).map { row in
      StudyResults.ReachResult(
        grouping: grouping, group: row.name ?? "all", eligible: row.eligible, seen: row.seen,
        share: row.share, differsBeyondChance: row.flag == .high998 || row.flag == .low998)
    }
  }

  /// The people of the register by the protocol's segments, as known the day before the date; `nil`
  /// where it has none.
  private func segmentation() throws -> Segmentation? {
    guard !plan.segments.isEmpty else { return nil }
    var covariates: [Covariate] = []
    for condition in plan.segments.flatMap(\.conditions)
    where !covariates.contains(condition.covariate) {
      covariates.append(condition.covariate)
    }
    let people = Array(0..<extracts.register.count)
    let frame = try CovariateFrame(
      of: covariates, persons: people, dates: people.map { _ in date },
      register: extracts.register, history: extracts.history)
    let table = try Table(
      zip(covariates, frame.columns).map { ($0.name, $1.wholeNumbersAsSuch) })
    return try Segmentation(
      of: table, by: plan.segments.map(\.rule),
      remainder: StudyProtocol.SegmentPlan.remainder)
  }

  /// Age, sex and the use of each outcome in the year before, as 0/1 and numbers.
  private func characteristics() -> CovariateColumns? {
    let people = Array(0..<extracts.register.count)
    let covariates =
      [Covariate.age, .sex]
      + plan.outcomes.map(\.setting).filter { plan.calendar.canSee($0, year) }
      .map { .priorUse($0, year) }
    guard
      let frame = try? CovariateFrame(
        of: covariates, persons: people, dates: people.map { _ in date },
        register: extracts.register, history: extracts.history)
    else { return nil }
    return CovariateColumns(frame.design(coding: .everyLevel))
  }

  private func comparison(_ table: BalanceTable) -> [StudyResults.ReachComparison] {
    table.rows.map { row in
      let isHidden = row.isBinary && policy != .none
      return StudyResults.ReachComparison(
        covariate: Covariate.label(ofColumn: row.name), isBinary: row.isBinary,
        meanSeen: isHidden ? nil : row.before.meanTreated,
        meanNotSeen: isHidden ? nil : row.before.meanControl,
        standardisedDifference: isHidden
          ? nil : row.standardisedDifference(.before))
    }
  }

  // MARK: First contacts

  /// Whence people came to their first contact, and where it was, as far as the contacts say.
  private func firstContacts() -> [StudyResults.FirstContactResult] {
    var firsts: [Contact] = []
    for contact in extracts.contacts where firsts.last?.person != contact.person {
      firsts.append(contact)
    }
    firsts.removeAll { !plan.calendar.index.contains($0.day) }
    return groups(
      "referral source", firsts.map(\.referralSource), names: extracts.referralSources)
      + groups("site", firsts.map(\.site), names: extracts.sites)
  }

  private func groups(
    _ grouping: String, _ codes: [Int32], names: [String]
  ) -> [StudyResults.FirstContactResult] {
    guard !names.isEmpty else { return [] }
    var counts = Array(repeating: 0, count: names.count + 1)
    for code in codes { counts[code < 0 ? names.count : Int(code)] += 1 }
    var shown = names
    if counts[names.count] > 0 { shown.append("not recorded") } else { counts.removeLast() }
    let table = DisclosedTable(counts.map { [SensitiveCount($0)] }, by: policy)
    return zip(shown + ["all"], table.rowTotals + [table.total]).map {
      StudyResults.FirstContactResult(grouping: grouping, group: $0, people: $1)
    }
  }

  // MARK: Risk

  private static let topPercentage = 2.0

  private func topRisk() -> StudyResults.TopRisk? {
    guard let log = extracts.history.measurements[RiskScoresExtract.measurement],
      let strata = try? RiskStratification(of: log, asOf: date, percentages: [Self.topPercentage])
    else { return nil }
    let seen = strata.strata.codes.enumerated().count { person, code in
      code == 0
        && (extracts.register.indexDates[person].map { $0 <= plan.calendar.index.upperBound }
          ?? false)
    }
    return StudyResults.TopRisk(
      percentage: Self.topPercentage, people: policy.disclose(strata.counts[0]),
      seen: policy.disclose(SensitiveCount(seen)),
      withoutScore: policy.disclose(strata.missingScoreCount))
  }

  private func sentence(of top: StudyResults.TopRisk?) -> [String] {
    guard let top else { return [] }
    return [
      "Of the \(top.people) people with the highest 2% of risk scores before \(date), \(top.seen) "
        + "had been taken on by \(plan.calendar.index.upperBound)."
    ]
  }
}

extension String {
  /// The text with its first letter small, unless the second is a capital: "A&E", "GP contacts".
  fileprivate var lowercasedInitial: String {
    let second = dropFirst().first
    guard let first, second?.isUppercase != true, second != "&" else { return self }
    return first.lowercased() + dropFirst()
  }
}

extension Column {
  /// Numbers that are all whole as whole numbers, which conditions may list one by one.
  fileprivate var wholeNumbersAsSuch: Column {
    guard case .real(let values) = self else { return self }
    let known = values.elements.indices.map { values[$0] }
    guard known.allSatisfy({ $0.map { Int(exactly: $0) != nil } ?? true }) else { return self }
    return .integer(
      Values(known.map { $0.flatMap { Int(exactly: $0) } ?? 0 }, missing: known.map { $0 == nil }))
  }
}

extension StudyExtracts {
  /// How use is spread over the register and whom the programme has reached.
  ///
  /// - Throws: `CohortError` or `PopulationError` for a segment that asks for what the extracts do not
  ///   hold.
  public func population(for plan: StudyProtocol) throws -> StudyResults.PopulationResult? {
    try StudyPopulation(plan: plan, extracts: self).result()
  }
}
