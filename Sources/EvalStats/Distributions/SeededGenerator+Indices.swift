extension SeededGenerator {
  /// Draws uniform integers in 0 ..< `bound` with replacement, several from each 64 random bits.
  ///
  /// A part of the bits times the bound: its high half is the integer, and low halves below 2ᵇ mod
  /// the bound, b bits a part, are drawn again, so that none is likelier (Lemire 2019,
  /// doi:10.1145/3230636). Parts of 16 bits for bounds up to 16,384, of 32 up to 2³², else 64.
  ///
  /// - Precondition: `bound` > 0.
  /// - Complexity: O(*draws*)
  @inline(__always)
  mutating func draw(_ draws: Int, below bound: Int, _ take: (_ index: Int) -> Void) {
    precondition(bound > 0, "the bound must be positive, found \(bound)")
    var left = draws
    if bound <= 16_384 {
      let factor = UInt64(bound)
      let threshold = 65_536 % factor
      while left >= 4 {
        var part = next()
        for _ in 0..<4 {
          let product = (part & 0xFFFF) * factor
          if product & 0xFFFF >= threshold {
            take(Int(product >> 16))
            left -= 1
          }
          part >>= 16
        }
      }
    } else if UInt64(bound) <= UInt64(UInt32.max) {
      let factor = UInt64(bound)
      let threshold = (1 << 32) % factor
      while left >= 2 {
        let bits = next()
        let high = (bits >> 32) * factor
        if high & 0xFFFF_FFFF >= threshold {
          take(Int(high >> 32))
          left -= 1
        }
        let low = (bits & 0xFFFF_FFFF) * factor
        if low & 0xFFFF_FFFF >= threshold {
          take(Int(low >> 32))
          left -= 1
        }
      }
    }
    while left > 0 {
      take(integer(below: bound))
      left -= 1
    }
  }
}
