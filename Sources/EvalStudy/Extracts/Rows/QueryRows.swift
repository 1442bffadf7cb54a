internal import EvalStats
internal import Foundation

/// Reads the rows of a database query as those of a file are read.
///
/// Rows are fetched in blocks; what is held is one block and what the reader keeps.
struct QueryRows<Reader: ExtractRowReader> {
  private let rows: DatabaseRows
  private let columns: ExtractColumns
  private let reader: Reader
  private var stretch: ExtractStretch<Reader.Part>
  private let hash = SHA256Hash()
  /// Rows read before the block.
  private var rowCount = 0

  /// Runs a query and holds its columns against those wanted.
  ///
  /// - Parameter makeReader: Makes the reader once the columns are known.
  init(
    _ query: String, of kind: ExtractKind, source: StudyProtocol.Source, required: [String],
    connection: DatabaseConnection, account makeAccount: (String) -> RowAccount,
    makeReader: (ExtractColumns) throws(ExtractError) -> Reader
  ) throws(ExtractError) {
    let name = "query of '\(kind.rawValue)'"
    do throws(DatabaseError) {
      rows = try DatabaseRows(connection: connection, query: query, source: kind.rawValue)
    } catch {
      throw .database(error)
    }
    columns = try ExtractColumns(
      rows.columnNames, of: kind, source: source, fileName: name,
      required: kind.requiredColumns + required, optional: kind.optionalColumns)
    reader = try makeReader(columns)
    stretch = ExtractStretch(part: reader.emptyPart(), account: makeAccount(name))
  }

  /// Reads the rows to their end.
  mutating func read() throws(ExtractError) -> ExtractReading<Reader> {
    var block = TextRows()
    while true {
      do throws(DatabaseError) {
        guard try rows.next(&block) else { break }
      } catch {
        throw .database(error)
      }
      take(block)
      if let stop = stretch.stop { throw stop }
    }
    reader.finish(&stretch.part)
    return ExtractReading(
      reader: reader, columns: columns, parts: [stretch.part], account: stretch.account,
      sha256: hash.hexadecimal)
  }

  private mutating func take(_ block: TextRows) {
    // The same rows have the same hash however they were cut into blocks.
    var lengths: [UInt8] = []
    for row in 0..<block.rowCount {
      for column in 0..<block.columnCount {
        let length = UInt32(block.range(row: row, column: column).count)
        lengths += (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
        hash.update(block.bytes[block.range(row: row, column: column)])
      }
      hash.update(lengths)
      lengths.removeAll(keepingCapacity: true)
    }
    // One byte more, so that a block of empty cells has bytes too.
    (block.bytes + [0]).withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      var chunk = CSVChunk(columnCount: block.columnCount, base: base)
      var row = 0
      while row < block.rowCount, stretch.stop == nil {
        chunk.rowCount = min(chunk.capacity, block.rowCount - row)
        for place in 0..<chunk.rowCount {
          chunk.lines[place] = rowCount + row + place + 1
          for column in 0..<block.columnCount {
            let range = block.range(row: row + place, column: column)
            chunk.cells[column * chunk.capacity + place] = CSVCell(
              start: UInt32(range.lowerBound), lengthAndFlags: UInt32(range.count))
          }
        }
        _ = stretch.take(chunk, by: reader, columns: columns)
        row += chunk.rowCount
      }
    }
    rowCount += block.rowCount
  }
}
