/// The distinct contents of a column, numbered in order of appearance.
///
/// An open-addressing table over the bytes themselves, so that a cell costs a hash and a comparison
/// and only a new level becomes a `String`.
struct CSVLevels {
  private(set) var levels: [String] = []
  private var bytes: [UInt8] = []
  /// Where each level starts in `bytes`, and the end of the last.
  private var starts: [Int] = [0]
  /// A level's number plus one, or 0 where free; the size is a power of two.
  private var slots: [Int32] = Array(repeating: 0, count: 64)

  /// The number of a content, which is added if it is new.
  mutating func code(of content: UnsafeBufferPointer<UInt8>) -> Int32 {
    var slot = CSVLevels.hash(content) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = slots[slot] - 1
      if holds(content, at: Int(code)) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(levels.count)
    slots[slot] = code + 1
    levels.append(String(decoding: content, as: UTF8.self))
    bytes.append(contentsOf: content)
    starts.append(bytes.count)
    if levels.count * 2 > slots.count { grow() }
    return code
  }

  private func holds(_ content: UnsafeBufferPointer<UInt8>, at code: Int) -> Bool {
    let start = starts[code]
    guard starts[code + 1] - start == content.count else { return false }
    for index in 0..<content.count where bytes[start + index] != content[index] { return false }
    return true
  }

  private mutating func grow() {
    var larger = [Int32](repeating: 0, count: slots.count * 2)
    bytes.withUnsafeBufferPointer { bytes in
      for code in levels.indices {
        let content = UnsafeBufferPointer(rebasing: bytes[starts[code]..<starts[code + 1]])
        var slot = CSVLevels.hash(content) & (larger.count - 1)
        while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
        larger[slot] = Int32(code) + 1
      }
    }
    slots = larger
  }

  /// FNV-1a with a final mix; order of levels never depends on it.
  private static func hash(_ content: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in content { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
