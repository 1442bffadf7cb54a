/// UTF-16, as drivers of databases hand text over, to UTF-8.
enum UTF16Text {
  /// Appends text as UTF-8; `false` at a surrogate without its other half, with what stood before it
  /// appended.
  ///
  /// The standard library's decoding puts U+FFFD there instead, and a name of a person would change
  /// in silence.
  ///
  /// - Complexity: O(*units*)
  static func append(_ units: UnsafeBufferPointer<UInt16>, to bytes: inout [UInt8]) -> Bool {
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      switch unit {
      case 0..<0x80:
        bytes.append(UInt8(unit))
      case 0x80..<0x800:
        bytes.append(0xC0 | UInt8(unit >> 6))
        bytes.append(continuation(UInt32(unit)))
      case 0xD800..<0xDC00:
        guard index < units.count, 0xDC00..<0xE000 ~= units[index] else { return false }
        let scalar = 0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(units[index] - 0xDC00))
        index += 1
        bytes.append(0xF0 | UInt8(scalar >> 18))
        bytes.append(continuation(scalar >> 12))
        bytes.append(continuation(scalar >> 6))
        bytes.append(continuation(scalar))
      case 0xDC00..<0xE000:
        return false
      default:
        bytes.append(0xE0 | UInt8(unit >> 12))
        bytes.append(continuation(UInt32(unit) >> 6))
        bytes.append(continuation(UInt32(unit)))
      }
    }
    return true
  }

  /// The byte 10xxxxxx with the six lowest bits.
  private static func continuation(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(bits & 0x3F) }
}
