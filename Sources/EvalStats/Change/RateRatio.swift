private import Foundation

/// The ratio of two rates from two counts and their person-time, with nothing matched or clustered.
///
/// Supposes that events come singly and independently. NHS counts do not, so these crude intervals
/// are for reading published tables and for rare single events such as deaths, never for deciding
/// whether a programme changed use.
public struct RateRatio: Sendable, Equatable {
  /// Events of the first group.
  public let events: Int
  /// Person-time of the first group.
  public let time: Double
  /// Events of the group compared with.
  public let referenceEvents: Int
  /// Person-time of the group compared with, in the same unit.
  public let referenceTime: Double

  /// - Throws: `ChangeError.invalidValue` for a negative count or a time that is not positive.
  public init(
    events: Int, time: Double, referenceEvents: Int, referenceTime: Double
  ) throws(ChangeError) {
    for (row, value) in [events, referenceEvents].enumerated() where value < 0 {
      throw .invalidValue(column: "events", row: row)
    }
    for (row, value) in [time, referenceTime].enumerated() where !(value > 0 && value.isFinite) {
      throw .invalidValue(column: "time", row: row)
    }
    self.events = events
    self.time = time
    self.referenceEvents = referenceEvents
    self.referenceTime = referenceTime
  }

  /// (events/time)/(reference events/reference time); `nil` without reference events.
  public var estimate: Double? {
    referenceEvents > 0
      ? (Double(events) / time) / (Double(referenceEvents) / referenceTime) : nil
  }

  /// log ratio ± z·√(1/events + 1/reference events).
  ///
  /// - Throws: `ChangeError.undefinedRatio` where either count is 0.
  public func wald() throws(ChangeError) -> Finding {
    guard events > 0, let estimate else { throw .undefinedRatio(lowerBound: exactLower) }
    let standardError = (1 / Double(events) + 1 / Double(referenceEvents)).squareRoot()
    let reach = Normal().upperQuantile(0.025) * standardError
    let z = log(estimate) / standardError
    return Finding(
      estimand: "rate ratio", method: "Wald on the log scale, Poisson", estimate: estimate,
      standardError: standardError, lower: exp(log(estimate) - reach),
      upper: exp(log(estimate) + reach), pValue: min(1, 2 * Normal().survival(abs(z))))
  }

  /// The exact interval given the total: Clopper and Pearson's for the binomial split of the events
  /// (doi:10.1093/biomet/26.4.404). The two-sided p is the probability of all splits no likelier
  /// than the one seen.
  ///
  /// - Throws: `ChangeError.undefinedRatio` without reference events.
  /// - Complexity: O(*events*)
  public func exact() throws(ChangeError) -> Finding {
    guard let estimate else { throw .undefinedRatio(lowerBound: exactLower) }
    let upper = Beta(alpha: Double(events + 1), beta: Double(referenceEvents))
      .upperQuantile(0.025)
    return Finding(
      estimand: "rate ratio", method: "exact conditional (Clopper–Pearson)", estimate: estimate,
      standardError: nil, lower: exactLower ?? 0, upper: ratio(atShare: upper),
      pValue: exactPValue())
  }

  /// As `exact`, counting half the probability of the split seen: shorter, and right on average
  /// instead of never too short. The estimate is the median-unbiased one.
  ///
  /// - Throws: `ChangeError.undefinedRatio` without reference events.
  public func midP() throws(ChangeError) -> Finding {
    guard referenceEvents > 0, let upper = midPInterval.upper else {
      throw .undefinedRatio(lowerBound: exactLower)
    }
    let median =
      events == 0 ? root { midPTails($0).less < 0.5 } : root { midPTails($0).greater > 0.5 }
    return Finding(
      estimand: "rate ratio", method: "mid-p, median-unbiased", estimate: ratio(atShare: median),
      standardError: nil, lower: midPInterval.lower, upper: upper, pValue: midPValue)
  }

  /// The difference of the rates ± z·√(events/time² + reference events/reference time²), in events
  /// per unit of time; p from the score test of equal rates.
  public func difference() -> Finding {
    let first = Double(events) / time
    let second = Double(referenceEvents) / referenceTime
    let standardError = (first / time + second / referenceTime).squareRoot()
    let reach = Normal().upperQuantile(0.025) * standardError
    let trials = Double(split.trials)
    let null = split.probability
    let spread = (trials * null * (1 - null)).squareRoot()
    let z = spread > 0 ? (Double(events) - trials * null) / spread : 0
    return Finding(
      estimand: "rate difference", method: "Wald interval, score test, Poisson",
      estimate: first - second, standardError: standardError > 0 ? standardError : nil,
      lower: standardError > 0 ? first - second - reach : nil,
      upper: standardError > 0 ? first - second + reach : nil,
      pValue: min(1, 2 * Normal().survival(abs(z))))
  }

  /// The number of events in the first group given the total, were the rates equal.
  var split: Binomial {
    Binomial(trials: events + referenceEvents, probability: time / (time + referenceTime))
  }

  /// The lower exact limit of the ratio; `nil` where there are no events.
  var exactLower: Double? {
    guard events + referenceEvents > 0 else { return nil }
    guard events > 0 else { return 0 }
    let share = Beta(alpha: Double(events), beta: Double(referenceEvents + 1)).quantile(0.025)
    return ratio(atShare: share)
  }

  /// The ratio of rates at which the first group has this share of all events.
  func ratio(atShare share: Double) -> Double {
    share / (1 - share) * referenceTime / time
  }

  /// The share at which a condition that changes once turns true, by halving 0…1 to the last bit.
  func root(_ isAbove: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if isAbove(middle) { high = middle } else { low = middle }
    }
  }
}
