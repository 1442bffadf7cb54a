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
  /// - Complexity: O(*n* log *n*); with weights or sets O(*n* · *event times*).
  public init(_ followUp: FollowUp, of arm: Arm? = nil) {
    let members = followUp.members(of: arm)
    let table = RiskTable(followUp, members, countsCompeting: false)
    let isRobust = followUp.weights != nil || followUp.sets != nil
    let variances =
      isRobust
      ? SurvivalInfluence(followUp, members, table).variancesOfLogSurvival : table.greenwood
    let reach = Normal.standard.upperQuantile(0.025)
    var survival = 1.0
    steps = table.times.indices.map { place in
      survival *= 1 - table.events[place] / table.atRisk[place]
      guard survival > 0, table.events[place] < table.atRisk[place] else {
        survival = 0
        return Step(
          time: table.times[place], atRisk: table.atRisk[place], events: table.events[place],
          survival: 0, standardError: nil, lower: nil, upper: nil)
      }
      let error = variances[place].squareRoot()
      let scaled = reach * error / -log(survival)
      return Step(
        time: table.times[place], atRisk: table.atRisk[place], events: table.events[place],
        survival: survival, standardError: survival * error,
        lower: exp(log(survival) * exp(scaled)), upper: exp(log(survival) * exp(-scaled)))
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

  /// −(dNᵢ − Yᵢd/n)/(n − d) at an event time; 0 once nobody is left.
  private func change(_ member: Int, _ place: Int) -> Double {
    let time = followUp.times[member]
    guard time >= table.times[place] else { return 0 }
    let left = table.atRisk[place] - table.events[place]
    guard left > 0 else { return 0 }
    let own = time == table.times[place] && followUp.endings[member] == .event ? 1.0 : 0
    return -(own - table.events[place] / table.atRisk[place]) / left
  }

  /// The cluster of each member, numbered from 0.
  private var clusters: (numbers: [Int], count: Int) {
    var number: [Int: Int] = [:]
    let numbers = members.map { member -> Int in
      let label = followUp.sets?[member] ?? member
      if let found = number[label] { return found }
      number[label] = number.count
      return number.count - 1
    }
    return (numbers, number.count)
  }

  var variancesOfLogSurvival: [Double] {
    let (numbers, count) = clusters
    var sums = [Double](repeating: 0, count: count)
    return table.times.indices.map { place in
      for (row, member) in members.enumerated() {
        sums[numbers[row]] += followUp.weight(member) * change(member, place)
      }
      return sums.reduce(0) { $0 + $1 * $1 }
    }
  }

  /// The derivative of the area under the curve up to a horizon by each member's weight.
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
    return members.map { member in
      table.times.indices.reduce(0) { $0 + change(member, $1) * areaAfter[$1] }
    }
  }
}
