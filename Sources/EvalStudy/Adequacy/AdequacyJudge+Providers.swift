internal import EvalStats

extension AdequacyJudge {
  /// Activity across the border, providers that stop sending, rows without a provider.
  func judgeProviders(of kind: ExtractKind, _ judgement: inout Judgement) {
    guard let profile = extracts.profiles[kind]?.providers else { return }
    let local = plan.sources.localProviders
    if let away = profile.elsewhere(local: local) {
      let who =
        local.isEmpty
        ? "at providers that each see fewer than a tenth of them"
        : "at providers that the protocol does not call local"
      let sides = [away.before, away.after].compactMap { $0 }.map(Wording.percent)
      let change = zip([away.before], [away.after]).compactMap { before, after in
        before.flatMap { before in after.map { abs($0 - before) } }
      }.first
      let asked =
        sides.count == 2
        ? " (of people taken on \(sides[0]) in the year before their index date and \(sides[1]) in "
          + "the year after)" : ""
      if away.overall > AdequacyLimits.elsewhereShare {
        judgement.care(
          "cross-border",
          "\(Wording.percent(away.overall)) of the events were \(who)\(asked): activity across the "
            + "border may be incomplete.")
      } else if let change, change > AdequacyLimits.elsewhereChange {
        judgement.care(
          "cross-border-change",
          "The share of events \(who) changed\(asked): activity across the border may be recorded "
            + "on one side of the index date only.")
      } else if away.overall > 0 {
        judgement.note(
          "cross-border", "\(Wording.percent(away.overall)) of the events were \(who)\(asked).")
      }
    }
    let total = profile.missingCount + profile.providers.reduce(0) { $0 + $1.eventCount }
    let missing = Double(profile.missingCount) / Double(max(1, total))
    if missing > AdequacyLimits.missingProviderShare {
      judgement.care(
        "provider-missing",
        "\(Wording.percent(missing)) of the events have no provider: whether they were across the "
          + "border cannot be said.")
    }
    for gap in profile.gaps(within: coverage(of: kind)) {
      judgement.care(
        "provider-gap",
        "Provider \(gap.provider) has no event \(gap.months.words)"
          + (gap.months.isAtAnEnd ? ", at an end of the records" : "")
          + ", though many in other months: it may not have sent its records.")
    }
  }

  /// The days on which a kind's records are complete, as the protocol says.
  func coverage(of kind: ExtractKind) -> ClosedRange<Day> {
    kind.settings.first.map { plan.calendar.coverage(of: $0) } ?? plan.calendar.coverage
  }
}
