private import Foundation

/// The ratio of rates of which nothing but totals is known: counts and populations of areas, months
/// or years, such as a year of social care that survives as a summary.
///
/// ratio = (Σy₁/ΣN₁)/(Σy₀/ΣN₀), SE of its logarithm √(φ(1/Σy₁ + 1/Σy₀)) with Pearson's
/// φ = Σ(y − μ)²/μ over the units' degrees of freedom, at least 1: a quasi-Poisson model of the two
/// groups. Totals say nothing of who was counted: people may differ between the groups and repeat
/// within them, and no test of patients can be made from them.
public struct AggregateRateRatio: Sendable, Equatable {
  /// Events of each unit.
  public let events: [Double]
  /// Population or person-time of each unit.
  public let exposure: [Double]
  /// Whether a unit is of the first group, rather than of the group compared with.
  public let isFirst: [Bool]

  /// Creates columns, one row a unit.
  ///
  /// - Throws: `OutcomeError.invalidValue`; `.tooFew` for a group without units; `.noEvents` where a
  ///   group has none.
  public init(events: [Double], exposure: [Double], isFirst: [Bool]) throws(OutcomeError) {
    precondition(
      events.count == exposure.count && isFirst.count == events.count, "columns of one length")
    for (row, value) in events.enumerated()
    where value != 0 && !Double.ordinarySizes.contains(value) {
      throw .invalidValue(column: "events", row: row, allowed: "0, or from 10⁻³⁰ to 10³⁰")
    }
    for (row, value) in exposure.enumerated() where !Double.ordinarySizes.contains(value) {
      throw .invalidValue(column: "exposure", row: row, allowed: "from 10⁻³⁰ to 10³⁰")
    }
    for group in [true, false] {
      let units = isFirst.indices.filter { isFirst[$0] == group }
      guard !units.isEmpty else { throw .tooFew("units in a group", found: 0, needed: 1) }
      guard units.contains(where: { events[$0] > 0 }) else {
        throw .noEvents(outcome: "events in a group")
      }
    }
    self.events = events
    self.exposure = exposure
    self.isFirst = isFirst
  }

  private func total(_ column: [Double], _ group: Bool) -> Double {
    column.indices.reduce(0) { isFirst[$1] == group ? $0 + column[$1] : $0 }
  }

  /// φ, below 1 too; `nil` with no more than one unit a group.
  public var dispersion: Double? {
    guard events.count > 2 else { return nil }
    var sum = 0.0
    for group in [true, false] {
      let rate = total(events, group) / total(exposure, group)
      for unit in events.indices where isFirst[unit] == group {
        let mean = rate * exposure[unit]
        sum += (events[unit] - mean) * (events[unit] - mean) / mean
      }
    }
    return sum / Double(events.count - 2)
  }

  /// The ratio with the dispersion the units show.
  ///
  /// - Throws: `OutcomeError.tooFew` where single totals show none: state one and take
  ///   `ratio(assumingDispersion:)`.
  public func ratio() throws(OutcomeError) -> Finding {
    guard let dispersion else {
      throw .tooFew("units", found: events.count, needed: 3)
    }
    let degrees = events.count - 2
    var caveats = [AggregateRateRatio.totalsOnly]
    if dispersion < 1 {
      caveats.append(
        "The units vary less than chance alone would make them; the interval is that of chance.")
    }
    return finding(
      max(1, dispersion), degreesOfFreedom: Double(degrees),
      method: "quasi-Poisson of totals, φ \(Decimals.text(dispersion, places: 2)), t(\(degrees))",
      hasPValue: true, caveats: caveats)
  }

  /// The ratio with bounds from a dispersion known from elsewhere, such as that of the same counts in
  /// other years; no p-value, for the data do not show how much they vary.
  ///
  /// - Throws: `OutcomeError.invalidValue` below 1.
  public func ratio(assumingDispersion dispersion: Double) throws(OutcomeError) -> Finding {
    guard dispersion >= 1, dispersion < 1e100 else {
      throw .invalidValue(column: "dispersion", row: 0, allowed: "1 or more")
    }
    return finding(
      dispersion, degreesOfFreedom: nil,
      method: "Poisson of totals widened by an assumed φ of "
        + Decimals.text(dispersion, places: 2), hasPValue: false,
      caveats: [
        AggregateRateRatio.totalsOnly,
        "The dispersion is assumed, not seen; the bounds are as good as the assumption.",
      ])
  }

  private static let totalsOnly =
    "Only totals are known: nothing is adjusted for who was counted, and people are not compared."

  private func finding(
    _ dispersion: Double, degreesOfFreedom: Double?, method: String, hasPValue: Bool,
    caveats: [String]
  ) -> Finding {
    let (own, other) = (total(events, true), total(events, false))
    let estimate = (own / total(exposure, true)) / (other / total(exposure, false))
    let error = (dispersion * (1 / own + 1 / other)).squareRoot()
    let t = degreesOfFreedom.map { StudentT(degreesOfFreedom: $0) }
    let reach = (t?.upperQuantile(0.025) ?? Normal.standard.upperQuantile(0.025)) * error
    let upper = estimate * exp(reach)
    return Finding(
      estimand: "ratio of aggregate rates", method: method, estimate: estimate,
      standardError: error, lower: estimate * exp(-reach), upper: upper.isFinite ? upper : nil,
      pValue: hasPValue
        ? t.map { min(1, $0.twoSided(log(estimate) / error)) } : nil,
      degreesOfFreedom: degreesOfFreedom, caveats: caveats)
  }
}
