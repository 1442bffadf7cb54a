private import Foundation

/// The share who have had the event by a time, with deaths and other competing events taken as what
/// they are: Aalen and Johansen's estimate.
///
/// F(t) = Σ over times up to t of S(t−)·d/n with S the share without any event. One minus
/// Kaplan–Meier with deaths censored is larger than the share of people who will have the event
/// (Andersen, Geskus, de Witte and Putter 2012, doi:10.1093/ije/dyr213). The variance is the sum of
/// squared influences, of matched sets where there are any.
public struct CumulativeIncidence: Sendable, Equatable {
  /// The share from one time to the next.
  public struct Step: Sendable, Equatable {
    /// When the step begins.
    public let time: Double
    /// F from then on.
    public let incidence: Double
    /// The share with a competing event by then.
    public let competing: Double
    /// The standard error of F.
    public let standardError: Double
    /// The lower end of the 95% interval, on the log(−log) scale; `nil` where F is 0 or 1.
    public let lower: Double?
    /// The upper end.
    public let upper: Double?
  }

  /// The steps in the order of time, one for each time anything but censoring happens.
  public let steps: [Step]
  /// The last time anyone was watched.
  public let lastTime: Double

  /// The share in an arm, or in everyone.
  ///
  /// - Complexity: O(*n* log *n*)
  public init(_ followUp: FollowUp, of arm: Arm? = nil) {
    let members = followUp.members(of: arm)
    let table = RiskTable(followUp, members, countsCompeting: true)
    let variances = IncidenceInfluence.variances(followUp, members, table)
    var survival = 1.0
    var incidence = 0.0
    var competing = 0.0
    steps = table.times.indices.map { place in
      let hazard = table.events[place] / table.atRisk[place]
      let any = table.endings[place] / table.atRisk[place]
      incidence += survival * hazard
      competing += survival * (any - hazard)
      survival *= max(0, 1 - any)
      let error = variances[place].squareRoot()
      let interval = ShareInterval(share: incidence, standardError: error)
      return Step(
        time: table.times[place], incidence: min(1, incidence), competing: min(1, competing),
        standardError: error, lower: interval?.lower, upper: interval?.upper)
    }
    lastTime = table.lastTime
  }

  /// F at a time; `nil` after the last follow-up.
  public func incidence(at time: Double) -> Double? {
    if time > lastTime { return nil }
    return steps.last { $0.time <= time }?.incidence ?? 0
  }
}

/// What each member contributes to the error of a cumulative incidence: the derivative of F by its
/// weight.
///
/// With s and f the derivatives of S and F, h and a the hazards of the event and of any, at each time
/// f gains s·h + S(t−)·(dNᵢ − Yᵢh)/n and s becomes s·(1 − a) − S(t−)·(dNᵢ − Yᵢa)/n. Everyone at risk
/// has the same s and f; who has left goes on with s in proportion to S, and f with it.
private enum IncidenceInfluence {
  /// Less than this share left by an event time is nobody, but for rounding.
  private static let leastShare = 1e-12

  static func variances(
    _ followUp: FollowUp, _ members: [Int], _ table: RiskTable
  ) -> [Double] {
    // s and f of everyone at risk, and Σ S(t−)·h, by which f of those who left goes on.
    var (s, f, sum) = (0.0, 0.0, 0.0)
    var survival = 1.0
    // S(t−)/n of the last step: what an ending then moves s and f by.
    var unit = 0.0
    return ClusteredInfluence.variances(
      followUp, members, table, atRisk: SIMD4(0, 0, 1, 0)
    ) { place in
      let hazard = table.events[place] / table.atRisk[place]
      let any = table.endings[place] / table.atRisk[place]
      unit = survival / table.atRisk[place]
      f += s * hazard - unit * hazard
      s = s * (1 - any) + unit * any
      sum += survival * hazard
      survival *= 1 - any > leastShare ? 1 - any : 0
      return SIMD4(1, sum, f, 0)
    } leaving: { member, isNow in
      let ending = followUp.endings[member]
      let own = f + (isNow && ending == .event ? unit : 0)
      let slope =
        survival > 0 ? (s - (isNow && ending != .censored ? unit : 0)) / survival : 0
      return SIMD4(own - slope * sum, slope, 0, 0)
    }
  }
}
