internal import EvalStats

/// Judges what each source of a study can carry, before any outcome of the treated is looked at.
///
/// It reads the account of rows, the calendar, the index dates and the records of people who were
/// never taken on; nothing a treated person used after their index date enters, so a verdict cannot
/// be shaped by the answer.
struct AdequacyJudge {
  let plan: StudyProtocol
  let extracts: StudyExtracts

  /// A share of faulty rows above which a source is not usable.
  static let unusableFaultShare = 0.1
  /// A share of people with complete windows below which a window needs care.
  static let completeShare = 0.8
  /// The last months' records against the year before, below which a coding lag is likely.
  static let lastMonthsShare = 0.85
  /// Drift of never-treated people's records between the first and the last year of coverage.
  static let driftRange = 0.8...1.25

  /// One verdict a source, in the order of `ExtractKind`.
  func verdicts() -> [StudyResults.AdequacyVerdict] {
    extracts.sources.map { source in
      var judgement = Judgement()
      judgeRows(source, &judgement)
      switch source.kind {
      case .persons: judgePersons(&judgement)
      case .mdtContacts: judgeContacts(&judgement)
      case .ae, .inpatient, .outpatient: judgeEvents(source, &judgement)
      case .ascPackages: judgePackages(source, &judgement)
      case .ascSummary: judgeSummary(&judgement)
      case .riskScores: judgeRiskScores(&judgement)
      case .unitCosts: break
      }
      return StudyResults.AdequacyVerdict(
        source: source.kind.label, verdict: judgement.verdict, reasons: judgement.reasons)
    }
  }

  /// A verdict in the making: it can only get worse.
  struct Judgement {
    private(set) var verdict = StudyResults.AdequacyVerdict.Verdict.adequate
    private(set) var reasons: [String] = []

    mutating func note(_ reason: String) { reasons.append(reason) }

    mutating func care(_ reason: String) {
      if verdict == .adequate { verdict = .withCare }
      reasons.append(reason)
    }

    mutating func refuse(_ reason: String) {
      verdict = .notUsable
      reasons.append(reason)
    }
  }

  private func judgeRows(_ source: StudyExtracts.SourceRecord, _ judgement: inout Judgement) {
    let account = source.account
    guard account.faultyRows > 0 else { return }
    let policy = source.kind.holdsPeople ? plan.disclosure : .none
    let portion = policy.portion(account.faultyRows, of: account.rowsRead, "rows")
    let sentence = "\(Self.opening(portion)) were faulty and refused."
    if account.faultyShare > Self.unusableFaultShare {
      judgement.refuse(sentence)
    } else {
      judgement.care(sentence)
    }
  }

  private func judgePersons(_ judgement: inout Judgement) {
    let register = extracts.register
    if register.deaths.allSatisfy({ $0 == nil }) {
      judgement.care("No deaths are recorded, so that time after death may count as time at risk.")
    }
    let missingSex = register.sexes.codes.count { $0 < 0 }
    if missingSex > 0 {
      judgement.care(
        "Sex is not recorded for "
          + "\(plan.disclosure.portion(missingSex, of: register.count, "people")).")
    }
    for (name, column) in zip(register.attributes.names, register.attributes.columns) {
      // Of a dated fact an empty cell says that it did not happen.
      if case .day = column { continue }
      let missing = (0..<register.count).count { column.isMissing($0) }
      if missing > 0 {
        judgement.care(
          "'\(name)' is missing for "
            + "\(plan.disclosure.portion(missing, of: register.count, "people")).")
      }
    }
  }

  private func judgeContacts(_ judgement: inout Judgement) {
    let register = extracts.register
    let late = extracts.contacts.count { contact in
      register.deaths[contact.person].map { $0 < contact.day } ?? false
    }
    if late > 0 {
      judgement.care(
        "\(Self.opening(plan.disclosure.words(late))) contacts are dated after the person's "
          + "death.")
    }
    let outside = register.indexDates.count { date in
      date.map { !plan.calendar.index.contains($0) } ?? false
    }
    if outside > 0 {
      judgement.note(
        "\(Self.opening(plan.disclosure.words(outside))) people had their first contact outside "
          + "the admitted index dates.")
    }
  }

  private func judgeRiskScores(_ judgement: inout Judgement) {
    let dates = admittedIndexDates
    guard let log = extracts.history.measurements[RiskScoresExtract.measurement], !dates.isEmpty
    else { return }
    let known = dates.count { log.last(of: $0.person, before: $0.day) != nil }
    judgement.note(
      "\(Self.opening(plan.disclosure.portion(known, of: dates.count, "treated people"))) have a "
        + "score before their index date.")
    judgement.care(
      "A risk score is made from past admissions and moves with them: it is no independent sign of "
        + "need.")
  }

  /// Words at the head of a sentence.
  static func opening(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
  }

  private func judgeSummary(_ judgement: inout Judgement) {
    judgement.refuse(
      "Quarterly totals only: they carry totals, never a person's window or a test.")
    if let summary = extracts.socialCareSummary, summary.gapCount > 0 {
      judgement.note(
        "\(summary.gapCount) of \(summary.cells.count) totals are gaps, which are not 0.")
    }
  }

  /// People with an admitted index date.
  var admittedIndexDates: [Contact] {
    extracts.register.indexDates.enumerated().compactMap { person, date in
      date.flatMap {
        plan.calendar.index.contains($0) ? Contact(person: person, day: $0) : nil
      }
    }
  }
}

extension ExtractKind {
  /// What readers call the source.
  var label: String {
    switch self {
    case .persons: "Register of people"
    case .mdtContacts: "MDT contacts"
    case .ae: "A&E attendances"
    case .inpatient: "Hospital admissions"
    case .outpatient: "Outpatient appointments"
    case .ascPackages: "Adult social care packages"
    case .ascSummary: "Adult social care, quarterly totals"
    case .riskScores: "Risk scores"
    case .unitCosts: "Unit costs"
    }
  }
}
