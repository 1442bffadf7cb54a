internal import EvalStats

extension AdequacyJudge {
  /// The day on which the national A&E data set changed from HES A&E to ECDS.
  static let emergencyCareDataSetStart = Day(year: 2019, month: 4, day: 1)

  private var longestWindow: Int { plan.outcomes.flatMap(\.windowMonths).max() ?? 12 }

  /// A change of data set within the windows, and how unequally it falls on the arms.
  func judgeDataSets(of kind: ExtractKind, _ judgement: inout Judgement) {
    if kind == .ae, let start = Self.emergencyCareDataSetStart {
      let reach = Window.days(inMonths: longestWindow)
      let dates = admittedIndexDates.map(\.day)
      let straddling = dates.count {
        $0.advanced(by: -reach) < start && $0.advanced(by: reach) >= start
      }
      if straddling > 0 {
        judgement.care(
          "data-set-break",
          "The national data set changed on \(start) (HES A&E to ECDS) and the windows of "
            + "\(plan.disclosure.portion(straddling, of: dates.count, "index dates")) straddle that "
            + "day: a change in how attendances are recorded would look like an effect unless both "
            + "arms have the same dates.")
      }
    }
    guard let shares = extracts.profiles[kind]?.dataSets, shares.count > 1 else { return }
    let formats = Set(shares.map(\.format))
    guard formats.count > 1 else { return judgeOverlap(shares, &judgement) }
    func total(_ count: (DataSetShare) -> Int) -> Int { shares.reduce(0) { $0 + count($1) } }
    for format in ExtractFormat.allCases where formats.contains(format) {
      func share(_ count: (DataSetShare) -> Int) -> String {
        let own = shares.filter { $0.format == format }.reduce(0) { $0 + count($1) }
        let all = total(count)
        return all > 0 ? Wording.percent(Double(own) / Double(all)) : "none"
      }
      judgement.care(
        "data-set-share",
        "The data set '\(format.rawValue)' holds \(share(\.treatedBefore)) of the events of people "
          + "taken on before their index date, \(share(\.treatedAfter)) of those after it, and "
          + "\(share(\.untreated)) of those of people never taken on.")
    }
    judgeOverlap(shares, &judgement)
  }

  /// Sources whose days overlap may hold the same events.
  private func judgeOverlap(_ shares: [DataSetShare], _ judgement: inout Judgement) {
    let ranges = shares.compactMap { share in
      share.firstDay.flatMap { first in share.lastDay.map { first...$0 } }
    }.sorted { $0.lowerBound < $1.lowerBound }
    let overlapping = zip(ranges, ranges.dropFirst()).filter { $0.upperBound >= $1.lowerBound }
    guard let (first, second) = overlapping.first else { return }
    judgement.care(
      "sources-overlap",
      "Two sources both have events from \(second.lowerBound) to "
        + "\(min(first.upperBound, second.upperBound)): the same event may stand in both.")
  }
}
