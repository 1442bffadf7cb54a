public import EvalStats

/// A place in an extract.
public struct ExtractPlace: Sendable, Equatable, CustomStringConvertible {
  /// The name of the file, without its folder.
  public let file: String
  /// The line, counted from 1 with the header; `nil` for the whole file.
  public let line: Int?
  /// The name of the column as the file has it; `nil` for the whole row.
  public let column: String?

  /// Creates a place.
  public init(file: String, line: Int?, column: String?) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String {
    var parts = [file]
    if let line { parts.append("line \(line)") }
    if let column { parts.append("column '\(column)'") }
    return parts.joined(separator: ", ")
  }
}

/// What can be wrong with an extract.
public enum ExtractError: EvaluationError, Equatable {
  /// The file is not there.
  case missingFile(path: String, source: String)
  /// The file cannot be read as comma-separated text.
  case csv(CSVError)
  /// The database cannot be reached, or its query cannot be read.
  case database(DatabaseError)
  /// The columns of the register do not make a table.
  case register(ExtractPlace, TableError)
  /// A column that must be there is not.
  case missingColumn(ExtractPlace, nearest: [String])
  /// The file has a header and no rows.
  case empty(ExtractPlace)
  /// Two files of one extract do not have the same columns.
  case differentColumns(ExtractPlace, other: String)
  /// One row cannot be used; `canRefuse` where a protocol may leave such rows out.
  case row(RowFault, ExtractPlace, canRefuse: Bool)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .missingFile: "missing-file"
    case .csv(let error): error.code
    case .database(let error): error.code
    case .register(_, let error): error.code
    case .missingColumn: "missing-column"
    case .empty: "empty-extract"
    case .differentColumns: "different-columns"
    case .row(let fault, _, _): fault.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .missingFile(let path, _): path
    case .csv(let error): error.location
    case .database(let error): error.location
    case .register(let place, _), .missingColumn(let place, _), .empty(let place),
      .differentColumns(let place, _), .row(_, let place, _):
      place.description
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .missingFile(_, let source):
      "there is no such file; correct 'sources.\(source)' in the protocol or supply the file"
    case .csv(let error): error.message
    case .database(let error): error.message
    case .register(_, let error): error.description
    case .missingColumn(_, let nearest):
      nearest.isEmpty
        ? "the file has no such column; add it, or map it under 'columns' in the protocol"
        : "the file has no such column; did you mean "
          + nearest.map { "'\($0)'" }.joined(separator: " or ")
          + "? map it under 'columns' in the protocol"
    case .empty: "the file has no rows; supply the extract or take it out of the protocol"
    case .differentColumns(_, let other):
      "the file has not the same columns as '\(other)'; give both the same, or leave the others out"
    case .row(let fault, _, let canRefuse):
      "found \(fault.found), expected \(fault.expected); \(fault.remedy)"
        + (canRefuse
          ? ", or set 'bad_rows: refuse' in the protocol to leave such rows out and count them"
          : "")
    }
  }
}

/// Why one row of an extract cannot be used.
public enum RowFault: Sendable, Equatable {
  /// A cell is not of its kind: a wrong date, a cost that is no number.
  case wrongValue(found: String, expected: String)
  /// A cell that must be filled is empty.
  case missingValue(expected: String)
  /// The person stands on an earlier line.
  case duplicatePerson(firstLine: Int)
  /// The area stands on an earlier line.
  case duplicateArea(firstLine: Int)
  /// The person is not in the register.
  case unknownPerson
  /// Death comes before birth.
  case deathBeforeBirth
  /// A stretch ends before it begins.
  case endsBeforeStart(what: String)
  /// A part begins before the whole does.
  case startsBefore(what: String, whole: String)
  /// A code that no table knows.
  case unknownCode(found: String, expected: String)

  /// A stable name of the case.
  public var code: String {
    switch self {
    case .wrongValue: "wrong-value"
    case .missingValue: "missing-value"
    case .duplicatePerson: "duplicate-person"
    case .duplicateArea: "duplicate-area"
    case .unknownPerson: "unknown-person"
    case .deathBeforeBirth: "death-before-birth"
    case .endsBeforeStart: "ends-before-start"
    case .startsBefore: "starts-before-whole"
    case .unknownCode: "unknown-code"
    }
  }

  /// The reason under which refused rows are counted.
  public var reason: String {
    switch self {
    case .wrongValue: "a value of the wrong kind"
    case .missingValue: "a value that must be there is missing"
    case .duplicatePerson: "the person stands twice"
    case .duplicateArea: "the area stands twice"
    case .unknownPerson: "the person is not in the register"
    case .deathBeforeBirth: "death before birth"
    case .endsBeforeStart(let what): "\(what) ends before it begins"
    case .startsBefore(let what, let whole): "\(what) begins before \(whole)"
    case .unknownCode: "a code that is not in the national tables"
    }
  }

  var found: String {
    switch self {
    case .wrongValue(let found, _), .unknownCode(let found, _): "'\(found)'"
    case .missingValue: "an empty cell"
    case .duplicatePerson(let line): "a person who stands on line \(line) already"
    case .duplicateArea(let line): "an area that stands on line \(line) already"
    case .unknownPerson: "a person who is not in the register"
    case .deathBeforeBirth: "a death before the birth"
    case .endsBeforeStart(let what): "\(what) that ends before it begins"
    case .startsBefore(let what, let whole): "\(what) that begins before \(whole)"
    }
  }

  var expected: String {
    switch self {
    case .wrongValue(_, let expected), .missingValue(let expected), .unknownCode(_, let expected):
      expected
    case .duplicatePerson: "each person once"
    case .duplicateArea: "each area once"
    case .unknownPerson: "people of the persons extract only"
    case .deathBeforeBirth: "a death on or after the day of birth"
    case .endsBeforeStart: "an end on or after the start"
    case .startsBefore(_, let whole): "a start on or after that of \(whole)"
    }
  }

  var remedy: String {
    switch self {
    case .duplicatePerson: "keep one row a person"
    case .duplicateArea: "keep one row an area"
    case .unknownPerson: "add the person or take the row out"
    default: "correct the row"
    }
  }
}
