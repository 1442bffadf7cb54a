/// A pattern that common causes seldom make.
public struct SpecialCause: Sendable, Equatable {
  /// Which pattern.
  public enum Rule: String, Sendable, Equatable, CaseIterable {
    /// A point outside the limits.
    case outsideLimits = "outside the limits"
    /// A run of points on one side of the centre; a point on the centre ends it.
    case shift
    /// A run of points each above, or each below, the one before; an equal point ends it.
    case trend
    /// Two of three successive points beyond two thirds of the same limit, those outside it included.
    case twoOfThree = "two of three near a limit"
  }

  /// What it says of the measure.
  public enum Reading: String, Sendable, Equatable {
    /// It went the good way.
    case improvement
    /// It went the bad way.
    case concern
    /// It changed, and neither way is good.
    case change
  }

  /// Which pattern.
  public let rule: Rule
  /// Whether it is high or rises, rather than low or falls.
  public let isUpward: Bool
  /// The periods it rests on, counted from 0, in order.
  public let periods: [Int]
  /// What it says.
  public let reading: Reading
}

/// Looks for special causes among points whose limits are known.
struct SpecialCauseSearch {
  let points: [ControlChart.Point]
  let good: GoodDirection

  /// A point with a value and limits.
  private struct Observed {
    let period: Int
    let value: Double
    let centre: Double
    let lower: Double
    let upper: Double
    let reach: Double
    /// +1 above the centre, −1 below.
    var side: Int { value > centre ? 1 : value < centre ? -1 : 0 }
    /// Which limit it is beyond `share` of the way to, were the limits not cut off at a bound.
    func beyond(_ share: Double) -> Int {
      if value > centre + share * reach { return 1 }
      return value < centre - share * reach ? -1 : 0
    }
  }

  /// - Parameter rules: `nil` for points outside the limits alone.
  /// - Complexity: O(*periods*)
  func signals(in stretches: [Range<Int>], rules: SpecialCauseRules?) -> [SpecialCause] {
    var found: [SpecialCause] = []
    for stretch in stretches {
      let observed = stretch.compactMap { period -> Observed? in
        let point = points[period]
        guard let value = point.value, let lower = point.lower, let upper = point.upper,
          let reach = point.reach
        else { return nil }
        return Observed(
          period: period, value: value, centre: point.centre, lower: lower, upper: upper,
          reach: reach)
      }
      for point in observed {
        let side = point.value > point.upper ? 1 : point.value < point.lower ? -1 : 0
        if side != 0 { found.append(signal(.outsideLimits, side, [point.period])) }
      }
      guard let rules else { continue }
      found += runs(observed.map(\.side), atLeast: rules.shiftLength).map { run in
        signal(.shift, observed[run.lowerBound].side, run.map { observed[$0].period })
      }
      let steps = zip(observed, observed.dropFirst()).map { before, after in
        after.value > before.value ? 1 : after.value < before.value ? -1 : 0
      }
      found += runs(steps, atLeast: rules.trendLength - 1).map { run in
        signal(
          .trend, steps[run.lowerBound],
          (run.lowerBound...run.upperBound).map { observed[$0].period })
      }
      if rules.countsTwoOfThree { found += twoOfThree(observed) }
    }
    let order = SpecialCause.Rule.allCases
    return found.enumerated().sorted { left, right in
      let first = order.firstIndex(of: left.element.rule) ?? 0
      let second = order.firstIndex(of: right.element.rule) ?? 0
      return (first, left.element.periods[0], left.offset)
        < (second, right.element.periods[0], right.offset)
    }.map(\.element)
  }

  /// The longest runs of one sign other than 0.
  private func runs(_ signs: [Int], atLeast length: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for place in 1...max(1, signs.count)
    where place == signs.count || (place < signs.count && signs[place] != signs[start]) {
      if signs[start] != 0, place - start >= length { runs.append(start..<place) }
      start = place
    }
    return runs
  }

  /// Windows that share a point near the limit are one signal.
  private func twoOfThree(_ observed: [Observed]) -> [SpecialCause] {
    guard observed.count >= 3 else { return [] }
    var found: [SpecialCause] = []
    for side in [1, -1] {
      var group: [Int] = []
      for start in 0...(observed.count - 3) {
        let near = (start..<(start + 3)).filter { observed[$0].beyond(2.0 / 3) == side }
        guard near.count >= 2 else { continue }
        if let last = group.last, near[0] > last {
          found.append(signal(.twoOfThree, side, group.map { observed[$0].period }))
          group = []
        }
        group += near.filter { place in group.last.map { place > $0 } ?? true }
      }
      if !group.isEmpty {
        found.append(signal(.twoOfThree, side, group.map { observed[$0].period }))
      }
    }
    return found
  }

  private func signal(
    _ rule: SpecialCause.Rule, _ side: Int, _ periods: [Int]
  ) -> SpecialCause {
    let reading: SpecialCause.Reading =
      switch good {
      case .neither: .change
      case .higher: side > 0 ? .improvement : .concern
      case .lower: side < 0 ? .improvement : .concern
      }
    return SpecialCause(rule: rule, isUpward: side > 0, periods: periods, reading: reading)
  }
}
