/// Columns of text set under one another: the first to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]

  init(header: [String]) { rows = [header] }

  mutating func append(_ row: [String]) { rows.append(row) }

  /// The table, a line a row.
  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
  }

  /// Two decimals; a dash where there is no number.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite, abs(value) < 1e6 else { return "–" }
    let hundredths = Int((abs(value) * 100).rounded())
    let digits = hundredths % 100
    return (value < 0 && hundredths > 0 ? "−" : "") + "\(hundredths / 100)."
      + (digits < 10 ? "0" : "") + "\(digits)"
  }

  /// Three decimals; "<0.001" below.
  static func pValue(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    if value < 0.001 { return "<0.001" }
    let thousandths = String(Int((value * 1000).rounded()))
    return value >= 0.9995
      ? "1.000" : "0." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
  }
}
