import EvalStats

/// Reads the reference tables: comma, header line, no quotes, an empty cell or NA is missing.
///
/// A column is whole numbers if all its values are, else numbers if all are, else a factor.
enum ReferenceTable {
  static func read(_ text: String) throws -> Table {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let header = lines.first else { return try Table([]) }
    let rows = lines.dropFirst()
    return try Table(
      header.enumerated().map { index, name in
        (String(name), column(rows.map { index < $0.count ? $0[index] : "" }))
      })
  }

  private static func column(_ cells: [Substring]) -> Column {
    let missing = cells.map { $0.isEmpty || $0 == "NA" }
    func values<Element>(_ element: (Substring) -> Element?, else filler: Element)
      -> Values<Element>?
    {
      var elements: [Element] = []
      elements.reserveCapacity(cells.count)
      for (cell, isMissing) in zip(cells, missing) {
        guard let value = isMissing ? filler : element(cell) else { return nil }
        elements.append(value)
      }
      return Values(elements, missing: missing)
    }
    if let whole = values({ Int($0) }, else: 0) { return .integer(whole) }
    if let real = values({ Double($0) }, else: 0) { return .real(real) }
    return .factor(Factor(zip(cells, missing).map { $1 ? nil : String($0) }))
  }
}
