private import Foundation

/// Power and sample size of the Wald test of a log rate ratio, Poisson or negative binomial.
///
/// With n₀ controls and R·n₀ treated, rates λ and times t a person, and dispersion k (variance
/// μ + kμ²; 0 is Poisson): Var log ratio = [1/(λ₀t₀) + k + (1/(λ₁t₁) + k)/R]/n₀, the variance under
/// the null taken to be that of the alternative (Zhu and Lakkis 2014, doi:10.1002/sim.5947).
/// Activity of patients is over-dispersed: Poisson sizes are too small for it.
public struct RateRatioPower: Sendable, Equatable, Codable {
  /// λ₀, events per unit of time among the controls.
  public let controlRate: Double
  /// t₀, time observed a control.
  public let controlTime: Double
  /// t₁, time observed a treated person.
  public let treatedTime: Double
  /// R, treated people per control.
  public let treatedPerControl: Double
  /// k ≥ 0
  public let dispersion: Double
  /// The two-sided significance level.
  public let level: Double

  /// - Throws: `CredibilityError.invalidValue`.
  public init(
    controlRate: Double, controlTime: Double = 1, treatedTime: Double = 1,
    treatedPerControl: Double = 1, dispersion: Double = 0, level: Double = 0.05
  ) throws(CredibilityError) {
    for (name, value) in [
      ("the control rate", controlRate), ("the time of a control", controlTime),
      ("the time of a treated person", treatedTime),
      ("the number of treated per control", treatedPerControl),
    ] {
      try CredibilityError.require(
        value > 0 && value.isFinite, name, value, "positive and finite")
    }
    try CredibilityError.require(
      dispersion >= 0 && dispersion.isFinite, "the dispersion", dispersion,
      "at least 0 and finite")
    try CredibilityError.requireLevel(level)
    self.controlRate = controlRate
    self.controlTime = controlTime
    self.treatedTime = treatedTime
    self.treatedPerControl = treatedPerControl
    self.dispersion = dispersion
    self.level = level
  }

  /// n₀ · Var log ratio where the true log ratio is `logRatio`.
  private func unitVariance(_ logRatio: Double) -> Double {
    1 / (controlRate * controlTime) + dispersion
      + (exp(-logRatio) / (controlRate * treatedTime) + dispersion) / treatedPerControl
  }

  private var bound: Double { Normal.standard.upperQuantile(level / 2) }

  private func unchecked(_ controls: Double, _ logRatio: Double) -> Double {
    let error = (unitVariance(logRatio) / controls).squareRoot()
    return Normal.standard.cumulative(abs(logRatio) / error - bound)
  }

  /// The power to see a true ratio with `controls` controls.
  ///
  /// - Throws: `CredibilityError.invalidValue`.
  public func power(controls: Double, ratio: Double) throws(CredibilityError) -> Double {
    try requireSize(controls)
    try requireRatio(ratio)
    return unchecked(controls, log(ratio))
  }

  /// The controls needed, not rounded up; the treated are `treatedPerControl` times as many.
  ///
  /// - Throws: `CredibilityError.invalidValue`; `.unreachable` for a ratio of 1.
  public func controls(power: Double, ratio: Double) throws(CredibilityError) -> Double {
    try CredibilityError.requirePower(power, level: level)
    try requireRatio(ratio)
    guard ratio != 1 else { throw .unreachable(power: power) }
    let reach = (bound + Normal.standard.quantile(power)) / log(ratio)
    return reach * reach * unitVariance(log(ratio))
  }

  /// The ratios nearest 1 that `controls` controls see with the power: below 1 a fall, `nil` where
  /// even the best fall is missed, as few events are left to count; above 1 a rise.
  ///
  /// - Throws: `CredibilityError.invalidValue`.
  public func detectableRatios(
    power: Double, controls: Double
  ) throws(CredibilityError) -> (fall: Double?, rise: Double) {
    try CredibilityError.requirePower(power, level: level)
    try requireSize(controls)
    // A fall of u: u²/(a + b eᵘ) climbs to where 2a + b eᵘ(2 − u) turns negative, then sinks.
    let share = 1 / (controlRate * treatedTime * treatedPerControl)
    let constant =
      1 / (controlRate * controlTime) + dispersion + dispersion / treatedPerControl
    let best = MonotoneSolution.first(from: 2, to: 700) {
      2 * constant + share * exp($0) * (2 - $0) <= 0
    }
    let fall =
      unchecked(controls, -best) >= power
      ? MonotoneSolution.first(from: 0, to: best) { unchecked(controls, -$0) >= power } : nil
    var high = 1.0
    while high < 1e150, unchecked(controls, high) < power { high *= 2 }
    let rise = MonotoneSolution.first(from: 0, to: high) { unchecked(controls, $0) >= power }
    return (fall.map { exp(-$0) }, exp(rise))
  }

  private func requireSize(_ size: Double) throws(CredibilityError) {
    try CredibilityError.require(
      size > 0 && size.isFinite, "the number of controls", size, "positive and finite")
  }

  private func requireRatio(_ ratio: Double) throws(CredibilityError) {
    try CredibilityError.require(
      ratio > 0 && ratio.isFinite, "the ratio", ratio, "positive and finite")
  }
}
