import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// A hundred thousand inputs that no reader of tables should ever see.
///
/// Each is read to an end, with every row accounted for, or refused with a typed error. A crash ends
/// the test run; a hang ends it by its time.
@Suite("Bytes that are no table")
struct CSVFuzzTests {
  /// Random bytes from one seed.
  private struct Bytes: SeededDraws {
    var state: UInt64

    mutating func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(draw(256)) } }

    /// Bytes that tables are made of, more often than not.
    mutating func tabular(_ count: Int) -> [UInt8] {
      let usual =
        Array(",,,,\"\"\n\n\r;\t 0123456789-./ABCPabc\0".utf8) + [
          0xEF, 0xBB, 0xBF, 0xC3, 0xA9, 0xFF,
        ]
      return (0..<count).map { _ in usual[draw(usual.count)] }
    }

    /// A sound table with so many bytes changed, taken out or put in, or cut short.
    mutating func spoilt(_ table: [UInt8]) -> [UInt8] {
      var bytes = table
      for _ in 0...draw(6) where !bytes.isEmpty {
        let place = draw(bytes.count)
        switch draw(5) {
        case 0: bytes[place] = UInt8(draw(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8(ascii: "\""), at: place)
        case 3:
          bytes.insert(contentsOf: [0, UInt8(ascii: "\r"), 0xC3].prefix(1 + draw(3)), at: place)
        default: bytes.removeLast(min(bytes.count, draw(1 + bytes.count / 3)))
        }
      }
      return bytes
    }
  }

  private static let sound = Array(
    """
    person_id,arrival_date,attendance_category,provider
    P01,2016-01-01,1,RAA
    P02,2016-02-01,1,"RAB, north"
    P03,2016-03-01,2,"quoted ""name\"""
    P04,,3,é漢

    P05,2016-05-01,1,RAA
    """.utf8)

  private static let schema = CSVSchema(
    [
      CSVColumn("person_id", .text), CSVColumn("arrival_date", .day(.iso), mayBeMissing: true),
      CSVColumn("attendance_category", .integer, mayBeAbsent: true),
    ], otherColumns: .infer)

  /// Reads bytes both ways; what was read must add up.
  private func read(_ bytes: [UInt8], _ schema: CSVSchema) {
    do {
      let extract = try CSVReader.extract(
        of: bytes, file: "fuzz.csv", schema: schema, badRows: .refuse)
      #expect(extract.readRowCount == extract.table.rowCount + extract.refusedRowCount)
      #expect(extract.lines.count == extract.table.rowCount)
      #expect(zip(extract.lines, extract.lines.dropFirst()).allSatisfy { $0 < $1 })
    } catch {
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("are refused or read, a hundred thousand of them", .timeLimit(.minutes(5)))
  func hundredThousand() {
    let blocks = 20
    let each = 5_000
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      var bytes = Bytes(state: UInt64(block + 1))
      for _ in 0..<each {
        let content: [UInt8] =
          switch bytes.draw(4) {
          case 0: bytes.random(bytes.draw(200))
          case 1: bytes.tabular(bytes.draw(300))
          default: bytes.spoilt(Self.sound)
          }
        read(content, bytes.draw(2) == 0 ? .inferred : Self.schema)
      }
    }
  }

  @Test(
    "in files are read in small windows as in one piece, or refused alike", .timeLimit(.minutes(5)))
  func windows() throws {
    var bytes = Bytes(state: 77)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "evalstats-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("fuzz.csv").path
    for _ in 0..<1_500 {
      let content =
        bytes.draw(2) == 0
        ? bytes.spoilt(Self.sound)
        : Array("person_id,arrival_date\n".utf8) + bytes.tabular(bytes.draw(400))
      try Data(content).write(to: URL(fileURLWithPath: path))
      let whole = FuzzReading(path, window: 1 << 16)
      #expect(FuzzReading(path, window: 16 + bytes.draw(64)) == whole)
    }
  }

  @Test("may be an archive that was damaged anywhere")
  func archives() throws {
    var bytes = Bytes(state: 5)
    let archive = try GzipWriter.compress(Array(repeating: Self.sound, count: 20).flatMap(\.self))
    for _ in 0..<2_000 {
      let damaged = bytes.spoilt(archive)
      damaged.withUnsafeBytes { raw in
        guard GzipReader.isArchive(raw) else { return }
        do {
          _ = try GzipReader.inflate(raw, file: "fuzz.csv.gz")
        } catch {
          #expect((error as? GzipError)?.code.hasPrefix("gzip-") == true)
        }
      }
    }
  }

  @Test("of known kinds end in the error that names them")
  func known() {
    func code(_ bytes: [UInt8]) -> String? {
      do {
        let extract = try CSVReader.extract(
          of: bytes, file: "fuzz.csv", schema: .inferred, badRows: .refuse)
        return extract.refusals.first?.first.code
      } catch {
        return error.code
      }
    }
    let long = String(repeating: "x", count: 1_000_000)
    #expect(code(Array("a,b\n1,\(long)\n".utf8)) == nil)
    #expect(code(Array("a,b\n1,\"\(long)".utf8)) == "csv-unterminated-quote")
    #expect(code(Array("a,b\n1,2\0\n".utf8)) == nil)
    #expect(code(Array("a,b\n1,\"2\"x\n".utf8)) == "csv-misplaced-quote")
    #expect(code([0xFF, 0xFE] + Array("a,b\n".utf8)) == "csv-not-utf8")
    // Latin-1 in a file of UTF-8.
    #expect(code(Array("a,b\n1,é\n".utf8) + Array("2,".utf8) + [0xE9, 0x0A]) == "csv-not-utf8")
    #expect(code(Array("a,b\n1,2,3\n".utf8)) == "csv-ragged-row")
    #expect(code([]) == "csv-empty")
  }
}

/// What reading a file by stretches came to, in a form that can be compared.
private struct FuzzReading: Equatable {
  var values: [String] = []
  var rowsRead = 0
  var refused: [RowAccount.Refusal] = []
  var error: String?

  private struct Reader: ExtractRowReader {
    let field: ExtractField<String>

    func emptyPart() -> [String] { [] }

    func read(_ row: ExtractRow, into part: inout [String]) throws(RowProblem) {
      part.append("\(row.line) \(try field.required(row))")
    }
  }

  init(_ path: String, window: Int) {
    do {
      var rows = try FileRows(
        path, of: .safeguarding, source: StudyProtocol.Source(.file("fuzz.csv")),
        required: ["person_id"], optional: [], windowBytes: window,
        account: { RowAccount(file: $0, policy: .refuse) },
        makeReader: { Reader(field: $0.text("person_id")) })
      let reading = try rows.read()
      values = reading.parts.flatMap(\.self)
      rowsRead = reading.account.rowsRead
      refused = reading.account.refusals
      if rowsRead != values.count + refused.reduce(0, { $0 + $1.rows }) { error = "rows are lost" }
    } catch {
      self.error = error.code
    }
  }
}
