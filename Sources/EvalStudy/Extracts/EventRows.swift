internal import EvalStats

/// Reads the rows of an extract of dated events.
struct EventRows: ExtractRowReader {
  private let persons: PersonField
  private let days: ExtractField<Day>
  private let minutes: ExtractField<Int>
  private let rule: EventRule
  /// The column of the provider, if there is one.
  private let provider: Int?
  /// Every column read but those of the person and the day, for rows that repeat others of the same
  /// person and day.
  private let repeated: [Int]
  private let coverage: ClosedRange<Day>
  private let shares: PersonShares

  /// Events and their people.
  struct Part: Sendable {
    var persons: [Int32] = []
    var events: [EventRecord] = []
    /// Where the events of each share of the people start, and the end of the last; empty while they
    /// stand in the order of the rows.
    fileprivate(set) var shareStarts: [Int] = []
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
    repeated = columns.positions(
      of: kind.columns.filter { $0 != "person_id" && $0 != kind.dateColumn })
    self.coverage = coverage
    shares = PersonShares(personCount: people.personCount)
  }

  var people: PersonField? { persons }

  func emptyPart() -> Part {
    Part(hasProviders: provider != nil, hasMinutes: minutes.isPresent)
  }

  /// Why a row outside the coverage does not enter.
  private func outside(_ day: Day) -> String {
    let distance = max(day.distance(to: coverage.lowerBound), coverage.upperBound.distance(to: day))
    return distance > Self.farDays ? Self.farFromCoverage : "outside the coverage of the study"
  }

  static let farFromCoverage = "dated over ten years before or after the coverage of the study"
  private static let farDays = 3_653

  private func fingerprint(_ row: ExtractRow) -> UInt32 {
    var hash = row.fingerprint(of: repeated)
    if let position = days.position, row.length(at: position) > Self.dayLength {
      // A time stands beside the day.
      hash ^= row.withBytes(at: position) { ByteHash.of($0) }
    }
    return UInt32(truncatingIfNeeded: hash)
  }

  /// Characters of a day without a time.
  private static let dayLength = 10

  func finish(_ part: inout Part) { part.sort(by: shares) }

  /// The day of the event of a row; `nil` where it is empty.
  func day(_ row: ExtractRow) throws(RowProblem) -> Day? { try days.optional(row) }

  func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem) {
    let person = try persons.required(row)
    let day = try days.required(row)
    let settings = try rule.settings(row, day: day)
    let minute = minutes.isPresent ? try minutes.optional(row) ?? -1 : -1
    guard coverage.contains(day) else {
      throw .outOfScope(outside(day), column: days.name)
    }
    part.persons.append(Int32(person))
    part.events.append(
      EventRecord(
        day: day, fingerprint: fingerprint(row),
        settings: settings, provider: provider.map { part.providers.code(of: row, $0) } ?? -1,
        minute: Int16(minute)))
  }
}

extension EventRows.Part {
  /// Brings the events into order of the shares of the people, otherwise that of the rows.
  mutating func sort(by shares: PersonShares) {
    guard shareStarts.isEmpty else { return }
    var next = [Int](repeating: 0, count: shares.count + 1)
    for person in persons { next[shares.share(of: person) + 1] += 1 }
    for share in 0..<shares.count { next[share + 1] += next[share] }
    shareStarts = next
    let (oldPersons, oldEvents) = (persons, events)
    for (person, event) in zip(oldPersons, oldEvents) {
      let share = shares.share(of: person)
      persons[next[share]] = person
      events[next[share]] = event
      next[share] += 1
    }
  }
}
