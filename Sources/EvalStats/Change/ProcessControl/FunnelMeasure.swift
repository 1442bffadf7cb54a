/// What a funnel compares between groups, one row a group.
public enum FunnelMeasure: Sendable, Equatable {
  /// Events and person-time or population: rates, with exact Poisson limits.
  case rates(events: [Double], exposure: [Double])
  /// Events out of totals: shares, with exact binomial limits.
  case proportions(events: [Double], totals: [Double])
  /// Observed over expected events, the expected ones from a model or from indirect standardisation
  /// and taken as known: ratios, with exact Poisson limits.
  case ratios(observed: [Double], expected: [Double])
  /// Estimates on the log scale with their standard errors, such as log rate ratios: their
  /// exponentials, with normal limits on the log scale.
  case logRatios(estimates: [Double], standardErrors: [Double])

  /// The two columns, named.
  private var columns: (first: (name: String, [Double]), second: (name: String, [Double])) {
    switch self {
    case .rates(let events, let exposure): (("events", events), ("exposure", exposure))
    case .proportions(let events, let totals): (("events", events), ("totals", totals))
    case .ratios(let observed, let expected): (("observed", observed), ("expected", expected))
    case .logRatios(let estimates, let errors): (("estimates", estimates), ("errors", errors))
    }
  }

  /// The two columns, checked.
  func checked() throws(ProcessControlError) -> (first: [Double], second: [Double]) {
    let (first, second) = columns
    guard first.1.count == second.1.count else {
      throw .unequalColumns(first: first.1.count, second: second.1.count)
    }
    var counts = true
    var whole = false
    if case .logRatios = self { counts = false }
    if case .proportions = self { whole = true }
    for (row, value) in first.1.enumerated() {
      if counts, !(value >= 0 && value <= 1e15 && value == value.rounded()) {
        throw .invalidValue(column: first.name, row: row, allowed: "a whole number of 0 or more")
      }
      if !counts, !(abs(value) <= 300) {
        throw .invalidValue(column: first.name, row: row, allowed: "a logarithm between ±300")
      }
    }
    for (row, value) in second.1.enumerated() {
      guard Double.ordinarySizes.contains(value), !counts || value <= 1e15 else {
        throw .invalidValue(
          column: second.name, row: row,
          allowed: "from 10⁻³⁰ to \(counts ? "10¹⁵" : "10³⁰"); change its unit")
      }
      if whole, value != value.rounded() || value < first.1[row] {
        throw .invalidValue(
          column: second.name, row: row, allowed: "a whole number no smaller than its events")
      }
    }
    return (first.1, second.1)
  }
}

/// How the variation between groups beyond chance widens a funnel.
public enum FunnelDispersion: String, Sendable, Codable, CaseIterable {
  /// Not at all: exact limits by chance alone.
  case none
  /// By √φ: every group varies φ times as much as chance alone would make it, if φ is above 1.
  case multiplicative
  /// By τ²: the groups' true values vary with variance τ² about the centre (DerSimonian and Laird).
  case additive
}

/// How the most extreme groups are kept from widening the funnel that is to show them.
public enum ExtremeGroups: Sendable, Equatable {
  /// They count in full.
  case kept
  /// z-scores beyond the quantiles at this share and one minus it are set to those quantiles.
  case winsorised(Double)
  /// Groups beyond those quantiles are left out: the practice of the Summary Hospital-level Mortality
  /// Indicator.
  case trimmed(Double)
}

/// The scale on which counts are near enough normal for z-scores.
public enum FunnelScale: String, Sendable, Codable, CaseIterable {
  /// √(O/E) with standard deviation 1/(2√E); for shares the arc sine of the root, 1/(2√n).
  case varianceStabilised
  /// log(O/E) with standard deviation 1/√E, the Summary Hospital-level Mortality Indicator's; for
  /// shares the logit, 1/√(nπ(1 − π)) at the centre π. It has no place for a group without events.
  case logarithm
}
