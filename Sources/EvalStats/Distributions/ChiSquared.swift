/// The χ² distribution with ν degrees of freedom: the gamma with shape ν/2 and scale 2.
public struct ChiSquared: ContinuousDistribution, Equatable {
  /// ν > 0, possibly fractional.
  public let degreesOfFreedom: Double
  private let gamma: Gamma

  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    requirePositive(degreesOfFreedom, "degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
    gamma = Gamma(shape: degreesOfFreedom / 2, scale: 2)
  }

  public func cumulative(_ x: Double) -> Double { gamma.cumulative(x) }
  public func survival(_ x: Double) -> Double { gamma.survival(x) }
  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }
  public func upperQuantile(_ p: Double) -> Double { gamma.upperQuantile(p) }
  public func density(_ x: Double) -> Double { gamma.density(x) }
  public func logDensity(_ x: Double) -> Double { gamma.logDensity(x) }
}
