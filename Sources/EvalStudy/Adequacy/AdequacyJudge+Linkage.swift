internal import EvalStats

extension AdequacyJudge {
  /// People taken on whom a source does not know, and people who vanish from every source.
  func judgeLinkage(of kind: ExtractKind, _ judgement: inout Judgement) {
    guard let loss = linkage.first(where: { $0.kind == kind })?.loss else { return }
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
    judgeVanished([kind], "in this source", &judgement)
    if let before = loss.share(of: loss.months.filter { $0.month < 0 }),
      let after = loss.share(of: loss.months.filter { $0.month > 0 })
    {
      judgement.note(
        "linkage-by-month",
        "In a month before the index date \(Wording.percent(before)) of people taken on have no "
          + "record in this source, in a month after it \(Wording.percent(after)).")
    }
  }

  /// People taken on who vanish from all sources after their index date, as those do who are given
  /// another pseudonym.
  func judgeVanishedFromAll(_ judgement: inout Judgement) {
    let kinds = linkage.map(\.kind)
    guard kinds.count > 1 else { return }
    judgeVanished(kinds, "in any source", &judgement)
  }

  private func judgeVanished(
    _ kinds: [ExtractKind], _ place: String, _ judgement: inout Judgement
  ) {
    let vanished = VanishedPeople(
      kinds.flatMap(extracts.logs), register: extracts.register, dates: admittedIndexDates,
      end: kinds.map { coverage(of: $0).upperBound }.min() ?? plan.calendar.coverage.upperBound)
    guard vanished.isExcessive(by: AdequacyLimits.vanishedDifference) else { return }
    let portion = plan.disclosure.portion(
      vanished.treatedVanished, of: vanished.treatedCount, "people taken on")
    judgement.care(
      "linkage-after-index",
      "\(Wording.opening(portion)) with three records or more in the year before their index date "
        + "have none \(place) in the year after, against "
        + "\(Wording.percent(vanished.untreatedShare)) of people never taken on: their later records "
        + "may not have been linked.")
  }

  /// The share of people taken on with no record in a source, by month from the index date.
  func linkageRows() -> [StudyResults.LinkageRow] {
    linkage.flatMap { kind, loss in
      loss.months.map { month in
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
