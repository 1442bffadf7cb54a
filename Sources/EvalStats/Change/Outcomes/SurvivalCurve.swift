private import Foundation

/// The share without the event over time: Kaplan and Meier's estimate (1958,
/// doi:10.1080/01621459.1958.10501452).
///
/// S(t) = Π over event times up to t of 1 − d/n. The variance of log S is Greenwood's Σ d/(n(n − d));
/// with weights or matched sets it is the sum of squared influences of the sets, which is
/// Greenwood's where every set is one member of weight 1. Intervals are on the log(−log) scale and so
/// stay within 0…1.
///
/// A competing event counts as censoring: S is the share had it been taken away, not the share who do
/// without the event. For that take `CumulativeIncidence`.
public struct SurvivalCurve: Sendable, Equatable {
  /// The curve from one event time to the next.
  public struct Step: Sendable, Equatable {
    /// When the step begins.
    public let time: Double
    /// Those at risk just before, by weight.
    public let atRisk: Double
    /// Events then, by weight.
    public let events: Double
    /// S from then on.
    public let survival: Double
    /// The standard error of S; `nil` once S is 0.
    public let standardError: Double?
    /// The lower end of the 95% interval; `nil` once S is 0.
    public let lower: Double?
    /// The upper end.
    public let upper: Double?
  }

  /// The steps, in the order of time; none without events.
  public let steps: [Step]
  /// The last time anyone was watched: nothing is known after.
  public let lastTime: Double
  /// How the variance was made.
  public let method: String

  /// The curve of an arm, or of everyone.
  ///
  /// - Complexity: O(*n* log *n*)
  public init(_ followUp: FollowUp, of arm: Arm? = nil) {
    let members = followUp.members(of: arm)
    let table = RiskTable(followUp, members, countsCompeting: false)
    let isRobust = followUp.weights != nil || followUp.sets != nil
    let variances =
      isRobust
      ? SurvivalInfluence(followUp, members, table).variancesOfLogSurvival : table.greenwood
    var survival = 1.0
    steps = table.times.indices.map { place in
      survival *= 1 - table.events[place] / table.atRisk[place]
      guard survival > 0, table.events[place] < table.atRisk[place] else {
        survival = 0
        return Step(
          time: table.times[place], atRisk: table.atRisk[place], events: table.events[place],
          survival: 0, standardError: nil, lower: nil, upper: nil)
      }
      let error = survival * variances[place].squareRoot()
      let interval = ShareInterval(share: survival, standardError: error)
      return Step(
        time: table.times[place], atRisk: table.atRisk[place], events: table.events[place],
        survival: survival, standardError: error, lower: interval?.lower, upper: interval?.upper)
    }
    lastTime = table.lastTime
    method =
      "Kaplan–Meier, "
      + (isRobust
        ? "robust variance\(followUp.sets == nil ? "" : " by matched set")" : "Greenwood")
      + ", log(−log) intervals"
  }

  /// S at a time; `nil` after the last follow-up, unless S has come to 0.
  public func survival(at time: Double) -> Double? {
    if time > lastTime, steps.last?.survival != 0 { return nil }
    return steps.last { $0.time <= time }?.survival ?? 1
  }

  /// The first time at which no more than half are without the event; `nil` if the curve stays above.
  public var median: Double? { steps.first { $0.survival <= 0.5 }?.time }
}

extension RiskTable {
  /// Σ d/(n(n − d)) up to each time; infinite once nobody is left.
  var greenwood: [Double] {
    var sum = 0.0
    return times.indices.map { place in
      sum += events[place] / (atRisk[place] * (atRisk[place] - events[place]))
      return sum
    }
  }

  /// S just after each event time.
  var survivals: [Double] {
    var survival = 1.0
    return times.indices.map { place in
      survival *= max(0, 1 - events[place] / atRisk[place])
      return survival
    }
  }
}

/// What each member contributes to the error of a curve: the derivative of log S by its weight.
///
/// Uᵢ(t) = −Σ over event times up to t of (dNᵢ − Yᵢd/n)/(n − d).
struct SurvivalInfluence {
  let followUp: FollowUp
  let members: [Int]
  let table: RiskTable

  init(_ followUp: FollowUp, _ members: [Int], _ table: RiskTable) {
    (self.followUp, self.members, self.table) = (followUp, members, table)
  }

  /// d/n/(n − d) at an event time, what each at risk gains there; 0 once nobody is left.
  private func gain(_ place: Int) -> Double {
    table.events[place] / table.atRisk[place] * loss(place)
  }

  /// 1/(n − d) at an event time, what each with the event loses there; 0 once nobody is left.
  private func loss(_ place: Int) -> Double {
    let left = table.atRisk[place] - table.events[place]
    return left > 0 ? 1 / left : 0
  }

  var variancesOfLogSurvival: [Double] {
    // The gains so far, which everyone at risk has; who has left keeps those of then.
    var gained = 0.0
    var lost = 0.0
    return ClusteredInfluence.variances(
      followUp, members, table, atRisk: SIMD4(0, 1, 0, 0)
    ) { place in
      gained += gain(place)
      lost = loss(place)
      return SIMD4(1, gained, 0, 0)
    } leaving: { member, isNow in
      SIMD4(gained - (isNow && followUp.endings[member] == .event ? lost : 0), 0, 0, 0)
    }
  }

  /// The derivative of the area under the curve up to a horizon by each member's weight.
  ///
  /// - Complexity: O(*members* log *event times*)
  func areas(to horizon: Double) -> [Double] {
    let survivals = table.survivals
    // The area from an event time on, which its change of log S scales.
    var areaAfter = [Double](repeating: 0, count: table.times.count)
    var area = 0.0
    var end = horizon
    for place in table.times.indices.reversed() where table.times[place] < horizon {
      area += survivals[place] * (end - table.times[place])
      end = table.times[place]
      areaAfter[place] = area
    }
    var gained = 0.0
    let gains = table.times.indices.map { place in
      gained += gain(place) * areaAfter[place]
      return gained
    }
    return members.map { member in
      let time = followUp.times[member]
      guard let place = table.place(at: time) else { return 0 }
      let hasEvent = table.times[place] == time && followUp.endings[member] == .event
      return gains[place] - (hasEvent ? loss(place) * areaAfter[place] : 0)
    }
  }
}
