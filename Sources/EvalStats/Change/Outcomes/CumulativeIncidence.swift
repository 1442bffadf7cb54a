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
  /// - Complexity: O(*n* · *event times*)
  public init(_ followUp: FollowUp, of arm: Arm? = nil) {
    let members = followUp.members(of: arm)
    let table = RiskTable(followUp, members, countsCompeting: true)
    let labels = members.map { followUp.sets?[$0] ?? $0 }
    let place = Dictionary(
      uniqueKeysWithValues: Set(labels).sorted().enumerated().map { ($1, $0) })
    let clusters = labels.map { place[$0] ?? 0 }
    // Of each member: the derivatives of S(t−), of F and of F's competing twin by its weight.
    var survivalInfluence = [Double](repeating: 0, count: members.count)
    var influence = survivalInfluence
    var survival = 1.0
    var incidence = 0.0
    var competing = 0.0
    let reach = Normal.standard.upperQuantile(0.025)
    var steps: [Step] = []
    for step in table.times.indices {
      let (time, atRisk) = (table.times[step], table.atRisk[step])
      let hazard = table.events[step] / atRisk
      let any = table.endings[step] / atRisk
      var sums = [Double](repeating: 0, count: place.count)
      for (row, member) in members.enumerated() {
        let isAtRisk = followUp.times[member] >= time
        let ends = followUp.times[member] == time
        let ending = followUp.endings[member]
        let own = isAtRisk ? ((ends && ending == .event ? 1 : 0) - hazard) / atRisk : 0
        let ownAny = isAtRisk ? ((ends && ending != .censored ? 1 : 0) - any) / atRisk : 0
        influence[row] += survivalInfluence[row] * hazard + survival * own
        survivalInfluence[row] = survivalInfluence[row] * (1 - any) - survival * ownAny
        sums[clusters[row]] += followUp.weight(member) * influence[row]
      }
      incidence += survival * hazard
      competing += survival * (any - hazard)
      survival *= max(0, 1 - any)
      let error = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let isInside = incidence > 0 && incidence < 1
      let scaled = isInside ? reach * error / (incidence * -log(incidence)) : 0
      steps.append(
        Step(
          time: time, incidence: min(1, incidence), competing: min(1, competing),
          standardError: error, lower: isInside ? exp(log(incidence) * exp(scaled)) : nil,
          upper: isInside ? exp(log(incidence) * exp(-scaled)) : nil))
    }
    self.steps = steps
    lastTime = table.lastTime
  }

  /// F at a time; `nil` after the last follow-up.
  public func incidence(at time: Double) -> Double? {
    if time > lastTime { return nil }
    return steps.last { $0.time <= time }?.incidence ?? 0
  }
}
