import Foundation
import Testing

/// A printed table: cells as text, by the name of the column.
struct PrintedTable {
  let rows: [[String: String]]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Published")
    let text = try String(contentsOf: folder.appending(path: name + ".csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  subscript(row: String, column: String) -> String {
    rows.first { $0.values.contains(row) }?[column] ?? ""
  }
}
