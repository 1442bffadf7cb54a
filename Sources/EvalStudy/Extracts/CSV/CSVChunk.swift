/// One cell of a chunk: where its content starts, how long it is and whether it was quoted.
struct CSVCell {
  /// Bytes from the start of the chunk to the first of the content, past an opening quote.
  var start: UInt32
  /// The length of the content, with the flags below in the highest bits.
  var lengthAndFlags: UInt32

  static let doubledQuotes: UInt32 = 1 << 30
  /// A row longer than this cannot be read; it is an unclosed quote before it is a row.
  static let longestRow = 1 << 30

  var length: Int { Int(lengthAndFlags & (CSVCell.doubledQuotes - 1)) }
  var hasDoubledQuotes: Bool { lengthAndFlags & CSVCell.doubledQuotes != 0 }
}

/// What is wrong with a row, before it is put into words.
struct CSVFault {
  enum Kind: Hashable {
    case raggedRow
    case misplacedQuote
    case notUTF8
    case missingValue
    case badValue
  }

  let kind: Kind
  /// The column of the file, counted from 0; `nil` if the whole row is at fault.
  let column: Int?
  /// The number of cells of a ragged row.
  var cellCount = 0
}

/// Some rows of a file cut into cells, ready to be converted column by column.
///
/// Cells stand by column: the cell of row *r* and column *c* is `cells[c · capacity + r]`.
struct CSVChunk {
  let columnCount: Int
  let capacity: Int
  /// The first byte of the chunk in the file.
  var base: UnsafePointer<UInt8>
  var rowCount = 0
  var cells: [CSVCell]
  /// The line at which each row starts.
  var lines: [Int]
  /// The rows at fault, each with its leftmost fault.
  var faults: [Int: CSVFault] = [:]

  init(columnCount: Int, base: UnsafePointer<UInt8>) {
    self.columnCount = columnCount
    // Cells of a chunk should fit in the second-level cache.
    self.capacity = max(16, min(2_048, 32_768 / max(1, columnCount)))
    self.base = base
    self.cells = Array(
      repeating: CSVCell(start: 0, lengthAndFlags: 0), count: columnCount * capacity)
    self.lines = Array(repeating: 0, count: capacity)
  }

  /// The fault of a row, unless one further left is known.
  mutating func record(_ fault: CSVFault, row: Int) {
    if faults[row] == nil { faults[row] = fault }
  }

  /// Whether a row's cells are not to be trusted: wrong in number, in quotes or in encoding.
  func isMalformed(row: Int) -> Bool {
    guard !faults.isEmpty, let fault = faults[row] else { return false }
    return fault.kind == .raggedRow || fault.kind == .misplacedQuote || fault.kind == .notUTF8
  }

  /// The content of a cell, doubled quotes still doubled.
  func bytes(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
    let cell = cells[column * capacity + row]
    return UnsafeBufferPointer(start: base + Int(cell.start), count: cell.length)
  }

  /// The content of a cell as text.
  func text(row: Int, column: Int) -> String {
    let cell = cells[column * capacity + row]
    let bytes = bytes(row: row, column: column)
    guard cell.hasDoubledQuotes else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: CSVChunk.undoubled(bytes), as: UTF8.self)
  }

  /// The content of a quoted cell, each pair of quotes made one.
  static func undoubled(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      plain.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return plain
  }
}
