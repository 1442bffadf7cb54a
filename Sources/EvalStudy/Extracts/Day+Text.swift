internal import EvalStats

extension Day {
  /// `2016-04-01`, and nothing else.
  init?(iso text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Day.number(parts[0]), let month = Day.number(parts[1]),
      let day = Day.number(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// `01/04/2016` or `1/4/2016`, and nothing else.
  init?(uk text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 3, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count),
      parts[2].count == 4, let day = Day.number(parts[0]), let month = Day.number(parts[1]),
      let year = Day.number(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private static func number(_ digits: Substring.UTF8View) -> Int? {
    var number = 0
    for byte in digits {
      guard byte >= 48, byte <= 57 else { return nil }
      number = number * 10 + Int(byte - 48)
    }
    return number
  }
}
