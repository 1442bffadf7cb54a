/// What the cells of a column hold.
public enum CSVKind: Sendable, Equatable {
  /// Decimal numbers: `12`, `-0.5`, `1.5e-3`.
  case real
  /// Whole numbers; `12.0` is taken for 12.
  case integer
  /// Categories. With `levels` only these are accepted and they stand in that order; without, the
  /// levels are those found, in the order of their Unicode scalars.
  case factor(levels: [String]? = nil)
  /// Strings as they are: identifiers.
  case text
  /// Calendar days written in one format.
  case day(CSVDayFormat)
  /// `true`/`false`, `t`/`f`, `yes`/`no`, `y`/`n` or `1`/`0`, in capitals or not.
  case boolean
}

/// How days are written.
public enum CSVDayFormat: Sendable, Equatable {
  /// `yyyy-MM-dd`: `2016-04-01`.
  case iso
  /// `dd/MM/yyyy`: `01/04/2016`, also `1/4/2016`.
  case uk
}

/// A column a file is expected to have.
public struct CSVColumn: Sendable, Equatable {
  /// The name of the column in the table.
  public var name: String
  /// The name of the column in the header line of the file.
  public var header: String
  /// What its cells hold.
  public var kind: CSVKind
  /// Whether cells may be empty.
  public var mayBeMissing: Bool
  /// Whether the whole column may be absent; the table then does not have it.
  public var mayBeAbsent: Bool

  /// Declares a column.
  ///
  /// - Parameter header: The name in the file; by default the same as in the table.
  public init(
    _ name: String, _ kind: CSVKind, header: String? = nil, mayBeMissing: Bool = false,
    mayBeAbsent: Bool = false
  ) {
    self.name = name
    self.header = header ?? name
    self.kind = kind
    self.mayBeMissing = mayBeMissing
    self.mayBeAbsent = mayBeAbsent
  }
}

/// What a file of comma-separated values is expected to hold.
///
/// Columns not declared are ignored, inferred or refused as `otherColumns` says. An inferred column
/// is the first of integer, real, ISO day and factor that all of its cells are; an empty cell is
/// missing and decides nothing, so that a column without any value counts as integer.
public struct CSVSchema: Sendable, Equatable {
  /// What becomes of columns that are not declared.
  public enum OtherColumns: Sendable, Equatable {
    /// They are not read.
    case ignore
    /// They are read and their kind is inferred; they stand after the declared ones, in file order.
    case infer
    /// They are an error.
    case refuse
  }

  /// The columns declared, in the order of the table.
  public var columns: [CSVColumn]
  /// What becomes of the others.
  public var otherColumns: OtherColumns
  /// Cells that mean "missing" besides the empty one, such as `NA`; a missing inferred or
  /// `mayBeMissing` value is no error.
  public var missingTokens: [String]

  /// Declares a schema; each name and each header stands once.
  public init(
    _ columns: [CSVColumn], otherColumns: OtherColumns = .ignore, missingTokens: [String] = []
  ) {
    precondition(
      Set(columns.map(\.name)).count == columns.count
        && Set(columns.map(\.header)).count == columns.count,
      "a column is declared twice: \(columns.map(\.name).joined(separator: ", "))")
    self.columns = columns
    self.otherColumns = otherColumns
    self.missingTokens = missingTokens
  }

  /// No column declared, all inferred; empty cells are missing.
  public static let inferred = CSVSchema([], otherColumns: .infer)
}
