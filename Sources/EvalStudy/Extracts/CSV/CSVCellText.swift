/// What the bytes of a cell say apart from its kind.
enum CSVCellText {
  /// The bytes without the spaces and tabs around them.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var range = bytes.indices
    while let first = range.first, isBlank(bytes[first]) { range.removeFirst() }
    while let last = range.last, isBlank(bytes[last]) { range.removeLast() }
    return UnsafeBufferPointer(rebasing: bytes[range])
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

/// The cells that mean "missing": the empty one, those of spaces only, and the tokens declared.
struct CSVMissingTokens: Sendable {
  private let tokens: [[UInt8]]
  private let longest: Int

  init(_ tokens: [String]) {
    self.tokens = tokens.map { Array($0.utf8) }
    self.longest = self.tokens.map(\.count).max() ?? 0
  }

  @inline(__always)
  func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    if CSVCellText.isBlank(first) { return containsTrimmed(bytes) }
    return bytes.count <= longest && tokens.contains { $0.elementsEqual(bytes) }
  }

  private func containsTrimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let trimmed = CSVCellText.trimmed(bytes)
    return trimmed.isEmpty || tokens.contains { $0.elementsEqual(trimmed) }
  }
}

/// Reads true and false from bytes.
enum CSVFlag {
  /// `true`/`false`, `t`/`f`, `yes`/`no`, `y`/`n` or `1`/`0`, in capitals or not.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard bytes.count <= 5 else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "1", "true", "t", "yes", "y": return true
    case "0", "false", "f", "no", "n": return false
    default: return nil
    }
  }
}
