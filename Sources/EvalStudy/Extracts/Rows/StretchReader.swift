internal import EvalStats

/// Reads one stretch of a window: cuts it into rows and hands each to the reader of its kind.
struct StretchReader<Reader: ExtractRowReader>: Sendable {
  let reader: Reader
  let columns: ExtractColumns
  /// An account without rows.
  let account: RowAccount

  /// What reading a stretch came to.
  struct Outcome: Sendable {
    var stretch: ExtractStretch<Reader.Part>
    /// Behind the last row.
    var rowEnd: Int
    /// Where the row that was left begins, and its line.
    var position: Int
    var line: Int
    /// Why the bytes could not be cut into rows any further.
    var failure: CSVError?
  }

  /// Reads the rows that start before `limit`.
  ///
  /// - Parameters:
  ///   - bytes: The whole window: the last row may end behind the limit.
  ///   - mayGoOn: Whether the file has more than the window.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, line: Int, until limit: Int,
    mayGoOn: Bool
  ) -> Outcome {
    var stretch = ExtractStretch(part: reader.emptyPart(), account: account)
    var scanner = CSVScanner(bytes, position: start, line: line)
    var failure: CSVError?
    if let base = bytes.baseAddress {
      var chunk = CSVChunk(columnCount: columns.columnCount, base: base)
      do throws(CSVScanner.Failure) {
        while try scanner.fill(&chunk, until: limit, mayGoOn: mayGoOn) {
          guard stretch.take(chunk, by: reader, columns: columns) else { break }
        }
      } catch {
        failure = error.worded(file: columns.fileName, names: columns.headers)
      }
    }
    reader.finish(&stretch.part)
    return Outcome(
      stretch: stretch, rowEnd: scanner.rowEnd, position: scanner.position, line: scanner.line,
      failure: failure)
  }
}
