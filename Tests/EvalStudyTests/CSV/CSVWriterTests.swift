import EvalStats
import EvalStudy
import Testing

@Suite("Writing comma-separated text")
struct CSVWriterTests {
  private func row(_ header: [String], _ fill: (inout CSVWriter) -> Void) -> String {
    var writer = CSVWriter(header: header)
    fill(&writer)
    writer.endRow()
    return writer.text
  }

  @Test("Only cells with a comma, a quote or a line break are quoted")
  func quoting() {
    let text = row(["a", "b, c", "d", "e"]) {
      $0.append("plain text's")
      $0.append("say \"no\"")
      $0.append("two\nlines")
      $0.append("£5;\t")
    }
    #expect(text == "a,\"b, c\",d,e\nplain text's,\"say \"\"no\"\"\",\"two\nlines\",£5;\t\n")
  }

  @Test("Numbers are the shortest text that reads back the same")
  func numbers() {
    let numbers = [
      0.1, 1.0 / 3, 1e300, 1e-300, 1234567.5, -2, 0, 1e15, -1e-7, 9_007_199_254_740_992,
    ]
    let text = row(numbers.indices.map { "c\($0)" }) { for number in numbers { $0.append(number) } }
    let cells = text.split(separator: "\n")[1].split(separator: ",").map(String.init)
    #expect(
      cells.prefix(8) == [
        "0.1", "0.3333333333333333", "1e+300", "1e-300", "1234567.5", "-2", "0", "1000000000000000",
      ])
    #expect(cells.map { Double($0) } == numbers)
  }

  @Test("Missing values are empty cells")
  func missing() {
    let text = row(["a", "b", "c", "d", "e", "f"]) {
      $0.append(nil as String?)
      $0.append(nil as Int?)
      $0.append(Double.nan)
      $0.append(nil as Day?)
      $0.append(nil as Bool?)
      $0.append(-0.0)
    }
    #expect(text == "a,b,c,d,e,f\n,,,,,-0.0\n")
  }

  @Test("A missing value in a text of one column is quoted, or the line would read as empty")
  func missingInOneColumn() {
    #expect(row(["a"]) { $0.append(nil as Int?) } == "a\n\"\"\n")
    #expect(row(["a"]) { $0.append(3) } == "a\n3\n")
  }

  @Test("A table is written column by column of its kind")
  func table() throws {
    let table = try Table([
      ("id", .text(Values(["P1", "P2"]))),
      ("n", .integer(Values([1, 0], missing: [false, true]))),
      ("cost", .real(Values([1.5, 2]))),
      ("sex", .factor(Factor(["F", nil]))),
      ("seen", .day(Values([Day(daysSinceEpoch: 0), Day(daysSinceEpoch: 16_892)]))),
      ("dead", .boolean(Values([true, false]))),
    ])
    #expect(
      String(decoding: CSVWriter.bytes(of: table), as: UTF8.self)
        == "id,n,cost,sex,seen,dead\nP1,1,1.5,F,1970-01-01,true\nP2,,2,,2016-04-01,false\n")
  }
}
