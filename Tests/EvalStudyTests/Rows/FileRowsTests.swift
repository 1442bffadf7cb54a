import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// Keeps the text of two columns and refuses rows whose second is "bad".
private struct TextReader: ExtractRowReader {
  let first: ExtractField<String>
  let second: ExtractField<String>

  func emptyPart() -> [String] { [] }

  func read(_ row: ExtractRow, into part: inout [String]) throws(RowProblem) {
    let left = try first.optional(row) ?? ""
    let right = try second.optional(row) ?? ""
    if right == "bad" { throw .outOfScope("bad", column: "quarter") }
    part.append("\(row.line):\(left)|\(right)")
  }
}

@Suite("The rows of a file read in stretches")
struct FileRowsTests {
  /// What is read of some bytes with windows of a size.
  private func read(
    _ content: [UInt8], window: Int, policy: StudyProtocol.BadRowPolicy = .refuse,
    name: String = "rows.csv"
  ) throws -> ExtractReading<TextReader> {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "evalstats-rows-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try Data(content).write(to: URL(fileURLWithPath: path))
    var rows = try FileRows(
      path, of: .ascSummary, source: StudyProtocol.Source(.file(name)),
      required: ["quarter", "support_reason"], optional: [], windowBytes: window,
      account: { RowAccount(file: $0, policy: policy) },
      makeReader: { columns in
        TextReader(first: columns.text("quarter"), second: columns.text("support_reason"))
      })
    return try rows.read()
  }

  /// A table of awkward cells: quotes, commas, line breaks in quotes, blank lines, ragged rows.
  private func awkward(seed: UInt64, rowCount: Int, lineEnd: String) -> [UInt8] {
    var draws = Draws(seed: seed)
    let cells = [
      "a", "", "plain text", "\"quoted\"", "\"a, comma\"", "\"two\(lineEnd)lines\"", "bad",
      "\"doubled \"\" quotes\"", "é漢😀", "  padded  ", "\"\"", "stray \" quote", "x,y",
      String(repeating: "long ", count: 40), "NULL",
    ]
    var text = "quarter,support_reason" + lineEnd
    for _ in 0..<rowCount {
      if draws.draw(9) == 0 { text += lineEnd }
      text += cells[draws.draw(cells.count)] + "," + cells[draws.draw(cells.count)] + lineEnd
    }
    if draws.draw(2) == 0 { text += "last,row" }
    return Array(text.utf8)
  }

  @Test(
    "are the same whatever the size of the windows",
    arguments: ["\n", "\r\n", "\r"], 1...6 as ClosedRange<UInt64>)
  func windows(lineEnd: String, seed: UInt64) throws {
    let content = awkward(seed: seed, rowCount: 300, lineEnd: lineEnd)
    let whole = try read(content, window: 1 << 20)
    let values = whole.parts.flatMap(\.self)
    #expect(values.count > 100)
    for window in [64, 100, 257, 1_024, 4_096, 50_000] {
      let pieces = try read(content, window: window)
      #expect(pieces.parts.flatMap(\.self) == values, "windows of \(window)")
      #expect(pieces.account.rowsRead == whole.account.rowsRead)
      #expect(pieces.account.refusals == whole.account.refusals, "windows of \(window)")
      #expect(pieces.sha256 == whole.sha256)
    }
  }

