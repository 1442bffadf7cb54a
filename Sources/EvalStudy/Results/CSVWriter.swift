public import EvalStats

/// Writes rows as comma-separated text (RFC 4180).
///
/// A cell is quoted only if it holds a comma, a quote or a line break; lines end in `\n`; a missing
/// value is an empty cell; a number is the shortest text that reads back as the same `Double`, and a
/// whole one has no decimal point. The same values always give the same bytes.
///
/// ```swift
/// var writer = CSVWriter(header: ["person_id", "month", "score"])
/// writer.append("P00017")
/// writer.append(4)
/// writer.append(0.25)
/// writer.endRow()
/// ```
public struct CSVWriter: Sendable {
  /// The text so far, as UTF-8.
  public private(set) var bytes: [UInt8] = []
  private let columnCount: Int
  private var cellCount = 0

  /// Starts a text with its header line.
  public init(header: [String]) {
    columnCount = header.count
    for name in header { append(name) }
    endRow()
  }

  /// The text so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends a cell of text; `nil` is an empty cell.
  public mutating func append(_ cell: String?) {
    separate()
    guard let cell, !cell.isEmpty else { return }
    let needsQuotes = cell.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes else {
      bytes.append(contentsOf: cell.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a whole number; `nil` is an empty cell.
  public mutating func append(_ cell: Int?) {
    separate()
    guard let cell else { return }
    bytes.append(contentsOf: String(cell).utf8)
  }

  /// Appends a number; `nil` and numbers that are not finite are an empty cell.
  public mutating func append(_ cell: Double?) {
    separate()
    guard let cell, cell.isFinite else { return }
    if let whole = Int(exactly: cell), whole.magnitude < 1 << 53, whole != 0 || cell.sign == .plus {
      bytes.append(contentsOf: String(whole).utf8)
    } else {
      bytes.append(contentsOf: cell.description.utf8)
    }
  }

  /// Appends numbers, a cell each.
  public mutating func append(contentsOf cells: [Double?]) {
    for cell in cells { append(cell) }
  }

  /// Appends a day in ISO form; `nil` is an empty cell.
  public mutating func append(_ cell: Day?) {
    separate()
    guard let cell else { return }
    bytes.append(contentsOf: cell.description.utf8)
  }

  /// Appends `true` or `false`; `nil` is an empty cell.
  public mutating func append(_ cell: Bool?) {
    separate()
    guard let cell else { return }
    bytes.append(contentsOf: (cell ? "true" : "false").utf8)
  }

  /// Ends a row; it must have one cell for each name of the header.
  public mutating func endRow() {
    precondition(
      cellCount == columnCount, "\(cellCount) cells in a row of a text of \(columnCount) columns")
    // A line with nothing on it would read as no row at all.
    if columnCount == 1, bytes.isEmpty || bytes.last == UInt8(ascii: "\n") {
      bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")])
    }
    bytes.append(UInt8(ascii: "\n"))
    cellCount = 0
  }

  private mutating func separate() {
    if cellCount > 0 { bytes.append(UInt8(ascii: ",")) }
    cellCount += 1
    precondition(cellCount <= columnCount, "more cells in a row than the \(columnCount) columns")
  }
}

extension CSVWriter {
  /// The text of a table: a header line and one line a row.
  ///
  /// - Complexity: O(*cells*)
  public static func bytes(of table: Table) -> [UInt8] {
    var writer = CSVWriter(header: table.names)
    for row in 0..<table.rowCount {
      for column in table.columns { writer.append(column, row: row) }
      writer.endRow()
    }
    return writer.bytes
  }

  /// Appends the cell of a column.
  mutating func append(_ column: Column, row: Int) {
    switch column {
    case .real(let values): append(values[row])
    case .integer(let values): append(values[row])
    case .factor(let factor): append(factor[row])
    case .text(let values): append(values[row])
    case .day(let values): append(values[row])
    case .boolean(let values): append(values[row])
    }
  }
}
