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
    let left = Int(min(Double(total - done) / rate, 1e9).rounded(.up))
    return "\(standing), \(Self.speed(rate)), \(Self.time(left)) left"
  }

  /// `3.4 a second`, `12,346 a second`; below one a second `5.0 a minute`.
  private static func speed(_ rate: Double) -> String {
    if rate < 1 { return String(format: "%.1f a minute", rate * 60) }
    if rate < 100 { return String(format: "%.1f a second", rate) }
    return "\(grouped(Int(min(rate, 1e15).rounded()))) a second"
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