  @Test("are those that the reader of tables gives, and begin on the same lines")
  func sameAsTables() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let content = awkward(seed: seed, rowCount: 200, lineEnd: "\n")
      let table = try CSVReader.extract(
        of: content, file: "rows.csv",
        schema: CSVSchema([
          CSVColumn("quarter", .text, mayBeMissing: true),
          CSVColumn("support_reason", .text, mayBeMissing: true),
        ]), badRows: .refuse)
      let streamed = try read(content, window: 333)
      let lines = streamed.parts.flatMap(\.self).map { $0.prefix { $0 != ":" } }
      guard case .text(let second) = table.table.columns[1] else { return }
      let expected = zip(table.lines, second.elements).filter { $0.1 != "bad" }.map { "\($0.0)" }
      #expect(lines.map(String.init) == expected)
      #expect(streamed.account.rowsRead == table.readRowCount)
    }
  }

  @Test("come out of a gzip archive as out of the file, and the hash is that of the archive")
  func archives() throws {
    let content = awkward(seed: 9, rowCount: 2_000, lineEnd: "\n")
    let archive = try GzipWriter.compress(content)
    let plain = try read(content, window: 1_000)
    let inflated = try read(archive, window: 1_000, name: "rows.csv.gz")
    #expect(inflated.parts.flatMap(\.self) == plain.parts.flatMap(\.self))
    #expect(inflated.sha256 == ContentHash.sha256(of: Data(archive)))
    #expect(plain.sha256 == ContentHash.sha256(of: Data(content)))
    let error = #expect(throws: ExtractError.self) {
      try read(Array(archive.dropLast(20)), window: 1_000, name: "rows.csv.gz")
    }
    #expect(error?.code == "gzip-truncated")
  }

  @Test("stop at the first faulty row in the order of the file where the protocol says so")
  func stopping() throws {
    var text = "quarter,support_reason\n"
    for row in 2...2_000 { text += row == 700 || row == 1_500 ? "one,two,three\n" : "one,two\n" }
    for window in [200, 5_000, 1 << 20] {
      let error = #expect(throws: ExtractError.self) {
        try read(Array(text.utf8), window: window, policy: .error)
      }
      #expect(error?.location == "rows.csv, line 700")
    }
  }

  @Test("end in an error, not in silence, where a quote is never closed")
  func unclosed() throws {
    let text =
      "quarter,support_reason\none,two\n\"one,two\n" + String(repeating: "x,y\n", count: 500)
    for window in [64, 1_000, 1 << 20] {
      let error = #expect(throws: ExtractError.self) {
        try read(Array(text.utf8), window: window)
      }
      #expect(error?.code == "csv-unterminated-quote")
      #expect(error?.location == "rows.csv, line 3, column 'quarter'")
    }
  }

  @Test("may hold a cell that is longer than a window")
  func longCell() throws {
    let long = String(repeating: "x", count: 1_000_000)
    let text = "quarter,support_reason\na,b\n\"\(long)\",c\nd,e\n"
    let found = try read(Array(text.utf8), window: 4_096).parts.flatMap(\.self)
    #expect(found.count == 3 && found[1] == "3:\(long)|c" && found[2] == "4:d|e")
  }
}

@Suite("People found by their identifiers")
struct PersonIndexTests {
  @Test("are found each by their own and nobody by another's")
  func found() {
    let identifiers =
      (0..<5_000).map { "P\($0 * 7)" } + ["", "é漢", "a longer identifier than eight"]
    var table = ByteTable()
    for identifier in identifiers {
      Array(identifier.utf8).withUnsafeBufferPointer { #expect(table.insert($0).isNew) }
    }
    let index = PersonIndex(table)
    for (person, identifier) in identifiers.enumerated() {
      #expect(Array(identifier.utf8).withUnsafeBufferPointer { index.person($0) } == person)
    }
    for other in ["P1", "p7", "P7 ", "e漢", "a longer identifier than nine"] {
      #expect(Array(other.utf8).withUnsafeBufferPointer { index.person($0) } == nil)
    }
  }
}

@Suite("Codes in cells")
struct CodeLookupTests {
  @Test(
    "are known in any case and with a leading zero, and nothing else is",
    arguments: [
      ("2A", "2A"), ("2a", "2A"), ("21", "21"), ("99", nil), ("", nil), ("2A ", nil), ("021", nil),
      ("123456789", nil),
    ] as [(String, String?)])
  func admission(text: String, expected: String?) {
    let lookup = CodeLookup(AdmissionMethod.self)
    #expect(Array(text.utf8).withUnsafeBufferPointer { lookup[$0]?.rawValue } == expected)
  }

  @Test("of one character may have a leading zero")
  func zero() {
    let lookup = CodeLookup(DepartmentType.self)
    #expect(Array("01".utf8).withUnsafeBufferPointer { lookup[$0] } == .major)
    #expect(Array("5".utf8).withUnsafeBufferPointer { lookup[$0] } == .sameDayEmergencyCare)
    #expect(Array("00".utf8).withUnsafeBufferPointer { lookup[$0] } == nil)
  }
}
