extension SeededGenerator {
  /// A standard normal number, by inversion of one uniform draw.
  ///
  /// Φ⁻¹ is Wichura's algorithm AS 241 (1988, doi:10.2307/2347330), accurate to about 10⁻¹⁶. One draw a
  /// number keeps streams aligned, so that runs which differ in one setting share their noise.
  /// Values lie within ±8.2.
  public mutating func normal() -> Double {
    PortableNormalQuantile.value(openUniform())
  }

  /// A normal number with a given mean and standard deviation.
  public mutating func normal(mean: Double, standardDeviation: Double) -> Double {
    precondition(
      standardDeviation >= 0, "the standard deviation must not be negative: \(standardDeviation)")
    return mean + standardDeviation * normal()
  }

  /// An exponential number with mean one, by inversion.
  public mutating func exponential() -> Double {
    -PortableElementary.log(openUniform())
  }

  /// A gamma number with a given shape and scale one.
  ///
  /// Marsaglia & Tsang (2000, doi:10.1145/358407.358414) for shape ≥ 1; below one, a number of shape + 1
  /// times a uniform to the power 1/shape.
  ///
  /// - Precondition: `shape` is positive and finite.
  public mutating func gamma(shape: Double) -> Double {
    requirePositive(shape, "shape")
    if shape < 1 {
      let larger = gamma(shape: shape + 1)
      return larger * PortableElementary.exp(PortableElementary.log(openUniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = openUniform()
      // The squeeze accepts about 98% without a logarithm.
      let square = x * x
      if u < 1 - 0.0331 * square * square { return d * v }
      if PortableElementary.log(u) < 0.5 * square + d * (1 - v + PortableElementary.log(v)) {
        return d * v
      }
    }
  }
}
