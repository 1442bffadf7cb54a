internal import EvalStats

extension AdequacyJudge {
  /// People taken on whom a source does not know, and people who vanish from every source.
  func judgeLinkage(of kind: ExtractKind, _ judgement: inout Judgement) {
    let logs = kind.settings.compactMap { extracts.history.logs[$0] }
    guard !logs.isEmpty, !admittedIndexDates.isEmpty else { return }
    let loss = linkage(of: logs)
    let expected = loss.untreatedShare
    // People taken on use more than others, so that fewer of them should have no record at all.
    if loss.treatedCount >= 20, loss.treatedShare > AdequacyLimits.unlinkedPersonShare,
      loss.treatedShare > expected + 0.02
    {
      judgement.care(
        "linkage-loss",
        "\(opening(loss.treatedWithout, of: loss.treatedCount, "people taken on")) have no record "
          + "in this source in the two years around their index date, against "
          + "\(Wording.percent(expected)) of people never taken on: their records may not have been "
          + "linked.")
    }
    if let before = loss.share(of: loss.months.filter { $0.month < 0 }),
      let after = loss.share(of: loss.months.filter { $0.month > 0 })
    {
      judgement.note(
        "linkage-by-month",
        "In a month before the index date \(Wording.percent(before)) of people taken on have no "
          + "record in this source, in a month after it \(Wording.percent(after)).")
    }
  }

  func linkage(of logs: [ActivityLog]) -> LinkageLoss {
    LinkageLoss(
      logs, register: extracts.register, dates: admittedIndexDates,
      time: PersonTime(of: extracts.register))
  }

  /// The share of people taken on with no record in a source, by month from the index date.
  func linkageRows() -> [StudyResults.LinkageRow] {
    guard !admittedIndexDates.isEmpty else { return [] }
    return ExtractKind.events.flatMap { kind -> [StudyResults.LinkageRow] in
      let logs = kind.settings.compactMap { extracts.history.logs[$0] }
      guard !logs.isEmpty else { return [] }
      return linkage(of: logs).months.map { month in
        StudyResults.LinkageRow(
          source: kind.rawValue, month: month.month,
          people: plan.disclosure.disclose(month.people),
          shareWithoutRecord: plan.disclosure.share(month.without, of: month.people))
      }
    }
  }
}

extension LinkageLoss {
  /// The mean share of people without a record over some months; `nil` without people.
  func share(of months: [Month]) -> Double? {
    let people = months.reduce(0) { $0 + $1.people }
    return people > 0 ? Double(months.reduce(0) { $0 + $1.without }) / Double(people) : nil
  }
}
