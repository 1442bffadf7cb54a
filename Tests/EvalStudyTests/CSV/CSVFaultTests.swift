import EvalStats
import Testing

@testable import EvalStudy

@Suite("Faults in comma-separated text")
struct CSVFaultTests {
  static let schema = CSVSchema([
    CSVColumn("id", .text), CSVColumn("day", .day(.iso)), CSVColumn("cost", .real),
    CSVColumn("n", .integer, mayBeMissing: true), CSVColumn("sex", .factor(levels: ["F", "M"])),
    CSVColumn("seen", .boolean),
  ])
  static let header = "id,day,cost,n,sex,seen\n"

  private func error(_ text: String, _ schema: CSVSchema = schema) -> CSVError? {
    #expect(throws: CSVError.self) {
      try CSVReader.extract(
        of: Array(text.utf8), file: "ae.csv", schema: schema, badRows: .stop)
    }
  }

  @Test(
    "A bad value is named with its place, what was expected and what to do",
    arguments: [
      (
        "P1,31/12/2016,1,1,F,1",
        "column 'day': found '31/12/2016', expected a day such as 2016-04-01; declare the dates as UK (dd/MM/yyyy)"
      ),
      (
        "P1,2016-02-30,1,1,F,1",
        "column 'day': found '2016-02-30', expected a day such as 2016-04-01; there may be no such day; correct it"
      ),
      (
        "P1,2016-04-01T10:30:00,1,1,F,1",
        "column 'day': found '2016-04-01T10:30:00', expected a day such as 2016-04-01; export the day without the time"
      ),
      (
        "P1,2016-04-01,\"1,250.50\",1,F,1",
        "column 'cost': found '1,250.50', expected a number such as 12.5; write it without thousands separators, the decimals after a point"
      ),
      (
        "P1,2016-04-01,£12,1,F,1",
        "column 'cost': found '£12', expected a number such as 12.5; write it without a currency or percent sign"
      ),
      (
        "P1,2016-04-01,inf,1,F,1",
        "column 'cost': found 'inf', expected a number such as 12.5; infinite values cannot be used; leave the cell empty"
      ),
      (
        "P1,2016-04-01,0x1F,1,F,1",
        "column 'cost': found '0x1F', expected a number such as 12.5; hexadecimal is not read; write it in decimal"
      ),
      (
        "P1,2016-04-01,NA,1,F,1",
        "column 'cost': found 'NA', expected a number such as 12.5; leave the cell empty, or declare 'NA' to mean missing"
      ),
      (
        "P1,2016-04-01,1e999,1,F,1",
        "column 'cost': found '1e999', expected a number such as 12.5; the number is too large; correct it"
      ),
      (
        "P1,2016-04-01,1,1.5,F,1",
        "column 'n': found '1.5', expected a whole number such as 12; write it without decimals"
      ),
      (
        "P1,2016-04-01,1,1,Female,1",
        "column 'sex': found 'Female', expected one of 'F', 'M'; correct the value or add it to the values expected"
      ),
      (
        "P1,2016-04-01,1,1,F,perhaps",
        "column 'seen': found 'perhaps', expected true or false, yes or no, 1 or 0; correct the value"
      ),
      (
        "P1,2016-04-01,,1,F,1",
        "column 'cost': the value is missing; fill it in or leave the row out"
      ),
    ])
  func badValues(row: String, expected: String) {
    #expect(error(Self.header + row + "\n")?.description == "ae.csv, line 2, " + expected)
  }

  @Test("Without times, 'today' is simply no day")
  func plainWrongDay() {
    #expect(
      error(Self.header + "P1,today,1,1,F,1\n")?.message
        == "found 'today', expected a day such as 2016-04-01; correct the value")
  }

  @Test("The line counts line breaks inside quotes, and names the row's first line")
  func lineNumbers() {
    let text = Self.header + "\"a\nb\r\nc\",2016-04-01,1,1,F,1\n\nP2,x,1,1,F,1\n"
    #expect(error(text)?.place == CSVPlace(file: "ae.csv", line: 6, column: "day"))
  }

  @Test("Rows with too few or too many cells are named")
  func raggedRows() {
    #expect(
      error("a,b\n1,2\n1\n", .inferred)?.description
        == "ae.csv, line 3: found 1 cells, expected 2 as in the header; "
        + "a comma inside a cell needs quotes around the cell")
    #expect(
      error("a,b\n1,2,3\n", .inferred)
        == .raggedRow(CSVPlace(file: "ae.csv", line: 2), found: 3, expected: 2))
  }

  @Test("Quotes left open or out of place are named")
  func quotes() {
    #expect(
      error("a,b\n1,\"x\n2,y\n", .inferred)
        == .unterminatedQuote(CSVPlace(file: "ae.csv", line: 2, column: "b")))
    #expect(error("\"a,b\n", .inferred) == .unterminatedQuote(CSVPlace(file: "ae.csv", line: 1)))
    #expect(
      error("a,b\nx \"y\",1\n", .inferred)
        == .misplacedQuote(CSVPlace(file: "ae.csv", line: 2, column: "a")))
    #expect(
      error("a,b\n1,\"x\" y\n", .inferred)
        == .misplacedQuote(CSVPlace(file: "ae.csv", line: 2, column: "b")))
  }

  @Test("Bytes that are not UTF-8 are named, in a cell or in the header")
  func encoding() {
    let latin = Array("a,b\nok,1\ncaf".utf8) + [0xE9] + Array(",2\n".utf8)
    #expect(throws: CSVError.notUTF8(CSVPlace(file: "l.csv", line: 3, column: "a"))) {
      try CSVReader.extract(of: latin, file: "l.csv", schema: .inferred, badRows: .stop)
    }
    let wide: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x0A, 0]
    #expect(throws: CSVError.notUTF8(CSVPlace(file: "w.csv", line: 1))) {
      try CSVReader.extract(of: wide, file: "w.csv", schema: .inferred, badRows: .stop)
    }
  }

  @Test(
    "UTF-8 is judged by the Unicode table",
    arguments: [
      ([0x41], true), ([0xC3, 0xA9], true), ([0xE2, 0x82, 0xAC], true),
      ([0xF0, 0x9F, 0x98, 0x80], true), ([0xC0, 0x80], false), ([0xE0, 0x80, 0x80], false),
      ([0xED, 0xA0, 0x80], false), ([0xF4, 0x90, 0x80, 0x80], false), ([0x80], false),
      ([0xC3], false), ([0xE2, 0x82], false), ([0xE2, 0x28, 0xA1], false), ([0xFF], false),
      ([0xF0, 0x9F, 0x98, 0x41], false),
    ] as [([UInt8], Bool)])
  func unicode(bytes: [UInt8], expected: Bool) {
    #expect(bytes.withUnsafeBufferPointer { UTF8Validation.isValid($0) } == expected)
  }

  @Test("An empty file, a name standing twice and a blank name are refused")
  func headers() {
    #expect(error("", .inferred) == .emptyFile(file: "ae.csv"))
    #expect(error("\n\r\n", .inferred) == .emptyFile(file: "ae.csv"))
    #expect(error("\u{FEFF}", .inferred) == .emptyFile(file: "ae.csv"))
    #expect(
      error("a,b,a\n", .inferred)?.description
        == "ae.csv, line 1, column 'a': the name stands in columns 1 and 3; rename one of them")
    #expect(error("a,,b\n", .inferred) == .unnamedColumn(file: "ae.csv", position: 2))
  }

  @Test("A declared column that is absent is named with the nearest ones")
  func absentColumn() {
    let schema = CSVSchema([CSVColumn("birth_date", .day(.iso))])
    #expect(
      error("id,birthdate\n", schema)?.description
        == "ae.csv, line 1, column 'birth_date': the column is missing; did you mean 'birthdate'?")
    #expect(
      error("id,x\n", schema)?.message == "the column is missing; the file has 'id', 'x'")
  }

  @Test("A column nobody declared is refused where the schema says so")
  func unexpectedColumn() {
    let schema = CSVSchema([CSVColumn("month", .integer)], otherColumns: .refuse)
    #expect(
      error("month,mnth\n1,2\n", schema)
        == .unexpectedColumn(file: "ae.csv", name: "mnth", nearest: ["month"]))
  }

  @Test("Every row is kept or refused, counted by its leftmost fault")
  func accounting() throws {
    let text =
      Self.header + """
        P1,2016-04-01,1,1,F,1
        P2,01/04/2016,x,1,F,1
        P3,2016-04-01
        P4,2016-04-01,x,,F,1
        P5,2016-04-01,2,,M,no

        P6,yesterday,1,1,F,1
        P7,2016-04-01,,1,F,1
        P8,2016-04-01,3,y,F,"1" 2

        """
    let extract = try CSVReader.extract(
      of: Array(text.utf8), file: "ae.csv", schema: Self.schema, badRows: .refuse)
    #expect(extract.readRowCount == 8)
    #expect(extract.table.rowCount + extract.refusedRowCount == extract.readRowCount)
    #expect(extract.lines == [2, 6])
    #expect(
      extract.refusals.map { "\($0.count) \($0.first.code) \($0.first.place?.description ?? "")" }
        == [
          "2 csv-bad-value ae.csv, line 3, column 'day'",
          "1 csv-ragged-row ae.csv, line 4",
          "1 csv-bad-value ae.csv, line 5, column 'cost'",
          "1 csv-missing-value ae.csv, line 9, column 'cost'",
          "1 csv-misplaced-quote ae.csv, line 10, column 'seen'",
        ])
    let n = try extract.table.doubles("n")
    #expect(n[0] == 1)
    #expect(n[1] == nil)
    #expect(try extract.table.doubles("cost").elements == [1, 2])
  }

  @Test("Many chunks of rows, some faulty, add up and stay in order")
  func manyChunks() throws {
    var text = Self.header
    for row in 0..<20_000 {
      text +=
        "P\(row),2016-04-01,\(row % 7 == 3 ? "bad" : String(row)),\(row % 5 == 0 ? "" : "1"),F,1\n"
    }
    let extract = try CSVReader.extract(
      of: Array(text.utf8), file: "ae.csv", schema: Self.schema, badRows: .refuse)
    let kept = (0..<20_000).filter { $0 % 7 != 3 }
    #expect(extract.readRowCount == 20_000)
    #expect(extract.refusedRowCount == 20_000 - kept.count)
    let id = try extract.table.strings("id")
    let cost = try extract.table.doubles("cost")
    let n = try extract.table.doubles("n")
    #expect(id.elements == kept.map { "P\($0)" })
    #expect(cost.elements == kept.map(Double.init))
    #expect(kept.indices.allSatisfy { n.isMissing($0) == (kept[$0] % 5 == 0) })
    #expect(extract.lines == kept.map { $0 + 2 })
  }

  @Test("A malformed row does not decide an inferred kind")
  func malformedRowAndInference() throws {
    var text = "a,b\n"
    for row in 0..<3_000 { text += "\(row),1\n" }
    let extract = try CSVReader.extract(
      of: Array((text + "x\n5,6\n").utf8), file: "x.csv", schema: .inferred, badRows: .refuse)
    #expect(extract.table.columns.map(\.kindName) == ["integer", "integer"])
    #expect(extract.table.rowCount == 3_001)
    #expect(extract.refusedRowCount == 1)
  }
}
