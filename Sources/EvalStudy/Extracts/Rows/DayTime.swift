internal import EvalStats

/// Reads days that may have a time after them, as databases write them.
enum DayTime {
  /// The day of `2016-04-01`, `2016-04-01 14:05`, `2016-04-01T14:05:00.000` and the like.
  @inline(__always)
  static func day(_ bytes: UnsafeBufferPointer<UInt8>, format: CSVDayFormat) -> Day? {
    bytes.count <= 10
      ? CSVDay.day(bytes, format: format) : dayBeforeTime(bytes, format: format)
  }

  private static func dayBeforeTime(
    _ bytes: UnsafeBufferPointer<UInt8>, format: CSVDayFormat
  ) -> Day? {
    guard let split = bytes.firstIndex(where: isSeparator) else {
      return nil
    }
    guard minutes(UnsafeBufferPointer(rebasing: bytes[(split + 1)...])) != nil else { return nil }
    return CSVDay.day(UnsafeBufferPointer(rebasing: bytes[..<split]), format: format)
  }

  /// The minutes after midnight of `14:05`, `1405`, `14:05:59` or of a day with such a time.
  static func minutes(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var time = bytes[...]
    if let split = time.firstIndex(where: isSeparator) { time = time[(split + 1)...] }
    let hasColon = time.count > 2 && time[time.startIndex + 2] == UInt8(ascii: ":")
    guard time.count == 4 || (hasColon && time.count >= 5),
      let hour = number(time.prefix(2)),
      let minute = number(time.dropFirst(hasColon ? 3 : 2).prefix(2)), hour < 24, minute < 60
    else { return nil }
    guard time.dropFirst(hasColon ? 5 : 4).allSatisfy(isPartOfSeconds) else { return nil }
    return hour * 60 + minute
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "T")
  }

  /// Seconds, their fraction and a zone: nothing is made of them.
  private static func isPartOfSeconds(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 58) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "Z")
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var value = 0
    guard digits.count == 2 else { return nil }
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
