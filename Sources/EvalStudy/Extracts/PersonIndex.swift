internal import EvalStats

/// Finds people of the register by the identifiers of an extract.
struct PersonIndex {
  private let rowOfIdentifier: [String: Int]
  let personCount: Int

  init(_ identifiers: [String]) {
    rowOfIdentifier = Dictionary(
      identifiers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    personCount = identifiers.count
  }

  /// The column that names the person of each row, as rows of the register.
  func column(of table: ExtractTable) -> ExtractColumn<Int> {
    table.column("person_id", expected: "a person of the persons extract") {
      rowOfIdentifier[$0]
    }
  }
}

extension ExtractColumn<Int> {
  /// The register's row for the person of a row, who must be in the register.
  func person(_ row: Int) throws(RowProblem) -> Int {
    let code = Int(codes[row])
    guard code >= 0 else { throw .fault(.missingValue(expected: expected), column: name) }
    guard let person = values[code] else { throw .fault(.unknownPerson, column: name) }
    return person
  }
}
