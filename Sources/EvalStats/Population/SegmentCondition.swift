/// What must hold of a person's columns.
///
/// A condition on a missing value is neither true nor false (Kleene's three-valued logic): `all` is
/// false as soon as one part is, `any` true as soon as one part is, and what is left undecided stays
/// so through `not`.
public indirect enum SegmentCondition: Sendable, Equatable {
  /// A number at least, and below, these; `nil` leaves the side open. Age 65 to 74 is 65 and 75.
  case number(String, atLeast: Double?, below: Double?)
  /// A category that is one of these. Whole numbers and true and false are named as text.
  case category(String, oneOf: Set<String>)
  /// The value is not recorded; never undecided.
  case isMissing(String)
  /// Every part holds; true of everyone without parts.
  case all([SegmentCondition])
  /// Some part holds; true of no one without parts.
  case any([SegmentCondition])
  /// The part does not hold.
  case not(SegmentCondition)
}

extension SegmentCondition {
  /// Whether the condition holds of each row; `nil` where it is undecided.
  ///
  /// - Parameter unseen: Takes up categories that no row has.
  func truth(
    in table: Table, unseen: inout [(column: String, level: String)]
  ) throws(PopulationError) -> [Bool?] {
    switch self {
    case .number(let name, let atLeast, let below):
      try PopulationError.require(
        atLeast?.isNaN != true && below?.isNaN != true, name, "a number")
      let values = try PopulationError.reading { () throws(TableError) in
        try table.doubles(name)
      }
      return (0..<values.count).map { row in
        guard let value = values[row], !value.isNaN else { return nil }
        return value >= atLeast ?? -.infinity && (below.map { value < $0 } ?? true)
      }
    case .category(let name, let levels):
      let factor = try PopulationError.reading { () throws(TableError) in
        try table.factor(name)
      }
      unseen += levels.subtracting(factor.levels).sorted().map { (name, $0) }
      let isIn = factor.levels.map(levels.contains)
      return factor.codes.map { $0 < 0 ? nil : isIn[Int($0)] }
    case .isMissing(let name):
      let column = try PopulationError.reading { () throws(TableError) in
        try table.column(name)
      }
      return (0..<column.count).map { column.isMissing($0) }
    case .all(let parts):
      return try SegmentCondition.combined(parts, in: table, deciding: false, unseen: &unseen)
    case .any(let parts):
      return try SegmentCondition.combined(parts, in: table, deciding: true, unseen: &unseen)
    case .not(let part):
      return try part.truth(in: table, unseen: &unseen).map { $0.map { !$0 } }
    }
  }

  /// One part with the value that decides is enough; otherwise every part must be decided.
  private static func combined(
    _ parts: [SegmentCondition], in table: Table, deciding: Bool,
    unseen: inout [(column: String, level: String)]
  ) throws(PopulationError) -> [Bool?] {
    var result = [Bool?](repeating: !deciding, count: table.rowCount)
    for part in parts {
      for (row, truth) in try part.truth(in: table, unseen: &unseen).enumerated()
      where result[row] != deciding && truth != !deciding {
        result[row] = truth
      }
    }
    return result
  }
}

extension PopulationError {
  /// Runs a step that reads a table.
  static func reading<Result>(
    _ step: () throws(TableError) -> Result
  ) throws(PopulationError) -> Result {
    do { return try step() } catch { throw .table(error) }
  }
}
