internal import EvalStats

/// The columns of an extract as text, with the place of every cell.
///
/// Cells are held once a distinct value and read once a distinct value: an extract of a million rows
/// has a few thousand distinct dates.
struct ExtractTable {
  let source: StudyProtocol.Source
  /// The name of the file, without its folder.
  let fileName: String
  let rowCount: Int
  /// The line each row begins on.
  let lines: [Int]
  /// The cells by the standard name of their column; an empty cell is missing.
  private let cells: [String: Factor]
  /// Rows the file reader refused before their cells could be looked at.
  let refusals: [RowAccount.Refusal]

  init(
    source: StudyProtocol.Source, fileName: String, rowCount: Int, lines: [Int],
    cells: [String: Factor], refusals: [RowAccount.Refusal]
  ) {
    self.source = source
    self.fileName = fileName
    self.rowCount = rowCount
    self.lines = lines
    self.cells = cells
    self.refusals = refusals
  }

  func has(_ column: String) -> Bool { cells[column] != nil }

  func line(of row: Int) -> Int { lines[row] }

  func place(row: Int, column: String?) -> ExtractPlace {
    ExtractPlace(
      file: fileName, line: line(of: row), column: column.map { source.column($0) })
  }

  /// The cells of a column; all empty where the file has no such column.
  func factor(_ column: String) -> Factor {
    cells[column]
      ?? Factor(codes: Array(repeating: Factor.missingCode, count: rowCount), levels: [])
  }

  /// A column whose cells are read by `read`, which gives `nil` for what it cannot read.
  func column<Element>(
    _ name: String, expected: String, read: (String) -> Element?
  ) -> ExtractColumn<Element> {
    let factor = factor(name)
    return ExtractColumn(
      name: name, codes: factor.codes, levels: factor.levels, values: factor.levels.map(read),
      expected: expected)
  }

  func text(_ name: String) -> ExtractColumn<String> {
    column(name, expected: "text") { $0 }
  }

  func days(_ name: String) -> ExtractColumn<Day> {
    switch source.dates {
    case .iso: column(name, expected: "a date such as 2016-04-01") { Day(iso: $0) }
    case .uk: column(name, expected: "a date such as 01/04/2016") { Day(uk: $0) }
    }
  }

  func numbers(_ name: String, expected: String = "a number") -> ExtractColumn<Double> {
    column(name, expected: expected) { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
  }
}

/// One column of an extract, read.
struct ExtractColumn<Element> {
  let name: String
  let codes: [Int32]
  let levels: [String]
  /// The value of each level; `nil` where it cannot be read.
  let values: [Element?]
  let expected: String

  /// The value of a row; `nil` where the cell is empty.
  func optional(_ row: Int) throws(RowProblem) -> Element? {
    let code = Int(codes[row])
    guard code >= 0 else { return nil }
    guard let value = values[code] else {
      throw .fault(.wrongValue(found: levels[code], expected: expected), column: name)
    }
    return value
  }

  /// The cell of a row as it is written.
  func text(_ row: Int) -> String { codes[row] < 0 ? "" : levels[Int(codes[row])] }

  /// The value of a row, which must be there.
  func required(_ row: Int) throws(RowProblem) -> Element {
    guard let value = try optional(row) else {
      throw .fault(.missingValue(expected: expected), column: name)
    }
    return value
  }

  /// The code of a row, which must be one a table knows.
  func requiredCode(_ row: Int) throws(RowProblem) -> Element {
    let code = Int(codes[row])
    guard code >= 0 else { throw .fault(.missingValue(expected: expected), column: name) }
    guard let value = values[code] else {
      throw .fault(.unknownCode(found: levels[code], expected: expected), column: name)
    }
    return value
  }
}

/// Why a row does not enter.
enum RowProblem: Error {
  /// The row is faulty.
  case fault(RowFault, column: String?)
  /// The row is sound but not wanted.
  case outOfScope(String, column: String?)
}

extension RowAccount {
  /// Takes one row: its value if it enters, `nil` if it was left out and counted.
  ///
  /// - Throws: `ExtractError` for a faulty row where the protocol does not refuse them.
  mutating func take<Value>(
    row: Int, of table: ExtractTable, _ read: () throws(RowProblem) -> Value
  ) throws(ExtractError) -> Value? {
    do throws(RowProblem) {
      let value = try read()
      keep()
      return value
    } catch {
      switch error {
      case .fault(let fault, let column):
        try refuse(fault, at: table.place(row: row, column: column))
      case .outOfScope(let reason, let column):
        leaveOut(reason, at: table.place(row: row, column: column))
      }
      return nil
    }
  }
}
