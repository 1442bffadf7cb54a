/// Covariates of people on dates, one row a pair: numbers as they are, categories as factors.
public struct CovariateFrame: Sendable {
  /// The person of each row.
  public let persons: [Int]
  /// The date of each row; values were known the day before.
  public let dates: [Day]
  /// What stands in each column.
  public let covariates: [Covariate]
  /// The columns: `.real`, or `.factor` with the levels of the whole register.
  public let columns: [Column]

  /// Evaluates covariates for pairs of person and date.
  ///
  /// A value that is not known is missing in its column, never 0: a covariate whose window begins
  /// before the records of its setting is an error. Use recorded before a person joined the
  /// register counts if the extracts hold it.
  ///
  /// - Throws: `CohortError`: a setting, attribute or measurement that was not supplied, a window
  ///   that reaches the future or begins before the records.
  /// - Complexity: O(*rows* · *covariates* · log *events of a person*)
  public init(
    of covariates: [Covariate], persons: [Int], dates: [Day], register: PersonRegister,
    history: ActivityHistory
  ) throws(CohortError) {
    precondition(
      persons.count == dates.count, "\(persons.count) persons but \(dates.count) dates")
    if let earliest = dates.min() {
      try CovariateFrame.checkCoverage(of: covariates, from: earliest, history: history)
    }
    let readers = try CovariateReaders(covariates, register: register, history: history)
    self.init(
      persons: persons, dates: dates, covariates: covariates,
      columns: readers.columns(persons: persons, dates: dates))
  }

  init(persons: [Int], dates: [Day], covariates: [Covariate], columns: [Column]) {
    self.persons = persons
    self.dates = dates
    self.covariates = covariates
    self.columns = columns
  }

  static func checkCoverage(
    of covariates: [Covariate], from earliest: Day, history: ActivityHistory
  ) throws(CohortError) {
    for covariate in covariates {
      guard let setting = covariate.setting else { continue }
      let needed = earliest.advanced(by: -covariate.lookBackDays)
      let start = history.coverage(of: setting).lowerBound
      guard needed >= start else {
        throw .lookBackBeforeCoverage(
          covariate: covariate.name, needed: needed, coverageStart: start)
      }
    }
  }

  static func column(_ reader: CovariateReader, persons: [Int], dates: [Day]) -> Column {
    if case .category(let factor) = reader {
      return .factor(Factor(codes: persons.map { factor.codes[$0] }, levels: factor.levels))
    }
    var values = Array(repeating: 0.0, count: persons.count)
    var isMissing: [Bool]?
    for row in persons.indices {
      let value = reader.value(of: persons[row], on: dates[row])
      if value.isFinite {
        values[row] = value
      } else {
        if isMissing == nil { isMissing = Array(repeating: false, count: persons.count) }
        isMissing?[row] = true
      }
    }
    return .real(Values(values, missing: isMissing))
  }

  /// The number of rows.
  public var count: Int { persons.count }

  /// The names of the covariates.
  public var names: [String] { covariates.map(\.name) }

  /// The rows of the given places, in that order.
  public func rows(at places: [Int]) -> CovariateFrame {
    CovariateFrame(
      persons: places.map { persons[$0] }, dates: places.map { dates[$0] },
      covariates: covariates,
      columns: columns.map { column in
        switch column {
        case .factor(let factor):
          .factor(Factor(codes: places.map { factor.codes[$0] }, levels: factor.levels))
        case .real(let values):
          .real(
            Values(
              places.map { values.elements[$0] },
              missing: values.missing.map { flags in places.map { flags[$0] } }))
        case .integer, .text, .day, .boolean:
          preconditionFailure("a covariate is a number or a category")
        }
      })
  }

  /// The rows of this frame, then those of another of the same covariates and register.
  func appending(_ other: CovariateFrame) -> CovariateFrame {
    precondition(covariates == other.covariates, "\(names) followed by \(other.names)")
    return CovariateFrame(
      persons: persons + other.persons, dates: dates + other.dates, covariates: covariates,
      columns: zip(columns, other.columns).map { own, others in
        switch (own, others) {
        case (.factor(let first), .factor(let second)):
          return .factor(Factor(codes: first.codes + second.codes, levels: first.levels))
        case (.real(let first), .real(let second)):
          var missing: [Bool]?
          if first.missing != nil || second.missing != nil {
            missing =
              (first.missing ?? Array(repeating: false, count: first.count))
              + (second.missing ?? Array(repeating: false, count: second.count))
          }
          return .real(Values(first.elements + second.elements, missing: missing))
        default:
          preconditionFailure("a covariate is of one kind, a number or a category")
        }
      })
  }

  /// The places of rows in which no covariate is missing.
  var completeRows: [Int] {
    (0..<count).filter { row in columns.allSatisfy { !$0.isMissing(row) } }
  }

  /// The frame as a table whose columns are named after the covariates.
  ///
  /// - Throws: `TableError.duplicateColumn` if a covariate stands twice.
  public func table() throws(TableError) -> Table {
    try Table(zip(names, columns).map { (name: $0, column: $1) })
  }
}
