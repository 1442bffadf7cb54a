internal import Foundation

/// A table in plain text: the first column to the left, the others to the right.
struct AlignedText {
  private let header: [String]
  private var rows: [[String]] = []

  init(header: [String]) { self.header = header }

  mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells under \(header.count) headings")
    rows.append(row)
  }

  /// The table, each line ended.
  var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A number to a few significant digits; "–" where there is none.
  static func number(_ value: Double?, digits: Int = 5) -> String {
    value.map { String(format: "%.\(digits)g", $0) } ?? "–"
  }
}
