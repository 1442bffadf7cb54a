internal import EvalStats
private import Foundation

extension CalibrationTable {
  /// One paragraph for readers who commission evaluations.
  var plainWords: String {
    func wrong(_ mechanism: SelectionModel.Mechanism, _ fit: CalibrationFit) -> String {
      range(of: mechanism, fit) { $0.truth == 1 ? $0.rejection : nil }
    }
    let covered = range(of: .recordedUse, .recentUse) { $0.truth != 1 ? $0.coverage : nil }
    return """
      **In plain words.** We made \(grouped(seedCount)) pretend pilots in which we knew the answer, and
      asked the default analysis for it each time. Where people had been chosen because of the hospital
      use on their records and the service did nothing at all, the analysis wrongly announced a change
      in \(wrong(.recordedUse, .recentUse)) of the pilots, depending on what was counted; 5% is what a
      95% confidence interval promises. Where the service truly cut use by \(percentCut), the interval
      held the true answer in \(covered) of the pilots. That holds only if people were chosen as
      the protocol says. The same pilots matched without recent use wrongly announced a change in
      \(wrong(.recordedUse, .withoutRecentUse)): people chosen at a bad time get better anyway. Where
      people were chosen for need that no record shows, the analysis was wrong in
      \(wrong(.latentNeed, .recentUse)) when matched on recent use and in
      \(wrong(.latentNeed, .withoutRecentUse)) without it; where they were chosen for both, in
      \(wrong(.both, .recentUse)) and \(wrong(.both, .withoutRecentUse)). Treating every visit as if it
      came by itself, as simpler calculations do, was wrong in \(wrong(.recordedUse, .plainPoisson)) even
      with the right match. So a report always shows the fits side by side, and says in its headline
      where they disagree.
      """
  }

  /// What the rules for people taken on later add to the bias, where the programme does nothing.
  var laterTreatedCosts: String {
    func bias(_ fit: CalibrationFit, _ like: Row) -> Double? {
      rows.first {
        $0.mechanism == .recordedUse && $0.fit == fit && $0.truth == 1
          && $0.outcome == like.outcome && $0.windowMonths == like.windowMonths
      }?.bias
    }
    let reference = rows.filter {
      $0.mechanism == .recordedUse && $0.fit == .laterFollowed && $0.truth == 1
    }
    let costs = reference.compactMap { row -> String? in
      guard let never = bias(.neverTreated, row), let censored = bias(.laterCensored, row) else {
        return nil
      }
      return "\(row.outcome.rawValue) over \(row.windowMonths) months "
        + "\(signed(100 * (exp(never - row.bias) - 1)))% by excluding them, "
        + "\(signed(100 * (exp(censored - row.bias) - 1)))% by censoring them"
    }
    return costs.joined(separator: "; ") + "."
  }

  private var percentCut: String { text(100 * (1 - effectRatio), 0) + "%" }

  /// The lowest and the highest share over outcomes and windows, in per cent.
  private func range(
    of mechanism: SelectionModel.Mechanism, _ fit: CalibrationFit, _ share: (Row) -> Share?
  ) -> String {
    let values = rows.filter { $0.mechanism == mechanism && $0.fit == fit }.compactMap(share)
      .map { 100 * $0.value }
    guard let lowest = values.min(), let highest = values.max() else { return "no share" }
    let (low, high) = (text(lowest, 1), text(highest, 1))
    return low == high ? low + "%" : "\(low)–\(high)%"
  }

  private func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }

  private func signed(_ value: Double) -> String {
    let size = text(abs(value), 1)
    return size == "0.0" ? size : (value < 0 ? "−" : "+") + size
  }
}
