extension Table {
  /// The bytes its columns hold in memory. O(1) for numbers, O(*n*) for text.
  public var storageBytes: Int { columns.reduce(0) { $0 + $1.storageBytes } }
}

extension Column {
  /// The bytes it holds in memory. O(1) for numbers, O(*n*) for text.
  public var storageBytes: Int {
    switch self {
    case .real(let values): values.storageBytes
    case .integer(let values): values.storageBytes
    case .day(let values): values.storageBytes
    case .boolean(let values): values.storageBytes
    case .text(let values):
      values.storageBytes + values.elements.reduce(0) { $0 + $1.bytesOutside }
    case .factor(let factor):
      factor.codes.count * MemoryLayout<Int32>.stride
        + factor.levels.reduce(0) { $0 + MemoryLayout<String>.stride + $1.bytesOutside }
    }
  }
}

extension Values {
  /// The bytes of its elements and flags.
  fileprivate var storageBytes: Int {
    elements.count * MemoryLayout<Element>.stride + (missing?.count ?? 0)
  }
}

extension String {
  /// The bytes a text holds outside of its own 16: none up to 15 bytes of UTF-8, otherwise those, a
  /// header of 32 and what the allocator rounds up.
  fileprivate var bytesOutside: Int {
    let count = utf8.count
    return count <= 15 ? 0 : 32 + (count + 16) / 16 * 16
  }
}
