internal import EvalStats
internal import Foundation

/// Dated events of one extract, by setting.
struct EventExtract {
  let account: RowAccount
  private(set) var persons: [Setting: [Int]] = [:]
  private(set) var days: [Setting: [Day]] = [:]
  let observations: Observations

  /// What adequacy is judged by, beside the events themselves.
  struct Observations: Equatable {
    /// Rows that repeat another in every column that was read.
    var repeatedRows = 0
    /// Events after the person's death.
    var eventsAfterDeath = 0
    /// Share of events at providers that see fewer than a tenth of them; `nil` without a column.
    var shareElsewhere: Double?
  }

  /// A row that counts.
  private struct Event {
    let person: Int
    let day: Day
    let settings: [Setting]
  }

  /// Reads the attendances, spells or appointments of an extract.
  init(
    _ kind: ExtractKind, _ source: StudyProtocol.Source, people: PersonIndex, deaths: [Day?],
    coverage: ClosedRange<Day>, folder: URL, policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let columns = EventColumns(kind)
    let table = try ExtractTable(
      kind, source, folder: folder, required: ["person_id"] + columns.required,
      optional: columns.optional, policy: policy)
    var account = RowAccount(of: table, policy: policy)
    let persons = people.column(of: table)
    let days = table.days(columns.date)
    let rule = EventRule(kind, table)
    var observations = Observations()
    var keptRows: [Int] = []
    for row in 0..<table.rowCount {
      let event = try account.take(row: row, of: table) { () throws(RowProblem) -> Event in
        let person = try persons.person(row)
        let day = try days.required(row)
        let settings = try rule.settings(row, day: day)
        guard coverage.contains(day) else {
          throw .outOfScope("outside the coverage of the study", column: columns.date)
        }
        return Event(person: person, day: day, settings: settings)
      }
      guard let event else { continue }
      keptRows.append(row)
      if let death = deaths[event.person], event.day > death { observations.eventsAfterDeath += 1 }
      for setting in event.settings {
        self.persons[setting, default: []].append(event.person)
        self.days[setting, default: []].append(event.day)
      }
    }
    observations.repeatedRows = Self.repeatedRows(
      table, columns: ["person_id"] + columns.required + columns.optional, rows: keptRows)
    observations.shareElsewhere =
      table.has("provider") ? Self.shareElsewhere(table.factor("provider"), rows: keptRows) : nil
    self.observations = observations
    self.account = account
  }

  /// The log of a setting; empty where nothing was recorded.
  func log(of setting: Setting, personCount: Int) -> ActivityLog {
    ActivityLog(
      personCount: personCount, persons: persons[setting] ?? [], days: days[setting] ?? [])
  }

  /// Rows that repeat an earlier one in every column read.
  private static func repeatedRows(
    _ table: ExtractTable, columns: [String], rows: [Int]
  ) -> Int {
    let codes = columns.filter { table.has($0) }.map { table.factor($0).codes }
    var seen: Set<[Int32]> = []
    seen.reserveCapacity(rows.count)
    return rows.count { row in !seen.insert(codes.map { $0[row] }).inserted }
  }

  /// The share of rows at providers that each see fewer than a tenth of them.
  private static func shareElsewhere(_ providers: Factor, rows: [Int]) -> Double? {
    var counts = Array(repeating: 0, count: providers.levels.count)
    var total = 0
    for row in rows where providers.codes[row] >= 0 {
      counts[Int(providers.codes[row])] += 1
      total += 1
    }
    guard total > 0 else { return nil }
    let elsewhere = counts.filter { $0 * 10 < total }.reduce(0, +)
    return Double(elsewhere) / Double(total)
  }
}
