import EvalStats
import Foundation
import Testing

@testable import EvalStudy

@Suite("What the table of a file will take")
struct CSVForecastTests {
  /// So many rows of a number, a whole number, a day and a category.
  private static func csv(rowCount: Int) -> String {
    var text = "score,age,date,region\n"
    for row in 0..<rowCount {
      text += "\(Double(row) / 7),\(row % 90),2016-04-0\(1 + row % 9),region \(row % 5)\n"
    }
    return text
  }

  @Test("is told by its size and its first rows", arguments: [1, 50, 5_000])
  func head(rowCount: Int) throws {
    let bytes = Array(Self.csv(rowCount: rowCount).utf8)
    let table = try CSVReader.extract(
      of: bytes, file: "a.csv", schema: .inferred, badRows: .stop
    ).table
    // 8 + 8 + 4 + 4 bytes a row, and up to five levels of 16.
    #expect(table.storageBytes == 24 * rowCount + 16 * min(5, rowCount))
    let whole = try #require(
      CSVReader.forecast(fromFirst: bytes, ofBytes: bytes.count, file: "a.csv"))
    #expect(whole.tableBytes == table.storageBytes && whole.readingBytes == 8 * rowCount)
    guard rowCount == 5_000 else { return }
    // Of the first part the last row is cut off.
    let part = try #require(
      CSVReader.forecast(fromFirst: Array(bytes[..<40_000]), ofBytes: bytes.count, file: "a.csv"))
    #expect(part.file == "a.csv")
    #expect(abs(Double(part.peakBytes) / Double(32 * rowCount) - 1) < 0.05)
  }

  @Test("is not told where the first rows say nothing")
  func nothing() {
    for text in ["", "a,b", "a,a\n1,2\n", "a\n\"open\n"] {
      let bytes = Array(text.utf8)
      #expect(
        CSVReader.forecast(fromFirst: bytes, ofBytes: bytes.count + 10, file: "a.csv") == nil)
    }
  }

  @Test("is told of files and of archives, not of folders or what is not there")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plain = folder.appending(path: "plain.csv").path
    let text = Self.csv(rowCount: 400)
    try Data(text.utf8).write(to: URL(filePath: plain))
    let forecast = try #require(CSVReader.forecast(at: plain))
    #expect(forecast.file == "plain.csv")
    #expect(forecast.tableBytes == (try CSVReader.table(at: plain)).storageBytes)
    let archive = folder.appending(path: "archive.csv.gz").path
    try Data(try GzipWriter.compress(Array(text.utf8))).write(to: URL(filePath: archive))
    let packed = try #require(CSVReader.forecast(at: archive))
    #expect(packed.tableBytes == text.utf8.count && packed.readingBytes == text.utf8.count)
    #expect(CSVReader.forecast(at: folder.path) == nil)
    #expect(CSVReader.forecast(at: folder.appending(path: "none.csv").path) == nil)
  }
}
