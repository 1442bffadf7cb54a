private import Foundation

/// Rates of two groups within strata (age bands, say), put together so that a different make-up of
/// the groups does not pass for a difference in rates.
public struct StratifiedRates: Sendable, Equatable {
  /// One stratum: events and person-time of both groups.
  public struct Stratum: Sendable, Equatable {
    /// Events of the first group.
    public let events: Double
    /// Person-time of the first group.
    public let time: Double
    /// Events of the group compared with.
    public let referenceEvents: Double
    /// Person-time of the group compared with, in the same unit.
    public let referenceTime: Double

    /// Creates a stratum.
    public init(events: Double, time: Double, referenceEvents: Double, referenceTime: Double) {
      self.events = events
      self.time = time
      self.referenceEvents = referenceEvents
      self.referenceTime = referenceTime
    }
  }

  /// A rate with its standard error, per unit of person-time.
  public struct StandardisedRate: Sendable, Equatable {
    /// Σ Nₛ rateₛ/Σ Nₛ
    public let rate: Double
    /// √Σ Nₛ² eventsₛ/timeₛ² / Σ Nₛ, Poisson.
    public let standardError: Double
  }

  /// The strata.
  public let strata: [Stratum]

  /// - Throws: `ChangeError.invalidValue` for a negative count or a time that is not positive;
  ///   `.tooFewPeople` without strata.
  public init(_ strata: [Stratum]) throws(ChangeError) {
    guard !strata.isEmpty else { throw .tooFewPeople(found: 0, needed: 1) }
    for (row, stratum) in strata.enumerated() {
      for value in [stratum.events, stratum.referenceEvents]
      where !(value >= 0 && value.isFinite) {
        throw .invalidValue(column: "events", row: row)
      }
      for value in [stratum.time, stratum.referenceTime] where !(value > 0 && value.isFinite) {
        throw .invalidValue(column: "time", row: row)
      }
    }
    self.strata = strata
  }

  /// Mantel and Haenszel's rate ratio, Σ a t₀/N over Σ b t₁/N with N = t₁ + t₀; `nil` without events
  /// in the reference group.
  public var ratio: Double? {
    let (above, below) = ratioParts
    return below > 0 ? above / below : nil
  }

  private var ratioParts: (Double, Double) {
    var parts = (0.0, 0.0)
    for stratum in strata {
      let total = stratum.time + stratum.referenceTime
      parts.0 += stratum.events * stratum.referenceTime / total
      parts.1 += stratum.referenceEvents * stratum.time / total
    }
    return parts
  }

  /// Σ of the variances of the first group's events given each stratum's total.
  private var variance: Double {
    strata.reduce(0) { sum, stratum in
      let total = stratum.time + stratum.referenceTime
      return sum + (stratum.events + stratum.referenceEvents) * (stratum.time / total)
        * (stratum.referenceTime / total)
    }
  }

  /// The standard error of the logarithm of `ratio` (Greenland and Robins 1985, doi:10.2307/2530643);
  /// `nil` where either group has no events.
  public var standardErrorLog: Double? {
    let (above, below) = ratioParts
    return above > 0 && below > 0 ? (variance / (above * below)).squareRoot() : nil
  }

  /// The Mantel–Haenszel χ² of equal rates on one degree of freedom, without continuity correction;
  /// `nil` without any event.
  public var chiSquared: Double? {
    let variance = variance
    guard variance > 0 else { return nil }
    let distance = strata.reduce(0) { sum, stratum in
      let total = stratum.time + stratum.referenceTime
      return sum + stratum.events
        - (stratum.events + stratum.referenceEvents) * stratum.time / total
    }
    return distance * distance / variance
  }

  /// The ratio with its interval on the log scale and the p-value of `chiSquared`. It takes the ratio
  /// to be the same in every stratum.
  ///
  /// - Throws: `ChangeError.undefinedRatio` where either group has no events.
  public func mantelHaenszel() throws(ChangeError) -> Finding {
    guard let ratio, let error = standardErrorLog, let chiSquared else {
      throw .undefinedRatio(lowerBound: ratio == 0 ? 0 : nil)
    }
    let reach = Normal.standard.upperQuantile(0.025) * error
    return Finding(
      estimand: "rate ratio", method: "Mantel–Haenszel over \(strata.count) strata, Poisson",
      estimate: ratio, standardError: error, lower: ratio * exp(-reach),
      upper: ratio * exp(reach),
      pValue: ChiSquared(degreesOfFreedom: 1).survival(chiSquared))
  }

  /// The rate a group would have with the make-up of both groups together, or with given weights of
  /// the strata.
  ///
  /// - Parameters:
  ///   - isReference: The group compared with instead of the first.
  ///   - weights: One a stratum; the person-time of both groups by default.
  /// - Precondition: a weight for each stratum, none negative, not all zero.
  public func directlyStandardised(
    reference isReference: Bool = false, weights: [Double]? = nil
  ) -> StandardisedRate {
    let weights = weights ?? strata.map { $0.time + $0.referenceTime }
    let total = weights.reduce(0, +)
    precondition(
      weights.count == strata.count && weights.allSatisfy { $0 >= 0 } && total > 0
        && total.isFinite, "weights \(weights) for \(strata.count) strata")
    var rate = 0.0
    var variance = 0.0
    for (stratum, weight) in zip(strata, weights) {
      let events = isReference ? stratum.referenceEvents : stratum.events
      let time = isReference ? stratum.referenceTime : stratum.time
      rate += weight / total * events / time
      variance += weight / total * events / time * (weight / total / time)
    }
    return StandardisedRate(rate: rate, standardError: variance.squareRoot())
  }

  /// The first group's events over those expected at the reference group's rates (indirect
  /// standardisation); `nil` where none are expected.
  public var standardisedEventRatio: Double? {
    let expected = strata.reduce(0) {
      $0 + $1.time * $1.referenceEvents / $1.referenceTime
    }
    return expected > 0 ? strata.reduce(0) { $0 + $1.events } / expected : nil
  }
}
