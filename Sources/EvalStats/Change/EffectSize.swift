private import Foundation

/// Differences of means in units of a standard deviation.
///
/// They say how large a change is beside how much people vary, not how sure it is.
public enum EffectSize {
  /// Cohen's d_z: the mean difference over the standard deviation of the differences.
  ///
  /// - Throws: `ChangeError` as `TTest.init(differences:)`.
  public static func cohensDz(_ differences: [Double]) throws(ChangeError) -> Double {
    let test = try TTest(differences: differences)
    return test.statistic / Double(differences.count).squareRoot()
  }

  /// Cohen's d: the difference of two means over their pooled standard deviation.
  ///
  /// - Throws: `ChangeError` as `TTest.init(_:_:equalVariances:)`.
  public static func cohensD(
    _ first: [Double], _ second: [Double]
  ) throws(ChangeError) -> Double {
    let test = try TTest(first, second, equalVariances: true)
    return test.statistic
      * (1 / Double(first.count) + 1 / Double(second.count)).squareRoot()
  }

  /// Hedges' g: d · Γ(m/2)/(√(m/2) Γ((m − 1)/2)) on m = n₁ + n₀ − 2 degrees of freedom, without
  /// d's bias in small groups (Hedges 1981, doi:10.3102/10769986006002107). The factor is exact,
  /// not 1 − 3/(4m − 1).
  ///
  /// - Throws: `ChangeError` as `TTest.init(_:_:equalVariances:)`.
  public static func hedgesG(
    _ first: [Double], _ second: [Double]
  ) throws(ChangeError) -> Double {
    let half = Double(first.count + second.count - 2) / 2
    let biased = try cohensD(first, second)
    let logFactor =
      SpecialFunctions.logGamma(half) - SpecialFunctions.logGamma(half - 0.5) - log(half) / 2
    return biased * exp(logFactor)
  }
}
