/// The people of a register in a few shares of neighbouring rows, a power of two each.
struct PersonShares: Sendable {
  let personCount: Int
  /// How many shares there are.
  let count: Int
  private let bits: Int

  /// As many as can be written to side by side: a page each in the first look-aside buffer.
  private static let most = 64

  init(personCount: Int) {
    self.personCount = personCount
    var bits = 0
    while (personCount + (1 << bits) - 1) >> bits > Self.most { bits += 1 }
    self.bits = bits
    count = (personCount + (1 << bits) - 1) >> bits
  }

  @inline(__always)
  func share(of person: Int32) -> Int { Int(person) >> bits }

  func people(_ share: Int) -> Range<Int> {
    share << bits..<min(personCount, (share + 1) << bits)
  }
}
