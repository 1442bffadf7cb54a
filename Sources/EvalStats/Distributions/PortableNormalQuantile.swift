/// Φ⁻¹ by rational approximation (Wichura's AS 241, routine PPND16), for random numbers only.
///
/// `Normal.quantile` is the one to compute with; this one is bit-identical on every platform.
enum PortableNormalQuantile {
  /// Φ⁻¹(p) for 0 < p < 1.
  static func value(_ p: Double) -> Double {
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, central)
    }
    var r = (-PortableElementary.log(q < 0 ? p : 1 - p)).squareRoot()
    let tail: Double
    if r <= 5 {
      r -= 1.6
      tail = ratio(r, middle)
    } else {
      r -= 5
      tail = ratio(r, far)
    }
    return q < 0 ? -tail : tail
  }

  /// Coefficients of numerator and denominator, constant term first.
  private typealias Coefficients = (
    n0: Double, n1: Double, n2: Double, n3: Double, n4: Double, n5: Double, n6: Double, n7: Double,
    d1: Double, d2: Double, d3: Double, d4: Double, d5: Double, d6: Double, d7: Double
  )

  private static func ratio(_ r: Double, _ c: Coefficients) -> Double {
    var numerator = c.n7 * r + c.n6
    numerator = numerator * r + c.n5
    numerator = numerator * r + c.n4
    numerator = numerator * r + c.n3
    numerator = numerator * r + c.n2
    numerator = numerator * r + c.n1
    numerator = numerator * r + c.n0
    var denominator = c.d7 * r + c.d6
    denominator = denominator * r + c.d5
    denominator = denominator * r + c.d4
    denominator = denominator * r + c.d3
    denominator = denominator * r + c.d2
    denominator = denominator * r + c.d1
    denominator = denominator * r + 1
    return numerator / denominator
  }

  /// |p − ½| ≤ 0.425.
  private static let central: Coefficients = (
    3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
    3.3430575583588128105e+4, 2.5090809287301226727e+3,
    4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
    2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
    5.2264952788528545610e+3
  )

  /// Tail probabilities down to e⁻²⁵.
  private static let middle: Coefficients = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
    2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9
  )

  /// Beyond.
  private static let far: Coefficients = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
    5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15
  )
}
