/// Logarithm and exponential from IEEE additions, products and quotients alone.
///
/// The C library's versions differ in the last bit from platform to platform, and one bit can turn
/// an acceptance into a rejection and shift a whole random stream. These are the same bits
/// everywhere (Swift never contracts a product and a sum), within 1 unit in the last place of the
/// true value.
enum PortableElementary {
  // log 2 in two parts: the first has 21 trailing zero bits, so its product with an exponent is
  // exact.
  private static let logTwoHigh = 0x1.62e42feep-1
  private static let logTwoLow = 0x1.a39ef35793c76p-33
  private static let inverseLogTwo = 0x1.71547652b82fep+0

  /// log x for x ≥ 0; −∞ at zero.
  static func log(_ x: Double) -> Double {
    precondition(x >= 0, "the logarithm needs x ≥ 0, found \(x)")
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    // Subnormal numbers are brought into the normal range first.
    let isSubnormal = x < Double.leastNormalMagnitude
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
    var exponent = Int(bits >> 52) - 1023 - (isSubnormal ? 54 : 0)
    var significand = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
    if significand > 1.4142135623730951 {
      significand *= 0.5
      exponent += 1
    }
    return logarithm(ofOnePlus: significand - 1, exponent: Double(exponent))
  }

  /// log(1 + x) for x > −1, without forming 1 + x when x is small.
  static func logOnePlus(_ x: Double) -> Double {
    if x > -0.25 && x < 0.25 { return logarithm(ofOnePlus: x, exponent: 0) }
    return log(1 + x)
  }

  /// log(1 + f) + k log 2 for √½ − 1 ≤ f ≤ √2 − 1: with s = f/(2 + f), log(1 + f) = 2 artanh s
  /// = f − (f²/2 − s(f²/2 + R)), R = Σ 2s²ᵏ/(2k + 1), which keeps f itself exact.
  private static func logarithm(ofOnePlus f: Double, exponent k: Double) -> Double {
    let s = f / (2 + f)
    let z = s * s
    // |z| < 0.0295: the first term left out is below 10⁻¹⁸.
    var r = 2.0 / 23
    r = r * z + 2.0 / 21
    r = r * z + 2.0 / 19
    r = r * z + 2.0 / 17
    r = r * z + 2.0 / 15
    r = r * z + 2.0 / 13
    r = r * z + 2.0 / 11
    r = r * z + 2.0 / 9
    r = r * z + 2.0 / 7
    r = r * z + 2.0 / 5
    r = r * z + 2.0 / 3
    r *= z
    let halfSquare = 0.5 * f * f
    return k * logTwoHigh - ((halfSquare - (s * (halfSquare + r) + k * logTwoLow)) - f)
  }

  /// eˣ; zero below −745.2 and infinite above 709.8, as the exact value rounds.
  static func exp(_ x: Double) -> Double {
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let k = (x * inverseLogTwo).rounded(.toNearestOrEven)
    let high = x - k * logTwoHigh
    let low = k * logTwoLow
    let r = high - low
    let correction = (high - r) - low
    // |r| ≤ 0.347: Taylor to r¹⁴ leaves less than 10⁻¹⁹.
    var sum = 1.0 / 87_178_291_200
    sum = sum * r + 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    sum = sum * r + 1.0 / 24
    sum = sum * r + 1.0 / 6
    sum = sum * r + 0.5
    let value = 1 + (r + (r * r * sum + correction))
    // Two steps, so that results below the normal range round once and the largest does not
    // overflow early.
    let exponent = Int(k)
    let half = exponent / 2
    return value * power(ofTwo: half) * power(ofTwo: exponent - half)
  }

  /// 2ⁿ for −1022 ≤ n ≤ 1023.
  private static func power(ofTwo n: Int) -> Double {
    Double(bitPattern: UInt64(n + 1023) << 52)
  }
}
