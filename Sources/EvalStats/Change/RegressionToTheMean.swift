/// Signs that people were taken on at a crisis and would have used less afterwards anyway.
public struct RegressionToTheMean: Sendable, Equatable {
  /// (r₀ − 1)/(r₁ − 1), r being the rate after over the rate before: the part of the treated change
  /// that matched controls show too. 0.8 says that four fifths of a before/after claim would have
  /// happened anyway; above 1, that the controls changed more; negative, that they changed the other
  /// way. `nil` where the treated did not change.
  public let controlShareOfChange: Double?

  /// From the change of each arm, after over before.
  public init(treatedChange: Double, controlChange: Double) {
    let treated = treatedChange - 1
    let isChange = treated.isFinite && controlChange.isFinite && abs(treated) > 1e-9
    controlShareOfChange = isChange ? (controlChange - 1) / treated : nil
  }

  /// From counts; `nil` where an arm has no events before.
  public init?(_ change: RateOfChange) {
    let rates = change.rates
    guard rates[0] > 0, rates[2] > 0 else { return nil }
    self.init(treatedChange: rates[3] / rates[2], controlChange: rates[1] / rates[0])
  }
}

extension MonthlyCounts {
  /// The highest monthly rate of months −3…−1 over the rate of months −12…−7: a hump just before
  /// the index date says that people were chosen at a bad time.
  ///
  /// - Returns: `nil` where months are missing or nothing happened in months −12…−7.
  public func preIndexHump(of arm: Arm) -> Double? {
    let own = rows.filter { $0.arm == arm }
    let recent = own.filter { (-3...(-1)).contains($0.month) }.compactMap(\.rate)
    let earlier = own.filter { (-12...(-7)).contains($0.month) }
    let events = earlier.reduce(0) { $0 + $1.weightedEvents }
    let months = earlier.reduce(0) { $0 + $1.weightedPersonMonths }
    guard let peak = recent.max(), events > 0, months > 0 else { return nil }
    return peak / (1000 * events / months)
  }
}
