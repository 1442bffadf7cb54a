/// The people to match: their arms, their columns and, where given, their scores.
public struct MatchingProblem: Sendable {
  /// The arm of each row.
  public let treated: [Bool]
  /// Every column a design may name.
  public let table: Table
  /// A score of each row, for `MatchingScore.given`.
  public let scores: [Double]?
  /// What a fitted score is fitted on, where that is more than the main effects of the covariates.
  public let scoreDesign: DesignMatrix?
  /// Pairs that may not be, such as members of one household.
  public let forbidden: [MatchedPair]
  /// Pairs that must be, such as a person and the control a published match gave them.
  public let forced: [MatchedPair]
  /// The distance of each pair, for `MatchingDistance.given`.
  public let distances: DistanceMatrix?

  /// Creates a problem from a table.
  ///
  /// - Precondition: as many flags, scores and rows of the design as the table has rows.
  public init(
    treated: [Bool], table: Table, scores: [Double]? = nil, scoreDesign: DesignMatrix? = nil,
    forbidden: [MatchedPair] = [], forced: [MatchedPair] = [], distances: DistanceMatrix? = nil
  ) {
    precondition(
      treated.count == table.rowCount || table.names.isEmpty,
      "\(treated.count) flags for \(table.rowCount) rows")
    precondition(
      (scores?.count ?? treated.count) == treated.count
        && (scoreDesign?.rowCount ?? treated.count) == treated.count,
      "a score and a row of the design for each of \(treated.count) rows")
    self.treated = treated
    self.table = table
    self.scores = scores
    self.scoreDesign = scoreDesign
    self.forbidden = forbidden
    self.forced = forced
    self.distances = distances
  }

  /// Creates a problem from a table in which one column tells the arms apart.
  ///
  /// - Parameter treatment: a column of truth values or of 0 and 1, without gaps.
  /// - Throws: `MatchingError` if the column is unknown or holds anything else.
  public init(
    table: Table, treatment: String, scores: [Double]? = nil, scoreDesign: DesignMatrix? = nil,
    forbidden: [MatchedPair] = [], forced: [MatchedPair] = [], distances: DistanceMatrix? = nil
  ) throws(MatchingError) {
    let column: Column
    do { column = try table.column(treatment) } catch { throw .covariates(.table(error)) }
    self.init(
      treated: try MatchingProblem.arms(column, named: treatment), table: table, scores: scores,
      scoreDesign: scoreDesign, forbidden: forbidden, forced: forced, distances: distances)
  }

  /// Creates a problem from columns of numbers and exact keys as codes.
  ///
  /// - Throws: `MatchingError` if a name stands twice.
  public init(
    treated: [Bool], covariates: [(name: String, values: [Double])],
    exactKeys: [(name: String, codes: [Int32])] = [], scores: [Double]? = nil,
    forbidden: [MatchedPair] = [], forced: [MatchedPair] = [], distances: DistanceMatrix? = nil
  ) throws(MatchingError) {
    let columns: [(name: String, column: Column)] =
      covariates.map { ($0.name, .real(Values($0.values))) }
      + exactKeys.map { ($0.name, .integer(Values($0.codes.map(Int.init)))) }
    let table: Table
    do { table = try Table(columns) } catch { throw .covariates(.table(error)) }
    self.init(
      treated: treated, table: table, scores: scores, forbidden: forbidden, forced: forced,
      distances: distances)
  }

  private static func arms(
    _ column: Column, named name: String
  ) throws(MatchingError) -> [Bool] {
    let missing = (0..<column.count).count { column.isMissing($0) }
    guard missing == 0 else { throw .treatmentMissing(column: name, rows: missing) }
    let values: [Double]
    switch column {
    case .boolean(let flags): return flags.elements
    case .integer(let numbers): values = numbers.elements.map(Double.init)
    case .real(let numbers): values = numbers.elements
    case .factor, .text, .day: throw .treatmentNotBinary(column: name, rows: column.count)
    }
    let strange = values.count { $0 != 0 && $0 != 1 }
    guard strange == 0 else { throw .treatmentNotBinary(column: name, rows: strange) }
    return values.map { $0 == 1 }
  }
}
