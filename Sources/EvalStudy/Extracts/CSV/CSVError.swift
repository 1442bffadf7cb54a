public import EvalStats

/// A place in a file of comma-separated values.
public struct CSVPlace: Sendable, Equatable, CustomStringConvertible {
  /// The name of the file, without its folders.
  public let file: String
  /// The line, counted from 1 at the header; that of its first character for a cell of many lines.
  public let line: Int
  /// The name of the column in the header, if one is at fault.
  public let column: String?

  /// Creates a place.
  public init(file: String, line: Int, column: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `persons.csv, line 17, column 'birth_date'`.
  public var description: String {
    "\(file), line \(line)" + (column.map { ", column '\($0)'" } ?? "")
  }
}

/// What can be wrong with a file of comma-separated values.
public enum CSVError: EvaluationError, Equatable {
  /// There is no such file.
  case missingFile(file: String)
  /// The file is there but cannot be read.
  case unreadableFile(file: String, reason: String)
  /// The file is a damaged gzip archive.
  case archive(GzipError)
  /// The file has no header line.
  case emptyFile(file: String)
  /// A name stands twice in the header.
  case duplicateHeader(file: String, name: String, positions: [Int])
  /// A column has no name in the header; positions count from 1.
  case unnamedColumn(file: String, position: Int)
  /// A declared column is not in the header.
  case missingColumn(file: String, name: String, nearest: [String], found: [String])
  /// A column of the header is not declared, and others are refused.
  case unexpectedColumn(file: String, name: String, nearest: [String])
  /// A row has more or fewer cells than the header.
  case raggedRow(CSVPlace, found: Int, expected: Int)
  /// A quote is not closed before the file ends.
  case unterminatedQuote(CSVPlace)
  /// A row has more than a gigabyte.
  case rowTooLong(CSVPlace)
  /// A quote stands inside an unquoted cell, or text after a closing one.
  case misplacedQuote(CSVPlace)
  /// A row is not UTF-8.
  case notUTF8(CSVPlace)
  /// A value is missing where one is needed.
  case missingValue(CSVPlace)
  /// A value is not of its column's kind.
  case badValue(CSVPlace, value: String, expected: String, remedy: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .missingFile: "missing-file"
    case .unreadableFile: "unreadable-file"
    case .archive(let error): error.code
    case .emptyFile: "csv-empty"
    case .duplicateHeader: "csv-duplicate-header"
    case .unnamedColumn: "csv-unnamed-column"
    case .missingColumn: "csv-missing-column"
    case .unexpectedColumn: "csv-unexpected-column"
    case .raggedRow: "csv-ragged-row"
    case .unterminatedQuote: "csv-unterminated-quote"
    case .rowTooLong: "csv-row-too-long"
    case .misplacedQuote: "csv-misplaced-quote"
    case .notUTF8: "csv-not-utf8"
    case .missingValue: "csv-missing-value"
    case .badValue: "csv-bad-value"
    }
  }

  /// The place in the file, if the error is about a row or a cell.
  public var place: CSVPlace? {
    switch self {
    case .raggedRow(let place, _, _), .unterminatedQuote(let place), .misplacedQuote(let place),
      .rowTooLong(let place), .notUTF8(let place), .missingValue(let place),
      .badValue(let place, _, _, _):
      place
    default: nil
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .missingFile(let file), .unreadableFile(let file, _), .emptyFile(let file): file
    case .archive(let error): error.location
    case .duplicateHeader(let file, let name, _), .missingColumn(let file, let name, _, _),
      .unexpectedColumn(let file, let name, _):
      "\(file), line 1, column '\(name)'"
    case .unnamedColumn(let file, let position): "\(file), line 1, column \(position)"
    default: place?.description
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .missingFile: "there is no such file; check its name and folder"
    case .unreadableFile(_, let reason):
      "the file cannot be read (\(reason)); check its permissions"
    case .archive(let error): error.message
    case .emptyFile: "the file is empty; expected a header line and rows"
    case .duplicateHeader(_, _, let positions):
      "the name stands in columns \(positions.map(String.init).joined(separator: " and ")); "
        + "rename one of them"
    case .unnamedColumn: "the column has no name; give it one in the header line"
    case .missingColumn(_, _, let nearest, let found):
      nearest.isEmpty
        ? "the column is missing; the file has \(Self.list(found))"
        : "the column is missing; did you mean \(Self.list(nearest, joiner: " or "))?"
    case .unexpectedColumn(_, _, let nearest):
      nearest.isEmpty
        ? "nobody expects this column; take it out"
        : "nobody expects this column; did you mean \(Self.list(nearest, joiner: " or "))?"
    case .raggedRow(_, let found, let expected):
      "found \(found) cells, expected \(expected) as in the header; "
        + "a comma inside a cell needs quotes around the cell"
    case .unterminatedQuote: "the quote that opens here is never closed; add the closing one"
    case .rowTooLong:
      "the row is longer than a gigabyte; check that the file is comma-separated text"
    case .misplacedQuote:
      "a quote inside a cell; put quotes around the whole cell and double those inside"
    case .notUTF8: "the text is not UTF-8; save the file as UTF-8 (in Excel: 'CSV UTF-8')"
    case .missingValue: "the value is missing; fill it in or leave the row out"
    case .badValue(_, let value, let expected, let remedy):
      "found '\(value)', expected \(expected); \(remedy)"
    }
  }

  private static func list(_ names: [String], joiner: String = ", ") -> String {
    names.prefix(12).map { "'\($0)'" }.joined(separator: joiner)
      + (names.count > 12 ? ", …" : "")
  }
}
