/// The one source of randomness: xoshiro256++, the same stream on every platform.
///
/// 256 bits of state, period 2²⁵⁶ − 1, integer operations only (Blackman & Vigna 2021,
/// doi:10.1145/3460772). The state comes from `seed` and `stream`: its i-th word is the SplitMix64
/// mix of (the i-th output of SplitMix64 seeded with `seed`) + `stream` · 0x9E3779B97F4A7C15. For
/// one seed, different streams therefore differ in every word, and the words are mixed
/// nonlinearly, so streams are independent for every practical purpose: give each person,
/// replicate or block its own stream and the result does not depend on the order or the number of
/// threads they run in.
///
/// The variates in `SeededGenerator+….swift` use IEEE additions, products, quotients and square
/// roots and this library's own logarithm and exponential (`PortableElementary`), so they too are
/// bit-identical wherever `Double` is IEEE binary64.
///
/// A value type: a copy replays the same numbers. Not for cryptography.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// - Parameters:
  ///   - seed: Names the whole run.
  ///   - stream: Names an independent sequence within it.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = SplitMix64(state: seed)
    let offset = stream &* SplitMix64.increment
    // The four outputs of SplitMix64 differ, and mixing is a bijection that takes only zero to
    // zero, so the state is never the forbidden all-zero one.
    a = SplitMix64.mix(mixer.next() &+ offset)
    b = SplitMix64.mix(mixer.next() &+ offset)
    c = SplitMix64.mix(mixer.next() &+ offset)
    d = SplitMix64.mix(mixer.next() &+ offset)
  }

  /// The generator in a given state, to compare with the published reference.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
  }

  /// The next 64 uniform bits.
  public mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = ((sum << 23) | (sum >> 41)) &+ a
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195), which turns any seed, however
/// regular, into well-spread state words.
struct SplitMix64 {
  /// 2⁶⁴ divided by the golden ratio, odd.
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// A bijection of 64 bits; zero maps to zero.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
