internal import EvalStats

/// Reads calendar days from bytes.
enum CSVDay {
  /// The day written in a format, or `nil` for any other text and for a day that does not exist.
  static func day(_ bytes: UnsafeBufferPointer<UInt8>, format: CSVDayFormat) -> Day? {
    switch format {
    case .iso: iso(bytes)
    case .uk: uk(bytes)
    }
  }

  private static func iso(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
      let day = number(bytes, 8..<10)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private static func uk(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
    let slash = UInt8(ascii: "/")
    guard (8...10).contains(bytes.count), let first = bytes.firstIndex(of: slash), first <= 2,
      let second = bytes[(first + 1)...].firstIndex(of: slash), second - first <= 3,
      bytes.count - second == 5, let day = number(bytes, 0..<first),
      let month = number(bytes, (first + 1)..<second),
      let year = number(bytes, (second + 1)..<bytes.count)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var value = 0
    for index in range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
