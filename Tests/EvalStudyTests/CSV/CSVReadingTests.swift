import EvalStats
import Testing

@testable import EvalStudy

@Suite("Reading comma-separated text")
struct CSVReadingTests {
  private func table(_ text: String, _ schema: CSVSchema = .inferred) throws -> Table {
    try CSVReader.extract(of: Array(text.utf8), file: "x.csv", schema: schema, badRows: .stop).table
  }

  private func strings(_ table: Table, _ name: String) throws -> [String?] {
    let values = try table.strings(name)
    return (0..<values.count).map { values[$0] }
  }

  @Test(
    "Line ends may be LF, CRLF or CR, and the last may be absent",
    arguments: [
      "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y",
      "a,b\r\n1,x\r\n2,y", "a,b\n1,x\n2,y\r", "\u{FEFF}a,b\n1,x\n2,y\n",
      "\n\na,b\n\n1,x\r\n\n2,y\n\n",
      "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n", " a , b\n 1,x\n2 ,y\n",
    ])
  func lineEnds(text: String) throws {
    let table = try table(text)
    #expect(table.names == ["a", "b"])
    #expect(table.columns.map(\.kindName) == ["integer", "factor"])
    #expect(try table.doubles("a").elements == [1, 2])
    #expect(try strings(table, "b") == ["x", "y"])
  }

  @Test("Quoted cells keep commas, line breaks and doubled quotes")
  func quoting() throws {
    let table = try table("a,b\n\"x, y\",\"say \"\"no\"\"\"\n\"two\r\nlines\",\"\"\"\"\n\"\",z\n")
    #expect(try strings(table, "a") == ["x, y", "two\r\nlines", nil])
    #expect(try strings(table, "b") == ["say \"no\"", "\"", "z"])
  }

  @Test("What the writer writes reads back the same")
  func roundTrip() throws {
    let original = try Table([
      ("id", .text(Values(["P,1", "P\"2", "P\n3", "æøå €"]))),
      ("n", .integer(Values([1, 0, -5, .max], missing: [false, true, false, false]))),
      ("cost", .real(Values([0.1, 1.0 / 3, 1e300, 0], missing: [false, false, false, true]))),
      ("sex", .factor(Factor(["F", nil, "M", "F"]))),
      ("seen", .day(Values((0..<4).map { Day(daysSinceEpoch: $0 * 5_000) }))),
      (
        "dead", .boolean(Values([true, false, false, true], missing: [false, false, true, false]))
      ),
    ])
    let schema = CSVSchema([
      CSVColumn("id", .text), CSVColumn("n", .integer, mayBeMissing: true),
      CSVColumn("cost", .real, mayBeMissing: true),
      CSVColumn("sex", .factor(), mayBeMissing: true), CSVColumn("seen", .day(.iso)),
      CSVColumn("dead", .boolean, mayBeMissing: true),
    ])
    let bytes = CSVWriter.bytes(of: original)
    let again = try CSVReader.extract(of: bytes, file: "x.csv", schema: schema, badRows: .stop)
    #expect(CSVWriter.bytes(of: again.table) == bytes)
    #expect(again.lines == [2, 3, 4, 6])
  }

  @Test(
    "Kinds are inferred in the order integer, real, ISO day, factor; empty cells decide nothing")
  func inference() throws {
    let text = """
      i,r,d,f,mixed,uk,wide,none
      1,1,2016-04-01,x,1,01/04/2016,99999999999999999999,
      ,2.5,,y,2016-04-01,,1,
      -3,1e3,2017-12-31,x,,02/04/2016,2,
      """
    let kinds = try table(text).columns.map(\.kindName)
    #expect(
      kinds == ["integer", "real", "day", "factor", "factor", "factor", "real", "integer"])
  }

  @Test("A kind unsettled in the last of many rows is settled again, without losing any")
  func lateChange() throws {
    let rows = 5_000
    var text = "a,b,c,d\n"
    for row in 0..<rows { text += "\(row),\(row),2016-04-01,5\n" }
    text += "0.5,x,later,6\n"
    let extract = try CSVReader.extract(
      of: Array(text.utf8), file: "x.csv", schema: .inferred, badRows: .refuse)
    #expect(extract.table.columns.map(\.kindName) == ["real", "factor", "factor", "integer"])
    #expect(extract.table.rowCount == rows + 1)
    #expect(extract.readRowCount == rows + 1)
    let a = try extract.table.doubles("a")
    #expect(a.elements[4_999] == 4_999)
    #expect(a.elements[5_000] == 0.5)
    #expect(try strings(extract.table, "b")[4_321] == "4321")
  }

  @Test("Declared tokens mean missing, undeclared ones do not")
  func missingTokens() throws {
    let text = "a,b\n1,NA\nNA,2\n"
    var schema = CSVSchema.inferred
    #expect(try table(text, schema).columns.map(\.kindName) == ["factor", "factor"])
    schema.missingTokens = ["NA"]
    let a = try table(text, schema).doubles("a")
    #expect(a[0] == 1)
    #expect(a[1] == nil)
  }

  @Test("Declared columns are found by their header, in the order declared, others ignored")
  func declaredColumns() throws {
    let schema = CSVSchema([
      CSVColumn("day", .day(.uk), header: "ADMIDATE"), CSVColumn("id", .text),
      CSVColumn("ward", .text, mayBeAbsent: true),
    ])
    let table = try table("id,other,ADMIDATE\n007,z,31/12/2016\n", schema)
    #expect(table.names == ["day", "id"])
    #expect(try table.strings("id").elements == ["007"])
    #expect(try table.days("day").elements.map(\.description) == ["2016-12-31"])
  }

  @Test("Further columns are inferred after the declared ones where the schema says so")
  func inferredOthers() throws {
    let schema = CSVSchema([CSVColumn("id", .text)], otherColumns: .infer)
    let table = try table("deprivation,id,network\n3,1,North\n", schema)
    #expect(table.names == ["id", "deprivation", "network"])
    #expect(table.columns.map(\.kindName) == ["text", "integer", "factor"])
  }

  @Test("Declared levels keep their order, used or not")
  func declaredLevels() throws {
    let schema = CSVSchema([CSVColumn("sex", .factor(levels: ["M", "F", "X"]))])
    let sex = try table("sex\nF\nM\n", schema).factor("sex")
    #expect(sex.levels == ["M", "F", "X"])
    #expect(sex.codes == [1, 0])
  }

  @Test("A whole number with a bare fraction is whole where declared, real where inferred")
  func bareFraction() throws {
    let declared = try table("n\n5.0\n", CSVSchema([CSVColumn("n", .integer)]))
    #expect(declared.columns[0].kindName == "integer")
    #expect(try declared.doubles("n").elements == [5])
    #expect(try table("n\n5.0\n").columns[0].kindName == "real")
  }

  @Test("A blank first header, as R writes above row names, is named X")
  func rowNames() throws {
    #expect(try table("\"\",\"a\"\n\"1\",5\n").names == ["X", "a"])
  }

  @Test("A header without rows gives a table without rows")
  func noRows() throws {
    let table = try table("a,b\n")
    #expect(table.names == ["a", "b"])
    #expect(table.rowCount == 0)
  }

  @Test("Many distinct levels are told apart and sorted")
  func manyLevels() throws {
    let names = (0..<3_000).map { "level \(($0 * 7_919) % 3_000)" }
    let table = try table("f\n" + (names + names).joined(separator: "\n"))
    let factor = try table.factor("f")
    #expect(factor.levels == Set(names).sorted())
    #expect((0..<6_000).allSatisfy { factor[$0] == names[$0 % 3_000] })
  }
}
