extension Match {
  /// What sets make their members weigh, for an estimand.
  ///
  /// A control of a set of n₁ₛ treated people and n₀ₛ controls stands for n₁ₛ/n₀ₛ treated people; with
  /// reuse the shares of its sets add up. Scaling an arm to a mean of 1 changes no weighted mean: it
  /// makes the weights' sum the number of people.
  static func weights(rowCount: Int, sets: [MatchedSet], estimand: Estimand) -> [Double] {
    var weights = [Double](repeating: 0, count: rowCount)
    for set in sets {
      let share = shares(in: set, for: estimand)
      for row in set.treated { weights[row] += share.treated }
      for row in set.controls { weights[row] += share.control }
    }
    if estimand != .atc { scale(&weights, of: sets.flatMap(\.controls)) }
    if estimand != .att { scale(&weights, of: sets.flatMap(\.treated)) }
    return weights
  }

  /// What a set makes each of its treated people and each of its controls weigh.
  static func shares(
    in set: MatchedSet, for estimand: Estimand
  ) -> (treated: Double, control: Double) {
    let (treated, controls) = (Double(set.treated.count), Double(set.controls.count))
    return switch estimand {
    case .att: (1, treated / controls)
    case .atc: (controls / treated, 1)
    case .ate, .ato: ((treated + controls) / treated, (treated + controls) / controls)
    }
  }

  /// Scales the weights of one arm to a mean of 1; a row may be named more than once.
  private static func scale(_ weights: inout [Double], of rows: [Int]) {
    var isCounted = [Bool](repeating: false, count: weights.count)
    var used: [Int] = []
    used.reserveCapacity(rows.count)
    for row in rows where !isCounted[row] {
      isCounted[row] = true
      used.append(row)
    }
    let total = used.reduce(0) { $0 + weights[$1] }
    for row in used { weights[row] *= Double(used.count) / total }
  }
}
