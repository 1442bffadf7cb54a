internal import EvalStats

/// The columns of an extract as its header has them, by the names EvalStats knows them by.
struct ExtractColumns: Sendable {
  let source: StudyProtocol.Source
  /// The name of the file, without its folder.
  let fileName: String
  /// The names of all columns, in the order of the file.
  let headers: [String]
  private let positions: [String: Int]
  /// How the file calls the columns that are there.
  private let namesInFile: [String: String]

  /// Holds a header against the columns wanted.
  ///
  /// - Throws: `ExtractError.missingColumn` for a required column that is not there.
  init(
    _ header: [String], of kind: ExtractKind, source: StudyProtocol.Source, fileName: String,
    required: [String], optional: [String]
  ) throws(ExtractError) {
    self.source = source
    self.fileName = fileName
    headers = header
    var positions: [String: Int] = [:]
    var namesInFile: [String: String] = [:]
    for name in required + optional {
      if let found = source.column(name, of: kind, in: header) {
        positions[name] = header.firstIndex(of: found)
        namesInFile[name] = found
      } else if required.contains(name) || source.columns[name] != nil {
        let expected = source.expectedColumn(name, of: kind)
        throw .missingColumn(
          ExtractPlace(file: fileName, line: 1, column: expected),
          nearest: NearestNames.of(expected, among: header))
      }
    }
    self.positions = positions
    self.namesInFile = namesInFile
  }

  /// How many cells a row has.
  var columnCount: Int { headers.count }

  func has(_ name: String) -> Bool { positions[name] != nil }

  /// Where columns stand in the file, those that are there.
  func positions(of names: [String]) -> [Int] { names.compactMap { positions[$0] } }

  func place(line: Int, column: String?) -> ExtractPlace {
    ExtractPlace(file: fileName, line: line, column: column.map { namesInFile[$0] ?? $0 })
  }

  func field<Element>(
    _ name: String, expected: String,
    read: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Element?
  ) -> ExtractField<Element> {
    ExtractField(name: name, position: positions[name], expected: expected, read: read)
  }

  /// A category written in words; files have few different ones.
  func words<Code: WordedCode>(
    _ name: String, of table: Code.Type, expected: String
  ) -> ExtractCodes<Code> {
    ExtractCodes(
      field(name, expected: expected) { Code(text: String(decoding: $0, as: UTF8.self)) })
  }

  /// Refuses a file that lacks a column which another would have made unnecessary.
  func require(_ name: String, orElse other: String) throws(ExtractError) {
    guard !has(name) else { return }
    throw .missingColumn(
      ExtractPlace(file: fileName, line: 1, column: other),
      nearest: NearestNames.of(other, among: headers))
  }

  func text(_ name: String) -> ExtractField<String> {
    field(name, expected: "text") { String(decoding: $0, as: UTF8.self) }
  }

  func numbers(_ name: String, expected: String = "a number") -> ExtractField<Double> {
    field(name, expected: expected) { CSVNumber.real($0) }
  }

  func codes<Code: NationalCode>(
    _ name: String, of table: Code.Type, expected: String
  ) -> ExtractCodes<Code> {
    let lookup = CodeLookup(table)
    return ExtractCodes(field(name, expected: expected) { lookup[$0] })
  }

  /// Days; a time after the day is left off.
  func days(_ name: String) -> ExtractField<Day> {
    var days =
      switch source.dates {
      case .iso:
        field(name, expected: "a date such as 2016-04-01") { DayTime.day($0, format: .iso) }
      case .uk:
        field(name, expected: "a date such as 01/04/2016") { DayTime.day($0, format: .uk) }
      }
    // Hospital Episode Statistics write these for dates that are missing or invalid.
    if source.format == .hes {
      days.emptyTexts = ["1800-01-01", "1801-01-01", "01/01/1800", "01/01/1801"]
        .map { Array($0.utf8) }
    }
    return days
  }

  /// Minutes after midnight, from a column of times or of days with times.
  func minutes(_ name: String) -> ExtractField<Int> {
    field(name, expected: "a time such as 14:05") { DayTime.minutes($0) }
  }
}
