/// A hash of bytes, eight at a time; nothing that is shown or written depends on it.
enum ByteHash {
  @inline(__always)
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var hash = seed ^ (UInt64(truncatingIfNeeded: bytes.count) &* 0x9e37_79b9_7f4a_7c15)
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + 8 <= raw.count {
      hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var tail: UInt64 = 0
    let rest = raw.count - index
    if rest >= 4 {
      // Two loads that may share bytes.
      tail =
        UInt64(raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)) << 32
        | UInt64(raw.loadUnaligned(fromByteOffset: raw.count - 4, as: UInt32.self))
    } else {
      while index < raw.count {
        tail = tail << 8 | UInt64(raw[index])
        index += 1
      }
    }
    return mixed(hash ^ tail)
  }

  /// Both halves of a product with an odd number, folded.
  @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return high ^ low
  }
}
