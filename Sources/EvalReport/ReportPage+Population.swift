internal import EvalStudy

extension ReportPage {
  /// What the data can carry for one outcome in one window.
  struct OutcomeAdequacyLine {
    let outcome: String
    let window: String
    let kind: String
    let verdict: String
    let reasons: [String]
    let tipping: String

    init(_ adequacy: StudyResults.OutcomeAdequacy) {
      outcome = adequacy.label
      window = "\(adequacy.windowMonths) months"
      kind = adequacy.verdict.rawValue
      verdict = AdequacyLine.words(adequacy.verdict)
      reasons = adequacy.reasons
      tipping = adequacy.tippingPoint?.sentence ?? adequacy.sentence
    }
  }

  /// How one kind of use is spread.
  struct ConcentrationLine {
    let label: String
    let gini: String
    let shares: [String]

    init(_ result: StudyResults.ConcentrationResult) {
      label = result.label
      gini = result.gini.map { Numbers.plain($0, 2) } ?? "*"
      shares = result.topShares.map { share in
        share.amount.map { "\(Numbers.plain(100 * $0, 0))%" } ?? "*"
      }
    }
  }

  /// Which share of the people on the register has been seen, group by group.
  struct ReachTable {
    let title: String
    let rows: [ReachLine]

    /// The largest groups, and the segments that the protocol names; practices are many and stand in
    /// the results.
    static func all(of reach: [StudyResults.ReachResult]) -> [ReachTable] {
      let groupings = Dictionary(grouping: reach, by: \.grouping)
      let segments = StudyResults.ReachResult.segments
      let first = reach.first { $0.grouping != segments }?.grouping
      return [first, segments].compactMap { grouping in
        guard let grouping, let rows = groupings[grouping] else { return nil }
        return ReachTable(title: "Seen by \(grouping)", rows: rows.map(ReachLine.init))
      }
    }
  }

  /// Whence people came to their first contact, or where it was.
  struct FirstContactTable {
    let title: String
    let rows: [Row]

    struct Row {
      let group: String
      let people: String
    }

    static func all(of results: [StudyResults.FirstContactResult]) -> [FirstContactTable] {
      ["referral source", "site"].compactMap { grouping in
        let own = results.filter { $0.grouping == grouping }
        // One group says nothing.
        guard own.count > 2 else { return nil }
        return FirstContactTable(
          title: "First seen, by \(grouping)",
          rows: own.map {
            Row(group: $0.group == "all" ? "All" : $0.group, people: ReportPage.count($0.people))
          })
      }
    }
  }

  /// Which share of the eligible a group has seen.
  struct ReachLine {
    let group: String
    let eligible: String
    let seen: String
    let share: String
    let flag: String

    init(_ result: StudyResults.ReachResult) {
      group = result.group == "all" ? "All" : result.group
      eligible = ReportPage.count(result.eligible)
      seen = ReportPage.count(result.seen)
      share = result.share.map { "\(Numbers.plain(100 * $0, 1))%" } ?? "*"
      flag = result.differsBeyondChance ? "more than chance" : ""
    }
  }
}
