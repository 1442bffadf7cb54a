/// A stretch of a file in memory that begins at a row.
///
/// Two of them take turns: while the rows of one are read the other is filled, and the row that the
/// end of a window cuts is carried over to the front of the next.
final class FileWindow {
  /// Ownership: allocated here, given back in `deinit` or when a longer one takes its place.
  private var buffer: UnsafeMutableRawBufferPointer
  /// The bytes that count.
  private var range: Range<Int>
  /// Room left in front of what is read, for the row carried over.
  private let headroom: Int
  private let capacity: Int
  /// Whether the file ends with this window.
  private(set) var isLast = false

  /// - Parameter capacity: Bytes read at a time.
  init(capacity: Int) {
    headroom = max(64, capacity / 16)
    self.capacity = capacity
    buffer = .allocate(byteCount: headroom + capacity, alignment: 64)
    range = headroom..<headroom
  }

  deinit { buffer.deallocate() }

  /// The bytes that count; valid until the window is filled again.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: buffer[range]).bindMemory(to: UInt8.self)
  }

  /// Fills the window with what follows in a file.
  func fill(from stream: ByteStream) throws(CSVError) {
    let count = try stream.read(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[headroom..<headroom + capacity]))
    range = headroom..<headroom + count
    isLast = count < capacity
  }

  /// Puts a row that another window's end had cut in front.
  func carry(_ row: UnsafeBufferPointer<UInt8>) {
    let row = UnsafeRawBufferPointer(row)
    if row.count > range.lowerBound {
      let longer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: row.count + max(range.count, headroom + capacity), alignment: 64)
      let start = row.count
      UnsafeMutableRawBufferPointer(rebasing: longer[start...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: buffer[range]))
      range = start..<start + range.count
      buffer.deallocate()
      buffer = longer
    }
    let start = range.lowerBound - row.count
    UnsafeMutableRawBufferPointer(rebasing: buffer[start...]).copyMemory(from: row)
    range = start..<range.upperBound
  }
}
