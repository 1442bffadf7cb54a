import EvalStats
import Testing

@testable import EvalStudy

@Suite("UTF-16 from a driver")
struct UTF16TextTests {
  func utf8(_ units: [UInt16]) -> [UInt8]? {
    var bytes: [UInt8] = []
    let isText = units.withUnsafeBufferPointer { UTF16Text.append($0, to: &bytes) }
    return isText ? bytes : nil
  }

  @Test("becomes the UTF-8 of every character there is")
  func everyScalar() {
    var text = String.UnicodeScalarView()
    for value in UInt32(0)...0x10FFFF {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    let string = String(text)
    #expect(utf8(Array(string.utf16)) == Array(string.utf8))
    #expect(utf8([]) == [])
  }

  @Test("is no text with half a pair in it, wherever that stands")
  func halfAPair() {
    #expect(utf8([0xD83D, 0xDE42]) == [0xF0, 0x9F, 0x99, 0x82])
    for units: [UInt16] in [
      [0xD83D], [0xDE42], [0x41, 0xD83D, 0x41], [0xDE42, 0xD83D], [0xD83D, 0xD83D, 0xDE42],
      [0xD83D, 0xDE42, 0xDE42],
    ] {
      #expect(utf8(units) == nil, "\(units)")
    }
  }
}

@Suite("The rows of a query")
struct TextRowsTests {
  @Test("have each cell between the ends of the one before and its own")
  func cells() {
    var rows = TextRows(columnCount: 2)
    rows.bytes = Array("abéc".utf8)
    rows.ends = [2, 2, 4, 5]
    rows.rowCount = 2
    #expect(rows.range(row: 0, column: 0) == 0..<2)
    #expect(rows.text(row: 0, column: 1) == "")
    #expect(rows.text(row: 1, column: 0) == "é")
    #expect(rows.text(row: 1, column: 1) == "c")
    rows.removeAll(columnCount: 3)
    #expect(rows == TextRows(columnCount: 3))
  }
}
