/// The cells of a column in which nearly every one is different, as bytes one behind another.
struct IdentifierColumn: Sendable {
  private var bytes: [UInt8] = []
  /// Where each cell ends in `bytes`.
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Adds the cell of a row.
  mutating func append(_ row: ExtractRow, _ position: Int) {
    row.withBytes(at: position) { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
  }

  /// Adds the rows of a part that follows.
  mutating func append(_ other: IdentifierColumn) {
    let start = bytes.count
    bytes += other.bytes
    ends.reserveCapacity(ends.count + other.ends.count)
    for end in other.ends { ends.append(start + end) }
  }

  func withBytes<Result>(
    at row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(row)])) }
  }

  func text(at row: Int) -> String {
    withBytes(at: row) { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a cell stands before another in order of Unicode scalars, which is that of the bytes.
  func isBefore(_ row: Int, _ other: Int) -> Bool {
    bytes[range(row)].lexicographicallyPrecedes(bytes[range(other)])
  }

  private func range(_ row: Int) -> Range<Int> {
    (row == 0 ? 0 : ends[row - 1])..<ends[row]
  }
}
