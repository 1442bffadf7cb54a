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
    if estimand != .atc { scale(&weights, of: sets) { $0.controls } }
    if estimand != .att { scale(&weights, of: sets) { $0.treated } }
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

  /// Scales the weights of one arm to a mean of 1; a row may be in several sets.
  private static func scale(
    _ weights: inout [Double], of sets: [MatchedSet], _ members: (MatchedSet) -> RowList
  ) {
    var isCounted = [Bool](repeating: false, count: weights.count)
    var total = 0.0
    var count = 0
    for set in sets {
      for row in members(set) where !isCounted[row] {
        isCounted[row] = true
        total += weights[row]
        count += 1
      }
    }
    let factor = Double(count) / total
    guard factor != 1 else { return }
    for set in sets {
      for row in members(set) where isCounted[row] {
        isCounted[row] = false
        weights[row] *= factor
      }
    }
  }
}
