public import EvalStats

/// A person × period table read as members of matched sets: what each used before and after.
///
/// A member is a person in a set. Several rows of a member in a period (one a month, say) are added
/// up; a member without a row in a period has no person-time in it.
struct PersonPeriods {
  /// One entry a member, in the order of their first rows.
  let arms: [Arm]
  let sets: [Int]
  let persons: [Int]
  let weights: [Double]
  /// Months observed, by period.
  let time: [Period: [Double]]
  /// Events of each outcome, by period.
  let events: [String: [Period: [Double]]]

  /// Reads the table.
  ///
  /// - Throws: `TableError`, `PersonPeriodError` for a gap, a value that is neither of two, or a
  ///   member whose arm or weight changes.
  init(_ table: Table, as columns: TableChange.Columns) throws {
    let arm = try TwoSides(columns.arm, in: table, names: TwoSides.armNames)
    let period = try TwoSides(columns.period, in: table, names: TwoSides.periodNames)
    let person = try PersonPeriods.codes(columns.person, in: table)
    let set = try columns.set.map { try PersonPeriods.codes($0, in: table) } ?? person
    let weight = try columns.weight.map { try PersonPeriods.numbers($0, in: table) }
    let months = try PersonPeriods.numbers(columns.time, in: table)
    var placeOfMember: [Member: Int] = [:]
    var arms: [Arm] = []
    var weights: [Double] = []
    var sets: [Int] = []
    var persons: [Int] = []
    var places: [Int] = []
    for row in 0..<table.rowCount {
      let member = Member(set: set[row], person: person[row])
      let side: Arm = arm.isSecond[row] ? .treated : .control
      let own = weight?[row] ?? 1
      if let place = placeOfMember[member] {
        guard arms[place] == side else {
          throw PersonPeriodError.changes(column: columns.arm, row: row)
        }
        guard weights[place] == own else {
          throw PersonPeriodError.changes(column: columns.weight ?? "", row: row)
        }
        places.append(place)
      } else {
        places.append(arms.count)
        placeOfMember[member] = arms.count
        sets.append(member.set)
        persons.append(member.person)
        arms.append(side)
        weights.append(own)
      }
    }
    func sums(_ values: [Double]) -> [Period: [Double]] {
      let zeros = Array(repeating: 0.0, count: arms.count)
      var sums = [Period.before: zeros, .after: zeros]
      for row in values.indices {
        sums[period.isSecond[row] ? .after : .before]?[places[row]] += values[row]
      }
      return sums
    }
    self.arms = arms
    self.weights = weights
    self.sets = sets
    self.persons = persons
    time = sums(months.map { $0 * columns.timeUnit.months })
    var events: [String: [Period: [Double]]] = [:]
    for outcome in columns.outcomes {
      events[outcome] = sums(try PersonPeriods.numbers(outcome, in: table))
    }
    self.events = events
  }

  private struct Member: Hashable {
    let set: Int
    let person: Int
  }

  /// The counts of one outcome.
  func counts(of outcome: String) -> PrePostCounts {
    func column(_ values: [Period: [Double]]?, _ period: Period) -> [Double] {
      values?[period] ?? []
    }
    return PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: weights,
      before: column(events[outcome], .before), timeBefore: column(time, .before),
      after: column(events[outcome], .after), timeAfter: column(time, .after))
  }

  /// A number for each distinct value, in the order of their appearance.
  private static func codes(_ name: String, in table: Table) throws -> [Int] {
    let values = try table.strings(name)
    try requireWhole(values, name)
    var codes: [String: Int] = [:]
    return values.elements.map { value in
      if let code = codes[value] { return code }
      codes[value] = codes.count
      return codes.count - 1
    }
  }

  private static func numbers(_ name: String, in table: Table) throws -> [Double] {
    let values = try table.doubles(name)
    try requireWhole(values, name)
    if let row = values.elements.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw PersonPeriodError.invalid(column: name, row: row)
    }
    return values.elements
  }

  static func requireWhole<Element>(_ values: Values<Element>, _ name: String) throws {
    guard let row = values.missing?.firstIndex(of: true) else { return }
    throw PersonPeriodError.gap(column: name, rows: values.missingCount, firstRow: row)
  }
}

/// A column that says one of two things: 0 or 1, false or true, or one of two names.
struct TwoSides {
  /// Whether each row is on the second side: treated, after.
  let isSecond: [Bool]

  static let armNames = (first: ["control", "controls"], second: ["treated", "treatment"])
  static let periodNames = (first: ["before", "pre"], second: ["after", "post"])

  /// - Throws: `TableError`, `PersonPeriodError.gap`, `.neither`.
  init(_ name: String, in table: Table, names: (first: [String], second: [String])) throws {
    let values = try table.strings(name)
    try PersonPeriods.requireWhole(values, name)
    let first = ["0", "0.0", "false"] + names.first
    let second = ["1", "1.0", "true"] + names.second
    isSecond = try values.elements.enumerated().map { row, value in
      let word = value.lowercased()
      if second.contains(word) { return true }
      guard first.contains(word) else {
        throw PersonPeriodError.neither(
          column: name, row: row, expected: "0 or 1, \(names.first[0]) or \(names.second[0])")
      }
      return false
    }
  }
}

/// What a person × period table can have wrong.
public enum PersonPeriodError: EvaluationError, Equatable {
  /// Rows miss a value; rows count from 0.
  case gap(column: String, rows: Int, firstRow: Int)
  /// A number is negative or not finite.
  case invalid(column: String, row: Int)
  /// A value is neither of the two that were expected.
  case neither(column: String, row: Int, expected: String)
  /// A person's arm or weight changes within a set.
  case changes(column: String, row: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .gap: "missing-values"
    case .invalid: "invalid-value"
    case .neither: "neither-of-two"
    case .changes: "changing-value"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .gap(let column, _, let row), .neither(let column, let row, _),
      .changes(let column, let row), .invalid(let column, let row):
      // The header is line 1.
      "line \(row + 2), column '\(column)'"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .gap(_, let rows, _):
      "\(rows) \(rows == 1 ? "row has" : "rows have") no value; fill the gap, or leave the person's "
        + "rows of both periods out"
    case .invalid: "the number is negative or not finite; correct it, or leave the person out"
    case .neither(_, _, let expected): "the value is neither of two; write \(expected)"
    case .changes:
      "the value differs from an earlier row of this person in this set; give each member one"
    }
  }
}
