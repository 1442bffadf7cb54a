/// What the cells of extracts have in common.
enum ExtractCell {
  /// Whether a cell says nothing; databases write `NULL` into files.
  @inline(__always)
  static func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    return first == UInt8(ascii: "N") && bytes.count == 4 && bytes[1] == UInt8(ascii: "U")
      && bytes[2] == UInt8(ascii: "L") && bytes[3] == UInt8(ascii: "L")
  }

  /// A cell without the spaces around it, which come from columns of fixed width and are no part of
  /// its value.
  @inline(__always)
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = bytes.first, let last = bytes.last,
      CSVCellText.isBlank(first) || CSVCellText.isBlank(last)
    else { return bytes }
    return CSVCellText.trimmed(bytes)
  }
}
