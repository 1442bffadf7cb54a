internal import EvalStats

/// Reads the rows of an extract of dated events.
struct EventRows: ExtractRowReader {
  private let persons: PersonField
  private let days: ExtractField<Day>
  private let minutes: ExtractField<Int>
  private let rule: EventRule
  /// The column of the provider, if there is one.
  private let provider: Int?
  /// Every column read, for rows that repeat others.
  private let all: [Int]
  private let coverage: ClosedRange<Day>

  /// Events and their people.
  struct Part: Sendable {
    var persons: [Int32] = []
    var events: [EventRecord] = []
    /// The providers that events name by code.
    var providers = LevelColumn()
    let hasProviders: Bool
    let hasMinutes: Bool
  }

  init(
    _ kind: ExtractKind, _ columns: ExtractColumns, people: PersonIndex,
    coverage: ClosedRange<Day>
  ) {
    persons = people.column(of: columns)
    days = columns.days(kind.dateColumn)
    minutes = columns.minutes("arrival_time")
    rule = EventRule(kind, columns)
    provider = columns.positions(of: ["provider"]).first
    all = columns.positions(of: kind.columns)
    self.coverage = coverage
  }

  var people: PersonField? { persons }

  func emptyPart() -> Part {
    Part(hasProviders: provider != nil, hasMinutes: minutes.isPresent)
  }

  /// The day of the event of a row; `nil` where it is empty.
  func day(_ row: ExtractRow) throws(RowProblem) -> Day? { try days.optional(row) }

  func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem) {
    let person = try persons.required(row)
    let day = try days.required(row)
    let settings = try rule.settings(row, day: day)
    let minute = minutes.isPresent ? try minutes.optional(row) ?? -1 : -1
    guard coverage.contains(day) else {
      throw .outOfScope("outside the coverage of the study", column: days.name)
    }
    part.persons.append(Int32(person))
    part.events.append(
      EventRecord(
        day: day, fingerprint: UInt32(truncatingIfNeeded: row.fingerprint(of: all)),
        settings: settings, provider: provider.map { part.providers.code(of: row, $0) } ?? -1,
        minute: Int16(minute)))
  }
}
