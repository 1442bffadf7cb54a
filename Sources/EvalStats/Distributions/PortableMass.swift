/// Log masses for the rejection samplers, in Loader's saddle-point form (Loader 2000, "Fast and
/// accurate computation of binomial probabilities"), bit-identical on every platform.
///
/// log n! = n log n − n + ½ log(2πn) + δ(n), and D₀(x, m) = x log(x/m) + m − x is a small positive
/// number computed as such: no large terms cancel.
enum PortableMass {
  /// log(2π)
  private static let logTwoPi = 1.8378770664093454836

  /// log P(X = k), X Poisson with the given mean.
  static func logPoisson(_ k: Double, mean: Double) -> Double {
    if k == 0 { return -mean }
    return -stirlingError(k) - deviance(k, mean) - 0.5 * (logTwoPi + PortableElementary.log(k))
  }

  /// log P(X = k), X binomial, 0 < p < 1.
  static func logBinomial(_ k: Double, trials n: Double, probability p: Double) -> Double {
    let q = 1 - p
    if k == 0 { return n * PortableElementary.logOnePlus(-p) }
    if k == n { return n * PortableElementary.log(p) }
    let correction = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
    let ratio = k / n * (n - k)
    return correction - deviance(k, n * p) - deviance(n - k, n * q) - 0.5
      * (logTwoPi + PortableElementary.log(ratio))
  }

  /// δ(n) = log n! − (n log n − n + ½ log(2πn)) for whole n ≥ 1.
  private static func stirlingError(_ n: Double) -> Double {
    if n < 16 { return smallStirlingErrors[Int(n)] }
    // The asymptotic series; at 16 the first term left out is below 10⁻¹⁷.
    let z = 1 / (n * n)
    var sum = 691.0 / 360_360
    sum = 1.0 / 1_188 - sum * z
    sum = 1.0 / 1_680 - sum * z
    sum = 1.0 / 1_260 - sum * z
    sum = 1.0 / 360 - sum * z
    sum = 1.0 / 12 - sum * z
    return sum / n
  }

  /// δ(0) is never asked for; δ(1) … δ(15) are exact to the last digit.
  private static let smallStirlingErrors: [Double] = [
    0,
    0.08106146679532725822,
    0.041340695955409294094,
    0.027677925684998339149,
    0.020790672103765093112,
    0.016644691189821192163,
    0.013876128823070747999,
    0.011896709945891770095,
    0.010411265261972096497,
    0.0092554621827127329177,
    0.0083305634333628712565,
    0.007573675487951840795,
    0.0069428401072095298657,
    0.0064089941880042070684,
    0.0059513701127588477356,
    0.005554733551962801371,
  ]

  /// D₀(x, m) = x log(x/m) + m − x for x, m > 0.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    let difference = x - m
    if abs(difference) < 0.1 * (x + m) {
      // With v = (x − m)/(x + m): (x − m) v + 2x Σ v²ᵏ⁺¹/(2k + 1).
      let v = difference / (x + m)
      let square = v * v
      var power = 2 * x * v
      var sum = difference * v
      var k = 1.0
      while true {
        power *= square
        let next = sum + power / (2 * k + 1)
        if next == sum { return sum }
        sum = next
        k += 1
      }
    }
    return x * PortableElementary.log(x / m) + m - x
  }
}
