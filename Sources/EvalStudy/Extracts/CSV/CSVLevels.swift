/// The distinct contents of a column as text, numbered in order of appearance.
///
/// Only a new content becomes a `String`.
struct CSVLevels: Sendable {
  private(set) var levels: [String] = []
  private var table = ByteTable()

  /// The number of a content, which is added if it is new.
  @inline(__always)
  mutating func code(of content: UnsafeBufferPointer<UInt8>) -> Int32 {
    let (number, isNew) = table.insert(content)
    if isNew { levels.append(String(decoding: content, as: UTF8.self)) }
    return number
  }
}
