internal import Foundation

/// A table in plain text: the first column to the left, the others to the right.
package struct AlignedText {
  private let header: [String]
  private var rows: [[String]] = []

  package init(header: [String]) { self.header = header }

  package mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells under \(header.count) headings")
    rows.append(row)
  }

  /// The table, each line ended.
  package var text: String { lines.map { $0 + "\n" }.joined() }

  /// The table, a line a row.
  package var lines: [String] {
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
      return line
    }
  }

  /// A number to a few significant digits; "–" where there is none.
  static func number(_ value: Double?, digits: Int = 5) -> String {
    value.map { String(format: "%.\(digits)g", $0) } ?? "–"
  }

  /// Two decimals; a dash where there is no number.
  package static func hundredths(_ value: Double?) -> String {
    guard let value, value.isFinite, abs(value) < 1e6 else { return "–" }
    let hundredths = Int((abs(value) * 100).rounded())
    let digits = hundredths % 100
    return (value < 0 && hundredths > 0 ? "−" : "") + "\(hundredths / 100)."
      + (digits < 10 ? "0" : "") + "\(digits)"
  }

  /// Three decimals; "<0.001" below.
  package static func pValue(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    if value < 0.001 { return "<0.001" }
    let thousandths = String(Int((value * 1000).rounded()))
    return value >= 0.9995
      ? "1.000" : "0." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
  }
}
