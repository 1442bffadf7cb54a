/// Where a window may be cut so that its parts can be read side by side.
///
/// A cut is a guess: it stands after a line break that is outside quotes if every quote before it
/// opens or closes a cell. Whoever reads a part sees where its last row ends; where that is not the
/// next cut, the guess was wrong and the rest is read in one go.
struct WindowCuts {
  /// Where each part starts, in order, with the line it starts at.
  let starts: [(position: Int, line: Int)]

  /// - Parameters:
  ///   - bytes: A window that begins at a row.
  ///   - start: Where its first row begins.
  ///   - line: The line of that row.
  ///   - partCount: How many parts are wanted.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, line: Int, partCount: Int) {
    var starts = [(position: start, line: line)]
    let length = (bytes.count - start + partCount - 1) / max(1, partCount)
    var position = start
    var line = line
    var isInQuotes = false
    for part in 1..<max(1, partCount) {
      let target = start + part * length
      guard target < bytes.count else { break }
      if target > position {
        let passed = UnsafeBufferPointer(rebasing: bytes[position..<target])
        let counts = Self.counts(passed, after: position > 0 ? bytes[position - 1] : 0)
        line += counts.lineBreaks
        if counts.quotes % 2 == 1 { isInQuotes.toggle() }
        position = target
      }
      // On to the next line break outside quotes.
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") { isInQuotes.toggle() }
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
        if byte == UInt8(ascii: "\r"), position < bytes.count,
          bytes[position] == UInt8(ascii: "\n")
        {
          position += 1
        } else if byte == UInt8(ascii: "\n"), position > 1,
          bytes[position - 2] == UInt8(ascii: "\r")
        {
          // Its carriage return was counted with what lies before.
          line -= 1
        }
        line += 1
        if !isInQuotes { break }
      }
      guard position < bytes.count else { break }
      starts.append((position, line))
    }
    self.starts = starts
  }

  /// The quotes and the line breaks in bytes: LF, CR, or both together as one.
  static func counts(
    _ bytes: UnsafeBufferPointer<UInt8>, after previous: UInt8
  ) -> (quotes: Int, lineBreaks: Int) {
    var quotes = 0
    var feeds = 0
    var returns = 0
    // Short loops without branches, so that the compiler makes vectors of them.
    var index = 0
    while index < bytes.count {
      let end = min(bytes.count, index + 128)
      var quoteCount: UInt8 = 0
      var feedCount: UInt8 = 0
      var returnCount: UInt8 = 0
      while index < end {
        let byte = bytes[index]
        quoteCount &+= byte == UInt8(ascii: "\"") ? 1 : 0
        feedCount &+= byte == UInt8(ascii: "\n") ? 1 : 0
        returnCount &+= byte == UInt8(ascii: "\r") ? 1 : 0
        index += 1
      }
      quotes += Int(quoteCount)
      feeds += Int(feedCount)
      returns += Int(returnCount)
    }
    guard returns > 0 || previous == UInt8(ascii: "\r") else { return (quotes, feeds) }
    var breaks = feeds + returns
    var last = previous
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), last == UInt8(ascii: "\r") { breaks -= 1 }
      last = byte
    }
    return (quotes, breaks)
  }
}
