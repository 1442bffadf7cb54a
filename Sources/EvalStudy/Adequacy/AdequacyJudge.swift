internal import EvalStats

/// Judges what each source of a study can carry, before any outcome of the treated is looked at.
///
/// It reads the account of rows, the calendar, the index dates, how records were made and what is
/// recorded of people who were never taken on. Of the people taken on it asks only whether anything
/// is recorded, never how much, so that a verdict cannot be shaped by the answer.
struct AdequacyJudge {
  let plan: StudyProtocol
  let extracts: StudyExtracts
  /// People with an admitted index date, by row of the register.
  let admittedIndexDates: [Contact]
  /// Whom each source of dated events knows, where anybody was taken on.
  let linkage: [(kind: ExtractKind, loss: LinkageLoss)]

  init(plan: StudyProtocol, extracts: StudyExtracts) {
    self.plan = plan
    self.extracts = extracts
    let dates = extracts.register.indexDates.enumerated().compactMap { person, date in
      date.flatMap {
        plan.calendar.index.contains($0) ? Contact(person: person, day: $0) : nil
      }
    }
    admittedIndexDates = dates
    let time = PersonTime(of: extracts.register)
    linkage =
      dates.isEmpty
      ? []
      : ExtractKind.events.compactMap { kind in
        let logs = extracts.logs(of: kind)
        guard !logs.isEmpty else { return nil }
        return (kind, LinkageLoss(logs, register: extracts.register, dates: dates, time: time))
      }
  }

  /// What was found of each kind of extract that was supplied, in the order of `ExtractKind`.
  func judgements() -> [(kind: ExtractKind, judgement: Judgement)] {
    let kinds = ExtractKind.allCases.filter { kind in
      extracts.sources.contains { $0.kind == kind }
    }
    return kinds.map { kind in
      var judgement = Judgement()
      judge(kind, &judgement)
      return (kind, judgement)
    }
  }

  private func judge(_ kind: ExtractKind, _ judgement: inout Judgement) {
    for source in extracts.sources where source.kind == kind { judgeRows(source, &judgement) }
    switch kind {
    case .persons:
      judgePersons(&judgement)
      judgeNetworks(&judgement)
      judgeDeaths(&judgement)
    case .registrations: judgeRegistrations(&judgement)
    case .mdtContacts:
      judgeContacts(&judgement)
      judgeVanishedFromAll(&judgement)
    case .ascPackages:
      judgeWindows(of: kind, &judgement)
      judgePackages(&judgement)
    case .ascSummary: judgeSummary(&judgement)
    case .riskScores: judgeRiskScores(&judgement)
    case .unitCosts, .areas: break
    default:
      judgeWindows(of: kind, &judgement)
      judgeEvents(of: kind, &judgement)
      judgeProviders(of: kind, &judgement)
      judgeDataSets(of: kind, &judgement)
      judgeRecording(of: kind, &judgement)
      judgePlaces(of: kind, &judgement)
      judgeLinkage(of: kind, &judgement)
      if kind == .inpatient { judgeSpells(&judgement) }
    }
  }

  /// A share of people or rows in words at the head of a sentence, as it may be shown.
  func opening(_ part: Int, of whole: Int, _ noun: String) -> String {
    Wording.opening(plan.disclosure.portion(part, of: whole, noun))
  }

  private func judgeRows(_ source: StudyExtracts.SourceRecord, _ judgement: inout Judgement) {
    let account = source.account
    let far = account.refusals.filter { $0.reason == EventRows.farFromCoverage }
      .reduce(0) { $0 + $1.rows }
    if Double(far) > AdequacyLimits.impossibleDateShare * Double(account.rowsRead) {
      judgement.care(
        "dates-impossible",
        "\(Wording.percent(Double(far) / Double(account.rowsRead))) of the rows are dated over ten "
          + "years before or after the coverage: the date stands for one that is not known, and they "
          + "are left out.")
    }
    guard account.faultyRows > 0 else { return }
    let policy = source.kind.holdsPeople ? plan.disclosure : .none
    let portion = policy.portion(account.faultyRows, of: account.rowsRead, "rows")
    let sentence = "\(Wording.opening(portion)) were faulty and refused."
    if account.faultyShare > AdequacyLimits.unusableFaultShare {
      judgement.refuse("faulty-rows", sentence)
    } else {
      judgement.care("faulty-rows", sentence)
    }
    let unknown = account.refusals.filter { $0.reason == RowFault.unknownPerson.reason }
      .reduce(0) { $0 + $1.rows }
    let share = Double(unknown) / Double(max(1, account.rowsRead))
    if share > AdequacyLimits.unlinkedRowShare {
      judgement.care(
        "unknown-people",
        "\(Wording.percent(share)) of the rows name nobody in the register: their activity is "
          + "lost, and if the pseudonyms were made in another way it is lost for some people only.")
    }
  }
}

/// A verdict in the making: it can only get worse.
struct Judgement {
  private(set) var verdict = StudyResults.AdequacyVerdict.Verdict.adequate
  private(set) var findings: [StudyResults.AdequacyFinding] = []
  /// The one setting of the source that what is found now concerns; `nil` for all of them.
  var setting: Setting?

  mutating func note(_ code: String, _ text: String) { add(code, .adequate, text) }

  mutating func care(_ code: String, _ text: String) { add(code, .withCare, text) }

  mutating func refuse(_ code: String, _ text: String) { add(code, .notUsable, text) }

  mutating func add(_ finding: StudyResults.AdequacyFinding) {
    verdict = max(verdict, finding.weight)
    findings.append(finding)
  }

  private mutating func add(
    _ code: String, _ weight: StudyResults.AdequacyVerdict.Verdict, _ text: String
  ) {
    add(
      StudyResults.AdequacyFinding(
        code: code, weight: weight, text: text, setting: setting?.rawValue))
  }
}

extension StudyExtracts {
  /// The events of a kind of extract, setting by setting.
  func logs(of kind: ExtractKind) -> [ActivityLog] {
    kind.settings.compactMap { history.logs[$0] }
  }
}
