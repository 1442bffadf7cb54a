/// Reads decimal numbers from bytes.
enum CSVNumber {
  /// The correctly rounded value of `[+-]digits[.digits][e[+-]digits]`, or `nil` for any other text,
  /// of which hexadecimal, `inf`, `nan` and thousands separators, and for a number too large for a
  /// `Double`.
  ///
  /// Digits are gathered in an integer of 64 bits and a power of ten. Up to 2⁵³ and 10²² both are
  /// exact and one operation rounds (Clinger 1990, doi:10.1145/93542.93557). Up to 19 digits and
  /// 10¹⁹ the quotient or product is taken to 64 bits, the remainder kept as a sticky bit, and
  /// rounded once. The rest goes to the standard library.
  @inline(__always)
  static func real(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var index = 0
    let count = bytes.count
    guard count > 0 else { return nil }
    var isNegative = false
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    var mantissa: UInt64 = 0
    var exponent = 0
    let wholeStart = index
    while index < count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index += 1
    }
    var digitCount = index - wholeStart
    if index < count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      let fractionStart = index
      while index < count {
        let digit = bytes[index] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        index += 1
      }
      exponent = fractionStart - index
      digitCount += index - fractionStart
    }
    guard digitCount > 0 else { return nil }
    if index < count {
      guard let written = writtenExponent(bytes, at: index) else { return nil }
      exponent += written
    }
    if digitCount > 19 { return standard(bytes) }
    let magnitude: Double
    if mantissa <= 1 << 53, -22...22 ~= exponent {
      magnitude =
        exponent < 0
        ? Double(mantissa) / exactPowers[-exponent] : Double(mantissa) * exactPowers[exponent]
    } else if mantissa != 0, -19...19 ~= exponent {
      magnitude = scaled(mantissa, by: exponent)
    } else {
      return standard(bytes)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// The value of `[+-]digits`, or `nil` for any other text or a number beyond 64 bits.
  @inline(__always)
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    guard bytes.count > 0 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative || bytes[0] == UInt8(ascii: "+") { index = 1 }
    let digitCount = bytes.count - index
    guard digitCount > 0 else { return nil }
    guard digitCount <= 18 else { return wideInteger(bytes) }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  private static func wideInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    // The standard library takes the same grammar and checks for overflow.
    Int(String(decoding: bytes, as: UTF8.self))
  }

  /// The exponent written from `start` to the end, or `nil` if that is not an exponent.
  private static func writtenExponent(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    var isNegative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // Beyond this every number is zero or too large; stop before the sum overflows.
      value = min(value * 10 + Int(digit), 100_000)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Text of the right form, but with too many digits or too large a power for the ways above.
  private static func standard(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// mantissa · 10^exponent for |exponent| ≤ 19, rounded once, to nearest even.
  ///
  /// The mantissa *m* and 10^|exponent| are shifted until their highest bit is set. Product or
  /// quotient then has 64 leading bits at least; whatever stands below is folded into the last of
  /// them, eleven places below the rounding, where it can only say "not a tie".
  private static func scaled(_ mantissa: UInt64, by exponent: Int) -> Double {
    let shift = mantissa.leadingZeroBitCount
    let normal = mantissa << UInt64(shift)
    let power = wholePowers[abs(exponent)]
    let powerShift = power.leadingZeroBitCount
    let normalPower = power << UInt64(powerShift)
    let significand: UInt64
    var binaryExponent: Int
    if exponent < 0 {
      // Dividing needs a high half below the divisor.
      let isLarge = normal >= normalPower
      let (high, low) = isLarge ? (normal >> 1, normal << 63) : (normal, 0)
      let (quotient, remainder) = normalPower.dividingFullWidth((high, low))
      significand = quotient | (remainder == 0 ? 0 : 1)
      binaryExponent = (isLarge ? -63 : -64) + powerShift - shift
    } else {
      let (high, low) = normal.multipliedFullWidth(by: normalPower)
      significand = high | (low == 0 ? 0 : 1)
      binaryExponent = 64 - shift - powerShift
      // The highest bit may be clear; then the fold is ten places below the rounding.
    }
    return Double(sign: .plus, exponent: binaryExponent, significand: Double(significand))
  }

  /// 10⁰ … 10²², each exact in a `Double`.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 10⁰ … 10¹⁹ as whole numbers.
  private static let wholePowers: [UInt64] = (0...19).map { count in
    (0..<count).reduce(1) { power, _ in power * 10 }
  }
}
