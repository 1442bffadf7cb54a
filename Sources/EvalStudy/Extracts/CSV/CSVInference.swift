/// The kinds that every cell seen so far of a column could be.
///
/// A column is the first of integer, real, ISO day and factor that all of its cells are. Empty
/// cells decide nothing.
struct CSVInference: OptionSet {
  let rawValue: UInt8

  static let integer = CSVInference(rawValue: 1)
  static let real = CSVInference(rawValue: 2)
  static let day = CSVInference(rawValue: 4)
  /// Before any cell is seen.
  static let open: CSVInference = [.integer, .real, .day]

  /// The kind a column of these possibilities has.
  var kind: CSVKind {
    if contains(.integer) { return .integer }
    if contains(.real) { return .real }
    if contains(.day) { return .day(.iso) }
    return .factor()
  }

  /// Narrows the possibilities by the cells of a chunk.
  mutating func narrow(by chunk: CSVChunk, column: Int, missingTokens: CSVMissingTokens) {
    for row in 0..<chunk.rowCount where !isEmpty {
      if chunk.isMalformed(row: row) { continue }
      let bytes = chunk.bytes(row: row, column: column)
      guard !missingTokens.contains(bytes) else { continue }
      let content = CSVCellText.trimmed(bytes)
      if contains(.integer), CSVNumber.integer(content) == nil { remove(.integer) }
      // A whole number of 64 bits is a real number too.
      if contains(.real), !contains(.integer), CSVNumber.real(content) == nil { remove(.real) }
      if contains(.day), CSVDay.day(content, format: .iso) == nil { remove(.day) }
    }
  }
}
