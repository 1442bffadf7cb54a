internal import EvalStats

/// The header line of a file: the names of its columns.
struct CSVHeaderLine {
  let file: String
  let names: [String]
  /// Stands at the first row.
  let scanner: CSVScanner

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(CSVError) {
    self.file = file
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(CSVPlace(file: file, line: 1))
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var scanner = CSVScanner(bytes, position: hasMark ? 3 : 0)
    let cells: [CSVScanner.HeaderCell]?
    do { cells = try scanner.header() } catch {
      throw error.worded(file: file, names: [])
    }
    guard let cells else { throw .emptyFile(file: file) }
    names = try CSVHeaderLine.names(of: cells, file: file)
    self.scanner = scanner
  }

  /// Whether bytes hold the whole header line and something after it.
  static func isWhole(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = CSVScanner(bytes)
    guard let cells = try? scanner.header() else { return false }
    return !cells.isEmpty && scanner.position < bytes.count
  }

  private static func names(
    of cells: [CSVScanner.HeaderCell], file: String
  ) throws(CSVError) -> [String] {
    var names: [String] = []
    for (index, cell) in cells.enumerated() {
      guard cell.isUTF8 else { throw .notUTF8(CSVPlace(file: file, line: 1)) }
      guard !cell.isMisplaced else { throw .misplacedQuote(CSVPlace(file: file, line: 1)) }
      var name = String(cell.text.drop { $0.isWhitespace })
      while name.last?.isWhitespace == true { name.removeLast() }
      // R writes row names under an empty header and reads them back as `X`.
      if name.isEmpty, index == 0, cells.count > 1 { name = "X" }
      guard !name.isEmpty else { throw .unnamedColumn(file: file, position: index + 1) }
      if let earlier = names.firstIndex(of: name) {
        throw .duplicateHeader(file: file, name: name, positions: [earlier + 1, index + 1])
      }
      names.append(name)
    }
    return names
  }
}

/// The header of a file held against a schema: which column is read as what.
struct CSVHeader {
  /// One column to be read.
  struct Binding {
    let name: String
    let position: Int
    /// `nil` if the kind is to be inferred.
    let kind: CSVKind?
    let mayBeMissing: Bool
  }

  let file: String
  let names: [String]
  /// The columns to be read, in the order of the table.
  let bindings: [Binding]
  /// Stands at the first row.
  let scanner: CSVScanner

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, file: String, schema: CSVSchema
  ) throws(CSVError) {
    let line = try CSVHeaderLine(bytes, file: file)
    self.file = file
    names = line.names
    scanner = line.scanner
    self.bindings = try CSVHeader.bindings(of: names, schema: schema, file: file)
  }

  private static func bindings(
    of names: [String], schema: CSVSchema, file: String
  ) throws(CSVError) -> [Binding] {
    var bindings: [Binding] = []
    let headers = schema.columns.map(\.header)
    for column in schema.columns {
      guard let position = names.firstIndex(of: column.header) else {
        if column.mayBeAbsent { continue }
        throw .missingColumn(
          file: file, name: column.header,
          nearest: NearestNames.of(column.header, among: names), found: names)
      }
      bindings.append(
        Binding(
          name: column.name, position: position, kind: column.kind,
          mayBeMissing: column.mayBeMissing))
    }
    for (position, name) in names.enumerated() where !headers.contains(name) {
      switch schema.otherColumns {
      case .ignore: continue
      case .refuse:
        throw .unexpectedColumn(
          file: file, name: name, nearest: NearestNames.of(name, among: headers))
      case .infer:
        guard !bindings.contains(where: { $0.name == name }) else {
          throw .unexpectedColumn(file: file, name: name, nearest: [])
        }
        bindings.append(
          Binding(name: name, position: position, kind: nil, mayBeMissing: true))
      }
    }
    return bindings
  }
}

extension CSVScanner.Failure {
  /// The failure as an error of the file.
  func worded(file: String, names: [String]) -> CSVError {
    switch self {
    case .unterminatedQuote(let line, let column):
      .unterminatedQuote(
        CSVPlace(
          file: file, line: line, column: names.indices.contains(column) ? names[column] : nil))
    case .rowTooLong(let line): .rowTooLong(CSVPlace(file: file, line: line))
    }
  }
}
