import Foundation

/// How far many like pieces of work have come.
struct WorkStanding {
  /// What the pieces are: `seeds`, `people`.
  var noun: String
  /// Pieces done, those of an earlier run among them.
  var done: Int
  /// All pieces.
  var total: Int

  /// `1,250 of 10,000 seeds, 3.4 a second, 43 min left`
  ///
  /// - Parameters:
  ///   - sinceStart: pieces done since the clock was started.
  ///   - elapsed: the time since then.
  func text(sinceStart: Int, elapsed: Duration) -> String {
    let standing = "\(Self.grouped(done)) of \(Self.grouped(total)) \(noun)"
    let seconds = elapsed / .seconds(1)
    guard sinceStart > 0, seconds > 0 else { return standing }
    let rate = Double(sinceStart) / seconds
    let speed =
      rate < 100 ? String(format: "%.1f", rate) : Self.grouped(Int(min(rate, 1e15).rounded()))
    let left = Int(min(Double(total - done) / rate, 1e9).rounded(.up))
    return "\(standing), \(speed) a second, \(Self.time(left)) left"
  }

  /// `90 s`, `12 min`, `3 h`: rounded up.
  private static func time(_ seconds: Int) -> String {
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7_200 { return "\((seconds + 59) / 60) min" }
    return "\((seconds + 3_599) / 3_600) h"
  }

  /// A number with a comma before every three digits.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
