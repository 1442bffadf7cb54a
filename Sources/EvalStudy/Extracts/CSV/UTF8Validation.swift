/// Checks that bytes are UTF-8 (Unicode 15, table 3-7).
enum UTF8Validation {
  /// Whether every byte is ASCII.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var seen: UInt64 = 0
    var index = 0
    while index + 8 <= raw.count {
      seen |= raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      index += 8
    }
    while index < raw.count {
      seen |= UInt64(raw[index])
      index += 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// Whether the bytes are well-formed UTF-8: no stray or missing continuation, no overlong form,
  /// no surrogate, nothing above U+10FFFF.
  static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      index += 1
      if lead < 0x80 { continue }
      let length: Int
      // The first continuation byte is narrower after these leads.
      var range: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0xC2...0xDF: length = 1
      case 0xE0...0xEF:
        length = 2
        if lead == 0xE0 { range = 0xA0...0xBF }
        if lead == 0xED { range = 0x80...0x9F }
      case 0xF0...0xF4:
        length = 3
        if lead == 0xF0 { range = 0x90...0xBF }
        if lead == 0xF4 { range = 0x80...0x8F }
      default: return false
      }
      guard index + length <= bytes.count, range.contains(bytes[index]) else { return false }
      for place in index..<(index + length) where !(0x80...0xBF).contains(bytes[place]) {
        return false
      }
      index += length
    }
    return true
  }
}
