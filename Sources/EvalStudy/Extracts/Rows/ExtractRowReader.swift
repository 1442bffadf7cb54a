internal import EvalStats

/// How the rows of one kind of extract are read.
///
/// Stretches of a file are read side by side, each into a part of its own; the parts stand in the
/// order of the file, so that nothing depends on how many there are.
protocol ExtractRowReader: Sendable {
  /// What is kept of a stretch of rows: columns, not rows.
  associatedtype Part: Sendable

  /// The column that names the person of each row; `nil` where rows are of nobody.
  var people: PersonField? { get }

  /// A part without rows.
  func emptyPart() -> Part

  /// Reads one row and keeps of it what is needed.
  ///
  /// - Throws: why the row does not enter; nothing of it must have been kept then.
  func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem)

  /// Brings a part that no rows follow into the form it is kept in.
  func finish(_ part: inout Part)
}

extension ExtractRowReader {
  var people: PersonField? { nil }

  func finish(_ part: inout Part) {}
}

/// What was read of an extract.
struct ExtractReading<Reader: ExtractRowReader>: Sendable {
  /// The reader, which knows the columns.
  let reader: Reader
  let columns: ExtractColumns
  /// What was kept, in the order of the file.
  var parts: [Reader.Part]
  var account: RowAccount
  /// The SHA-256 of what was read.
  let sha256: String
}

/// A stretch of rows read.
struct ExtractStretch<Part: Sendable>: Sendable {
  var part: Part
  var account: RowAccount
  /// The first row that may not be refused; nothing after it was read.
  var stop: ExtractError?

  init(part: Part, account: RowAccount) {
    self.part = part
    self.account = account
  }

  /// Reads the rows of a chunk; false once a row stops it.
  mutating func take<Reader: ExtractRowReader>(
    _ chunk: CSVChunk, by reader: Reader, columns: ExtractColumns
  ) -> Bool where Reader.Part == Part {
    let people = reader.people?.people(of: chunk)
    return chunk.cells.withUnsafeBufferPointer { buffer in
      // A chunk of rows has cells; without columns there is no row.
      guard let cells = buffer.baseAddress else { return true }
      do throws(ExtractError) {
        for row in 0..<chunk.rowCount {
          if !chunk.faults.isEmpty, let fault = chunk.faults[row] {
            let line = chunk.lines[row]
            try account.refuse(
              fault.error(
                at: CSVPlace(file: columns.fileName, line: line), expected: columns.columnCount),
              at: columns.place(line: line, column: nil))
            continue
          }
          try take(
            ExtractRow(
              row, of: chunk, cells: cells, person: people?[row] ?? PersonField.missing),
            by: reader, columns: columns)
        }
        return true
      } catch {
        stop = error
        return false
      }
    }
  }

  @inline(__always)
  private mutating func take<Reader: ExtractRowReader>(
    _ row: ExtractRow, by reader: Reader, columns: ExtractColumns
  ) throws(ExtractError) where Reader.Part == Part {
    do throws(RowProblem) {
      try reader.read(row, into: &part)
      account.keep()
    } catch {
      switch error {
      case .fault(let fault, let column):
        try account.refuse(fault, at: columns.place(line: row.line, column: column))
      case .outOfScope(let reason, let column):
        account.leaveOut(reason, at: columns.place(line: row.line, column: column))
      }
    }
  }
}

extension CSVFault {
  /// A fault of the whole row in words.
  func error(at place: CSVPlace, expected: Int) -> CSVError {
    switch kind {
    case .misplacedQuote: .misplacedQuote(place)
    case .notUTF8: .notUTF8(place)
    case .missingValue: .missingValue(place)
    case .raggedRow, .badValue: .raggedRow(place, found: cellCount, expected: expected)
    }
  }
}
