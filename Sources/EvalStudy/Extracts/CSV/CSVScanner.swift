/// Cuts the bytes of a file into rows and cells (RFC 4180).
///
/// Rows end in LF, CRLF or CR; blank lines are no rows; a quoted cell may hold commas, line breaks
/// and doubled quotes. The scanner knows nothing of files or kinds: several may work on parts of
/// one file as long as each starts at a row.
struct CSVScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var marks: SeparatorMarks
  private(set) var position: Int
  private(set) var line: Int
  /// Behind the last row read; blank lines may stand between here and `position`.
  private(set) var rowEnd: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, position: Int = 0, line: Int = 1) {
    self.bytes = bytes
    marks = SeparatorMarks(bytes)
    self.position = position
    self.line = line
    rowEnd = position
  }

  /// The first byte of all, or `nil` if there are none.
  var base: UnsafePointer<UInt8>? { bytes.baseAddress }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Why the rest of the bytes cannot be cut into rows.
  enum Failure: Error {
    /// A quote opens here that is never closed.
    case unterminatedQuote(line: Int, column: Int)
    /// The row that starts here is longer than any row can be.
    case rowTooLong(line: Int)
  }

  /// A cell of the header line.
  struct HeaderCell {
    let text: String
    let isUTF8: Bool
    let isMisplaced: Bool
  }

  /// Reads the cells of one row as text, or `nil` at the end.
  mutating func header() throws(Failure) -> [HeaderCell]? {
    guard let base = bytes.baseAddress, skipBlankLines() else { return nil }
    let start = position
    var cells: [HeaderCell] = []
    var isLast = false
    while !isLast {
      let scanned = try cell(from: start, column: cells.count)
      isLast = scanned.endsRow
      let content = UnsafeBufferPointer(
        start: base + start + Int(scanned.cell.start), count: scanned.cell.length)
      let plain =
        scanned.cell.hasDoubledQuotes ? CSVChunk.undoubled(content) : Array(content)
      cells.append(
        HeaderCell(
          text: String(decoding: plain, as: UTF8.self), isUTF8: UTF8Validation.isValid(content),
          isMisplaced: scanned.isMisplaced))
    }
    return cells
  }

  /// Fills a chunk with the rows that follow, as many as fit; returns whether there were any.
  ///
  /// - Parameters:
  ///   - limit: Rows that start here or later are left for others.
  ///   - mayGoOn: Whether more bytes may follow the last: a row that touches the end is then left
  ///     where it starts, to be read again when they are there.
  mutating func fill(
    _ chunk: inout CSVChunk, until limit: Int = .max, mayGoOn: Bool = false
  ) throws(Failure) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    let start = position
    chunk.base = base + start
    chunk.rowCount = 0
    if !chunk.faults.isEmpty { chunk.faults = [:] }
    while true {
      scanPlainRows(into: &chunk, from: start, until: limit)
      guard chunk.rowCount < chunk.capacity, position - start < CSVCell.longestRow,
        skipBlankLines(mayGoOn: mayGoOn), position < limit
      else { break }
      let row = chunk.rowCount
      let rowStart = position
      chunk.lines[row] = line
      var isWhole = true
      do {
        try scanRow(row, from: start, into: &chunk)
        isWhole = position < bytes.count || bytes[position - 1] == Self.lineFeed
      } catch {
        guard mayGoOn, case .unterminatedQuote = error,
          bytes.count - rowStart < CSVCell.longestRow
        else { throw error }
        isWhole = false
      }
      if mayGoOn, !isWhole {
        chunk.faults[row] = nil
        position = rowStart
        line = chunk.lines[row]
        break
      }
      rowEnd = position
      chunk.rowCount += 1
    }
    if !UTF8Validation.isASCII(
      UnsafeBufferPointer(rebasing: bytes[start..<position]))
    {
      validate(&chunk)
    }
    return chunk.rowCount > 0
  }

  /// Reads the rows that follow as long as nothing about them is special: no quote, no blank line, as
  /// many cells as there are columns and a line break at the end.
  private mutating func scanPlainRows(
    into chunk: inout CSVChunk, from start: Int, until limit: Int
  ) {
    let (bytes, capacity, lastColumn) = (bytes, chunk.capacity, chunk.columnCount - 1)
    let lastStart = min(limit, start + CSVCell.longestRow, bytes.count)
    let firstRow = chunk.rowCount
    var (row, position) = (firstRow, position)
    chunk.cells.withUnsafeMutableBufferPointer { cells in
      rows: while row < capacity, position < lastStart {
        var cellStart = position
        for column in 0...lastColumn {
          let end = marks.next(from: cellStart)
          guard end < bytes.count, end - start < CSVCell.longestRow else { break rows }
          var next = end + 1
          if column < lastColumn {
            guard bytes[end] == Self.comma else { break rows }
          } else if bytes[end] == Self.carriageReturn {
            guard next < bytes.count, bytes[next] == Self.lineFeed else { break rows }
            next += 1
          } else {
            guard bytes[end] == Self.lineFeed else { break rows }
          }
          // A blank line is no row.
          guard end > position || column < lastColumn else { break rows }
          cells[column * capacity + row] = CSVCell(
            start: UInt32(truncatingIfNeeded: cellStart - start),
            lengthAndFlags: UInt32(truncatingIfNeeded: end - cellStart))
          cellStart = next
        }
        position = cellStart
        row += 1
      }
    }
    guard row > firstRow else { return }
    for own in firstRow..<row { chunk.lines[own] = line + own - firstRow }
    line += row - firstRow
    self.position = position
    rowEnd = position
    chunk.rowCount = row
  }

  private mutating func scanRow(
    _ row: Int, from start: Int, into chunk: inout CSVChunk
  ) throws(Failure) {
    var column = 0
    var isLast = false
    while !isLast {
      let scanned = try cell(from: start, column: column)
      isLast = scanned.endsRow
      if column < chunk.columnCount { chunk.cells[column * chunk.capacity + row] = scanned.cell }
      if scanned.isMisplaced {
        chunk.record(CSVFault(kind: .misplacedQuote, column: column), row: row)
      }
      column += 1
    }
    guard column != chunk.columnCount else { return }
    for absent in min(column, chunk.columnCount)..<chunk.columnCount {
      chunk.cells[absent * chunk.capacity + row] = CSVCell(start: 0, lengthAndFlags: 0)
    }
    chunk.record(CSVFault(kind: .raggedRow, column: nil, cellCount: column), row: row)
  }

  /// Reads one cell and the comma or line break after it.
  @inline(__always)
  private mutating func cell(
    from start: Int, column: Int
  ) throws(Failure) -> (cell: CSVCell, endsRow: Bool, isMisplaced: Bool) {
    let count = bytes.count
    if position < count, bytes[position] == Self.quote {
      return try quotedCell(from: start, column: column)
    }
    let cellStart = position
    var isMisplaced = false
    var index = marks.next(from: position)
    while index < count, bytes[index] == Self.quote {
      isMisplaced = true
      index = marks.next(from: index + 1)
    }
    guard index - start < 2 * CSVCell.longestRow, index - cellStart < CSVCell.longestRow else {
      throw .rowTooLong(line: line)
    }
    let cell = CSVCell(
      start: UInt32(truncatingIfNeeded: cellStart - start),
      lengthAndFlags: UInt32(truncatingIfNeeded: index - cellStart))
    position = index
    return (cell, consumeSeparator(), isMisplaced)
  }

  private mutating func quotedCell(
    from start: Int, column: Int
  ) throws(Failure) -> (cell: CSVCell, endsRow: Bool, isMisplaced: Bool) {
    let openingLine = line
    position += 1
    let cellStart = position
    var flags: UInt32 = 0
    while true {
      position = marks.next(from: position)
      guard position < bytes.count, position - cellStart < CSVCell.longestRow,
        position - start < 2 * CSVCell.longestRow
      else {
        throw .unterminatedQuote(line: openingLine, column: column)
      }
      let byte = bytes[position]
      position += 1
      if byte == Self.lineFeed {
        line += 1
      } else if byte == Self.carriageReturn {
        if position >= bytes.count || bytes[position] != Self.lineFeed { line += 1 }
      } else if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else { break }
        position += 1
        flags = CSVCell.doubledQuotes
      }
    }
    let cell = CSVCell(
      start: UInt32(truncatingIfNeeded: cellStart - start),
      lengthAndFlags: UInt32(truncatingIfNeeded: position - 1 - cellStart) | flags)
    // Text between the closing quote and the comma belongs to no cell.
    var isMisplaced = false
    while position < bytes.count, bytes[position] != Self.comma,
      bytes[position] != Self.lineFeed, bytes[position] != Self.carriageReturn
    {
      isMisplaced = true
      position += 1
    }
    return (cell, consumeSeparator(), isMisplaced)
  }

  /// Steps over the comma, the line break or the end after a cell; true if the row ends here.
  @inline(__always)
  private mutating func consumeSeparator() -> Bool {
    guard position < bytes.count else { return true }
    let byte = bytes[position]
    position += 1
    if byte == Self.comma { return false }
    line += 1
    if byte == Self.carriageReturn, position < bytes.count, bytes[position] == Self.lineFeed {
      position += 1
    }
    return true
  }

  /// Steps over blank lines; false at the end. A carriage return that ends what may go on stays: a
  /// line feed may follow.
  private mutating func skipBlankLines(mayGoOn: Bool = false) -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == Self.lineFeed || byte == Self.carriageReturn else { return true }
      if mayGoOn, byte == Self.carriageReturn, position + 1 == bytes.count { return false }
      _ = consumeSeparator()
    }
    return false
  }

  private func validate(_ chunk: inout CSVChunk) {
    for row in 0..<chunk.rowCount where chunk.faults[row] == nil {
      for column in 0..<chunk.columnCount
      where !UTF8Validation.isValid(chunk.bytes(row: row, column: column)) {
        chunk.record(CSVFault(kind: .notUTF8, column: column), row: row)
        break
      }
    }
  }
}
