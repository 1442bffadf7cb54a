extension ControlChart {
  /// What the last observed point says: the chart's variation icon.
  public enum Variation: String, Sendable, Equatable {
    /// No special cause at the last point.
    case commonCause
    /// A special cause of the good way.
    case improvement
    /// A special cause of the bad way; it takes precedence over an improvement.
    case concern
    /// A special cause of a measure that is neither good nor bad.
    case change
  }

  /// Whether the process as it stands will reach the target: the chart's assurance icon.
  public enum Assurance: String, Sendable, Equatable {
    /// The target lies beyond the bad limit: reached unless something changes.
    case consistentlyPasses
    /// The target lies beyond the good limit: missed unless the process changes.
    case consistentlyFails
    /// The target lies between the limits: reached or missed by chance.
    case hitAndMiss
  }

  /// What the last observed point is part of.
  public var variation: Variation {
    guard let last = points.last(where: { $0.value != nil }) else { return .commonCause }
    let readings = signals(at: last.period).map(\.reading)
    if readings.contains(.concern) { return .concern }
    if readings.contains(.improvement) { return .improvement }
    return readings.contains(.change) ? .change : .commonCause
  }

  /// The target held against the last limits; `nil` without a target, where neither way is good, or
  /// on a chart of moving ranges.
  ///
  /// A target equal to a limit counts as between the limits.
  public var assurance: Assurance? {
    guard kind != .movingRanges, let target = design.target,
      let last = points.last(where: { $0.lower != nil }), let lower = last.lower,
      let upper = last.upper
    else { return nil }
    switch design.good {
    case .neither: return nil
    case .higher:
      return target < lower
        ? .consistentlyPasses : target > upper ? .consistentlyFails : .hitAndMiss
    case .lower:
      return target > upper
        ? .consistentlyPasses : target < lower ? .consistentlyFails : .hitAndMiss
    }
  }

  /// Where the limits might be worked out afresh, for a person who knows the service to accept or
  /// refuse; the chart never does it by itself.
  ///
  /// The rule: the first period of the earliest shift of a stretch that leaves at least
  /// `fewestPoints` observed points either side, and that lasts: no shift back to the other side
  /// follows within the stretch, and its last `fewestPoints` observed points still lie, on average, more
  /// than a third of the way from the centre to the limit on the shift's side. At most one a
  /// stretch; ask the rebased chart again. A step should stand only where something is known to have
  /// changed the process.
  public var suggestedSteps: [Int] {
    guard kind != .movingRanges else { return [] }
    return stretches.compactMap { stretch in
      let shifts = signals.filter {
        $0.rule == .shift && stretch.periods.contains($0.periods[0])
      }
      let observed = stretch.periods.filter { points[$0].value != nil }
      let last = observed.suffix(design.fewestPoints)
      let distances = last.map { period -> Double in
        let point = points[period]
        guard let value = point.value, let reach = point.reach, reach > 0 else { return 0 }
        return (value - point.centre) / reach
      }
      let distance = distances.reduce(0, +) / Double(max(1, last.count))
      return shifts.first { shift in
        let start = shift.periods[0]
        return observed.count { $0 < start } >= design.fewestPoints
          && observed.count { $0 >= start } >= design.fewestPoints
          && (shift.isUpward ? distance : -distance) > 1.0 / 3
          && !shifts.contains { $0.isUpward != shift.isUpward && $0.periods[0] > start }
      }?.periods[0]
    }
  }
}
