internal import EvalLinearAlgebra

/// Covariates as columns of numbers: one for a number, one 0/1 column for each level of a factor.
///
/// Every level has its column, so that a table of balance shows each; a model leaves the first out.
public struct CovariateColumns: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// The covariate's name, with the level behind it for a factor: `age`, `raceblack`.
    public let name: String
    /// The name of the covariate in the table.
    public let covariate: String
    /// The level of a factor, counted from 0; `nil` for a number.
    public let level: Int?
    private let source: Source
    /// Which rows miss the value; `nil` if none does. Balance leaves them out of the column.
    public let isMissing: [Bool]?
    /// Whether the column says where its covariate is missing.
    public let marksMissing: Bool

    /// Where values come from. A factor of many levels would otherwise be held once a level.
    private enum Source: Sendable {
      case numbers([Double])
      /// 1 where a code stands.
      case code(Int32, among: [Int32])
    }

    /// The number of rows.
    public var count: Int {
      switch source {
      case .numbers(let values): values.count
      case .code(_, let codes): codes.count
      }
    }

    /// One finite value a row; where it is missing, whatever was filled in.
    ///
    /// - Complexity: O(*n*) for a level of a factor: take them once, not row by row.
    public var values: [Double] {
      switch source {
      case .numbers(let values): values
      case .code(let wanted, let codes): codes.map { $0 == wanted ? 1 : 0 }
      }
    }

    /// The values at some rows, in that order.
    public func values(at rows: some Collection<Int>) -> [Double] {
      switch source {
      case .numbers(let values): rows.map { values[$0] }
      case .code(let wanted, let codes): rows.map { codes[$0] == wanted ? 1 : 0 }
      }
    }

    /// Creates a column.
    public init(
      name: String, covariate: String, level: Int? = nil, values: [Double],
      isMissing: [Bool]? = nil, marksMissing: Bool = false
    ) {
      precondition(
        isMissing?.count ?? values.count == values.count,
        "\(isMissing?.count ?? 0) flags for \(values.count) values")
      self.name = name
      self.covariate = covariate
      self.level = level
      source = .numbers(values)
      self.isMissing = isMissing?.contains(true) == true ? isMissing : nil
      self.marksMissing = marksMissing
    }

    /// Creates the column of a level of a factor.
    init(level: Int, of factor: Factor, name: String, isMissing: [Bool]?) {
      self.name = name + factor.levels[level]
      covariate = name
      self.level = level
      source = .code(Int32(level), among: factor.codes)
      self.isMissing = isMissing
      marksMissing = false
    }

    /// How many values are no finite numbers.
    fileprivate var brokenCount: Int {
      // One look at eight values at a time, and a count only where something is wrong.
      guard case .numbers(let values) = source, !values.isEmpty, values.finiteRange == nil
      else { return 0 }
      return values.count { !$0.isFinite }
    }

    /// Whether every observed value is 0 or 1; a column coded 1 and 2 counts as continuous.
    public var isBinary: Bool {
      guard case .numbers(let values) = source else { return true }
      guard let isMissing else { return values.allSatisfy { $0 == 0 || $0 == 1 } }
      return values.indices.allSatisfy { isMissing[$0] || values[$0] == 0 || values[$0] == 1 }
    }
  }

  /// The columns, covariates in the order asked for and levels in the order of the factor.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  /// Which rows have every covariate; `nil` if all do. Only `MissingRule.exclude` leaves any out.
  public let isComplete: [Bool]?
  /// Where values were missing, whatever the rule did about it.
  public let missing: [CovariateError.Affected]

  /// Creates columns from numbers; they are of one length.
  public init(columns: [Column], rowCount: Int) {
    precondition(
      columns.allSatisfy { $0.count == rowCount }, "a column without \(rowCount) values")
    self.columns = columns
    self.rowCount = rowCount
    isComplete = nil
    missing = []
  }

  /// Creates columns from a design matrix; a column named `(Intercept)` is passed over.
  public init(_ design: DesignMatrix) {
    self.init(
      columns: design.names.enumerated().filter { $0.element != "(Intercept)" }.map {
        Column(name: $0.element, covariate: $0.element, values: design.matrix.column($0.offset))
      }, rowCount: design.rowCount)
  }

  /// Takes the named columns of a table: numbers as they are, days as days since 1970, truth values
  /// as 0/1, a factor as one 0/1 column a level.
  ///
  /// Rows that are left out keep what was recorded of them, so that they can be described.
  ///
  /// - Throws: `CovariateError` for an unknown column, values that are not finite, and missing
  ///   values as the rule says.
  public init(
    _ table: Table, names: [String], missing rule: MissingRule = .error
  ) throws(CovariateError) {
    var sources: [(name: String, column: EvalStats.Column)] = []
    for name in names { sources.append((name, try CovariateColumns.column(name, of: table))) }
    let rowCount = table.rowCount
    let gaps = sources.compactMap { name, column -> CovariateError.Affected? in
      let rows = column.missingCount
      return rows > 0 ? .init(column: name, rows: rows) : nil
    }
    if rule == .error, !gaps.isEmpty { throw .missing(gaps) }
    var complete: [Bool]?
    if rule == .exclude, !gaps.isEmpty {
      let flags = (0..<rowCount).map { row in sources.allSatisfy { !$0.column.isMissing(row) } }
      guard flags.contains(true) else { throw .nobodyComplete(gaps) }
      complete = flags
    }
    let columns = sources.flatMap { name, column in
      CovariateColumns.expanded(name, column, marksMissing: rule == .indicator, kept: complete)
    }
    let broken = RowTasks.map(columns, \.brokenCount)
    let affected = zip(columns, broken).compactMap { column, rows in
      rows > 0 ? CovariateError.Affected(column: column.covariate, rows: rows) : nil
    }
    if !affected.isEmpty { throw .nonFinite(affected) }
    self.columns = columns
    self.rowCount = rowCount
    isComplete = complete
    missing = gaps
  }

  /// The columns at some rows only, in that order.
  public func rows(at rows: [Int]) -> CovariateColumns {
    CovariateColumns(
      columns: columns.map { column in
        Column(
          name: column.name, covariate: column.covariate, level: column.level,
          values: column.values(at: rows),
          isMissing: column.isMissing.map { flags in rows.map { flags[$0] } },
          marksMissing: column.marksMissing)
      }, rowCount: rows.count)
  }

  /// The same columns after one more; what is missing stays what it was.
  func preceded(by column: Column) -> CovariateColumns {
    precondition(column.count == rowCount, "a column without \(rowCount) values")
    return CovariateColumns(
      columns: [column] + columns, rowCount: rowCount, isComplete: isComplete, missing: missing)
  }

  private init(
    columns: [Column], rowCount: Int, isComplete: [Bool]?, missing: [CovariateError.Affected]
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.isComplete = isComplete
    self.missing = missing
  }

  private static func column(
    _ name: String, of table: Table
  ) throws(CovariateError) -> EvalStats.Column {
    do { return try table.column(name) } catch { throw .table(error) }
  }
}
