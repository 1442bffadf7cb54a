internal import CEvalKernels

/// Where the commas, quotes and line breaks of some bytes are, found a few thousand bytes at a time.
struct SeparatorMarks {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// One bit a byte, from `start` on.
  private var words = [UInt64](repeating: 0, count: wordCount)
  /// The first byte that `words` tell of, a multiple of a word's bytes.
  private var start: Int
  private var end: Int

  private static let wordCount = 64
  private static let wordBytes = Int(EVAL_MARK_BYTES)

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    start = 0
    end = 0
  }

  /// The first comma, quote or line break at or after a position; the end if there is none.
  @inline(__always)
  mutating func next(from position: Int) -> Int {
    var position = position
    while position < bytes.count {
      if position < start || position >= end { find(from: position) }
      let word = (position &- start) / Self.wordBytes
      let marks = words[word] >> UInt64(truncatingIfNeeded: position % Self.wordBytes)
      if marks != 0 { return position &+ marks.trailingZeroBitCount }
      position = (position / Self.wordBytes &+ 1) &* Self.wordBytes
    }
    return bytes.count
  }

  private mutating func find(from position: Int) {
    start = position / Self.wordBytes * Self.wordBytes
    end = min(bytes.count, start + Self.wordCount * Self.wordBytes)
    guard let base = bytes.baseAddress else { return }
    words.withUnsafeMutableBufferPointer {
      eval_mark_separators(base + start, Int64(end - start), $0.baseAddress)
    }
  }
}
