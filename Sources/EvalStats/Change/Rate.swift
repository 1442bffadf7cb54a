/// A rate of events with its person-time, per 1,000 person-months.
///
/// rate = 1000 · Σwy/Σwt. Its interval is the gamma interval for a weighted sum of Poisson counts
/// (Fay and Feuer 1997, doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#),
/// which is the exact Poisson interval when all weights are equal. It supposes that events come
/// singly and independently: where the same people return it is too narrow, which is why comparisons
/// of arms use clustered intervals instead.
public struct Rate: Sendable, Equatable {
  /// Events counted, without weights.
  public let events: Double
  /// Person-months observed, without weights.
  public let personMonths: Double
  /// Weighted events per 1,000 weighted person-months; `nil` without person-time.
  public let perThousand: Double?
  /// Lower end of the 95% interval, per 1,000 person-months; −∞ for amounts below 0, which are no
  /// counts.
  public let lower: Double
  /// Upper end of the 95% interval, per 1,000 person-months; infinite without person-time.
  public let upper: Double

  /// The rate of an arm in a period.
  ///
  /// - Complexity: O(*members*)
  public init(of arm: Arm, _ period: Period, in counts: PrePostCounts) {
    let members = (0..<counts.count).filter { counts.arms[$0] == arm }
    let events = period == .before ? counts.before : counts.after
    let time = period == .before ? counts.timeBefore : counts.timeAfter
    self.init(
      events: members.map { events[$0] }, time: members.map { time[$0] },
      weights: members.map { counts.weights[$0] })
  }

  /// The rate of rows of events with their person-months and weights.
  public init(events: [Double], time: [Double], weights: [Double]? = nil) {
    precondition(events.count == time.count, "person-time for each row")
    precondition(weights == nil || weights?.count == events.count, "a weight for each row")
    var weightedEvents = 0.0
    var weightedTime = 0.0
    var variance = 0.0
    var largestWeight = 0.0
    var count = 0.0
    var months = 0.0
    for row in events.indices {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      count += events[row]
      months += time[row]
      weightedEvents += weight * events[row]
      weightedTime += weight * time[row]
      variance += weight * weight * events[row]
      if time[row] > 0 { largestWeight = max(largestWeight, weight) }
    }
    self.events = count
    personMonths = months
    guard weightedTime > 0 else {
      (perThousand, lower, upper) = (nil, 0, .infinity)
      return
    }
    let scale = 1000 / weightedTime
    perThousand = scale * weightedEvents
    // Amounts below 0, which costs may be, are no counts and have no such interval.
    guard variance >= 0, weightedEvents >= 0, variance > 0 || weightedEvents == 0 else {
      (lower, upper) = (-.infinity, .infinity)
      return
    }
    lower =
      weightedEvents > 0
      ? scale * variance / (2 * weightedEvents)
        * ChiSquared(degreesOfFreedom: 2 * weightedEvents * weightedEvents / variance)
        .quantile(0.025)
      : 0
    let nextEvents = weightedEvents + largestWeight
    let nextVariance = variance + largestWeight * largestWeight
    upper =
      scale * nextVariance / (2 * nextEvents)
      * ChiSquared(degreesOfFreedom: 2 * nextEvents * nextEvents / nextVariance)
      .upperQuantile(0.025)
  }
}
