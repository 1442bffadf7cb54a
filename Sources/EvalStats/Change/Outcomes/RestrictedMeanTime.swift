private import Foundation

/// The time without the event up to a horizon, and how much the arms differ in it.
///
/// μ(τ) = ∫₀^τ S(t) dt, the area under `SurvivalCurve`; its variance is Σ (area after t)²·d/(n(n − d))
/// over event times, with weights or matched sets the sum of squared influences of the sets, both
/// arms of a set together (Royston and Parmar 2013, doi:10.1186/1471-2288-13-152). It supposes no
/// constant ratio of hazards, and says nothing of the time after τ.
public struct RestrictedMeanTime: Sendable, Equatable {
  /// τ
  public let horizon: Double
  /// μ among the treated.
  public let treated: Double
  /// μ among the controls.
  public let control: Double
  /// The treated's less the controls', in the unit of the times.
  public let difference: Finding

  /// - Throws: `OutcomeError.horizonBeyondFollowUp` where an arm is not watched so long;
  ///   `.invalidValue` for a horizon that is not above 0.
  /// - Complexity: O(*n* log *n*)
  public init(_ followUp: FollowUp, to horizon: Double) throws(OutcomeError) {
    guard horizon > 0, horizon.isFinite else {
      throw .invalidValue(column: "horizon", row: 0, allowed: "a time above 0")
    }
    let isRobust = followUp.weights != nil || followUp.sets != nil
    var means: [Arm: Double] = [:]
    var plainVariance = 0.0
    var sums: [Int: Double] = [:]
    for arm in Arm.allCases {
      let members = followUp.members(of: arm)
      let table = RiskTable(followUp, members, countsCompeting: false)
      guard table.lastTime >= horizon || table.survivals.last == 0 else {
        throw .horizonBeyondFollowUp(arm, horizon: horizon, last: table.lastTime)
      }
      let (area, variance) = table.area(to: horizon)
      means[arm] = area
      plainVariance += variance
      guard isRobust else { continue }
      let influences = SurvivalInfluence(followUp, members, table).areas(to: horizon)
      for (member, influence) in zip(members, influences) {
        let signed = followUp.weight(member) * influence
        sums[followUp.sets?[member] ?? member, default: 0] += arm == .treated ? signed : -signed
      }
    }
    self.horizon = horizon
    treated = means[.treated] ?? 0
    control = means[.control] ?? 0
    let variance =
      isRobust
      ? sums.keys.sorted().reduce(0) { $0 + (sums[$1] ?? 0) * (sums[$1] ?? 0) } : plainVariance
    let estimate = treated - control
    let error = variance > 0 ? variance.squareRoot() : nil
    let reach = error.map { Normal.standard.upperQuantile(0.025) * $0 }
    var caveats: [String] = []
    if followUp.endings.contains(.competing) {
      caveats.append(
        "Competing events such as deaths count as censoring: this is the time without the event had "
          + "nobody died, not what was lived through.")
    }
    if error == nil {
      caveats.append("Nobody has the event before the horizon, so no standard error can be given.")
    }
    difference = Finding(
      estimand: "difference in mean time without the event up to "
        + Decimals.text(horizon, places: horizon == horizon.rounded() ? 0 : 1),
      method: "restricted mean survival time, "
        + (isRobust
          ? "robust variance\(followUp.sets == nil ? "" : " by matched set")" : "Greenwood")
        + ", normal", estimate: estimate, standardError: error,
      lower: reach.map { estimate - $0 }, upper: reach.map { estimate + $0 },
      pValue: error.map { min(1, 2 * Normal.standard.survival(abs(estimate / $0))) },
      caveats: caveats)
  }
}

extension RiskTable {
  /// The area under S up to a horizon and its Greenwood variance.
  func area(to horizon: Double) -> (area: Double, variance: Double) {
    let survivals = self.survivals
    var area = 0.0
    var variance = 0.0
    var end = horizon
    for place in times.indices.reversed() where times[place] < horizon {
      area += survivals[place] * (end - times[place])
      end = times[place]
      let left = atRisk[place] - events[place]
      if left > 0 { variance += area * area * events[place] / (atRisk[place] * left) }
    }
    return (area + end, variance)
  }
}
