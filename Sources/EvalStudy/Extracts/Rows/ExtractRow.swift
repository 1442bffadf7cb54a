/// One row of an extract while it is read, its cells in place.
///
/// Valid only within the call it is handed to: the bytes belong to the stretch of the file that is
/// being read, and nobody keeps them.
struct ExtractRow {
  /// The row's cell in the first column; the next column's stands `stride` further.
  private let cells: UnsafePointer<CSVCell>
  private let stride: Int
  private let base: UnsafePointer<UInt8>
  /// The line at which the row starts.
  let line: Int
  /// The person the row is of, as a row of the register; below 0 where `PersonField` found nobody.
  let person: Int32

  /// - Parameter cells: The cells of `chunk`, column by column.
  init(_ row: Int, of chunk: CSVChunk, cells: UnsafePointer<CSVCell>, person: Int32) {
    self.person = person
    self.cells = cells + row
    stride = chunk.capacity
    base = chunk.base
    line = chunk.lines[row]
  }

  /// Hands the content of a cell to `body`, without the spaces around it.
  @inline(__always)
  func withBytes<Result>(
    at position: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let cell = cells[position * stride]
    let bytes = UnsafeBufferPointer(start: base + Int(cell.start), count: cell.length)
    if cell.hasDoubledQuotes {
      return CSVChunk.undoubled(bytes).withUnsafeBufferPointer { body(ExtractCell.trimmed($0)) }
    }
    return body(ExtractCell.trimmed(bytes))
  }

  /// How many bytes the content of a cell has.
  @inline(__always)
  func length(at position: Int) -> Int { cells[position * stride].length }

  /// The content of a cell as text.
  func text(at position: Int) -> String {
    withBytes(at: position) { String(decoding: $0, as: UTF8.self) }
  }

  /// A number that rows with equal cells in these columns share, and others hardly ever do.
  func fingerprint(of positions: [Int]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in positions {
      let cell = cells[position * stride]
      hash = ByteHash.of(
        UnsafeBufferPointer(start: base + Int(cell.start), count: cell.length), seed: hash)
    }
    return hash
  }
}
