/// Values of one kind, some of which may be missing.
///
/// A missing place keeps an arbitrary value in `elements`, so ask `isMissing` first. `missing` is
/// `nil` when nothing is missing: the common case costs nothing.
public struct Values<Element: Sendable>: Sendable {
  /// One element a row; arbitrary where missing.
  public let elements: [Element]
  /// One flag a row, or `nil` when no row is missing.
  public let missing: [Bool]?

  /// Creates values; `missing`, if given, has one flag for each element.
  public init(_ elements: [Element], missing: [Bool]? = nil) {
    precondition(
      missing == nil || missing!.count == elements.count,
      "\(elements.count) elements but \(missing?.count ?? 0) flags")
    self.elements = elements
    self.missing = missing.flatMap { $0.contains(true) ? $0 : nil }
  }

  /// The number of rows.
  public var count: Int { elements.count }

  /// Whether the value of a row is missing.
  public func isMissing(_ row: Int) -> Bool { missing?[row] ?? false }

  /// How many rows are missing. O(*n*) when some are.
  public var missingCount: Int { missing?.count { $0 } ?? 0 }

  /// The value of a row, or `nil` where it is missing.
  public subscript(row: Int) -> Element? { isMissing(row) ? nil : elements[row] }
}

/// A categorical column: a code into `levels` for each row.
public struct Factor: Sendable, Equatable {
  /// The code of each row: an index into `levels`, or `Factor.missingCode`.
  public let codes: [Int32]
  /// The distinct values, in sorted order unless the caller chose another; the first is the
  /// reference level of a model.
  public let levels: [String]
  /// The code of a missing value.
  public static let missingCode: Int32 = -1

  /// Creates a factor from codes and levels.
  public init(codes: [Int32], levels: [String]) {
    precondition(
      codes.allSatisfy { $0 >= Factor.missingCode && $0 < levels.count },
      "a code outside \(levels.count) levels")
    self.codes = codes
    self.levels = levels
  }

  /// Creates a factor from strings; `nil` is missing. Levels stand in ascending order of their
  /// Unicode scalars, as in the C locale.
  public init(_ values: [String?]) {
    let levels = Set(values.compactMap { $0 }).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    let codeOfLevel = Dictionary(
      uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    self.init(
      codes: values.map { $0.map { codeOfLevel[$0]! } ?? Factor.missingCode }, levels: levels)
  }

  /// The number of rows.
  public var count: Int { codes.count }

  /// The level of a row, or `nil` where it is missing.
  public subscript(row: Int) -> String? { codes[row] < 0 ? nil : levels[Int(codes[row])] }
}

/// One column of a `Table`.
public enum Column: Sendable {
  /// Numbers with a fraction.
  case real(Values<Double>)
  /// Whole numbers.
  case integer(Values<Int>)
  /// Categories.
  case factor(Factor)
  /// Strings that name rather than group: identifiers, free text. A model takes them as a factor.
  case text(Values<String>)
  /// Calendar days.
  case day(Values<Day>)
  /// True or false.
  case boolean(Values<Bool>)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .real(let values): values.count
    case .integer(let values): values.count
    case .factor(let factor): factor.count
    case .text(let values): values.count
    case .day(let values): values.count
    case .boolean(let values): values.count
    }
  }

  /// Whether the value of a row is missing.
  public func isMissing(_ row: Int) -> Bool {
    switch self {
    case .real(let values): values.isMissing(row)
    case .integer(let values): values.isMissing(row)
    case .factor(let factor): factor.codes[row] < 0
    case .text(let values): values.isMissing(row)
    case .day(let values): values.isMissing(row)
    case .boolean(let values): values.isMissing(row)
    }
  }
}
