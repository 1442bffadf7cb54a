internal import EvalStats
internal import Foundation

/// The register of people, read from its extract.
struct PersonsExtract {
  let people: People
  /// Finds the people by their identifiers.
  let index: PersonIndex
  let records: [StudyExtracts.SourceRecord]

  /// What is known of each person, in ascending order of identifier, so that nothing depends on the
  /// order of the rows.
  struct People {
    var identifiers: [String] = []
    var births: [Day] = []
    var sexes = Factor(codes: [], levels: [])
    /// `nil` where registrations stand in an extract of their own.
    var registeredFrom: [Day?] = []
    var registeredTo: [Day?] = []
    var deaths: [Day?] = []
    var attributes: [(name: String, column: Column)] = []
  }

  /// Columns that are no attributes.
  static let own = [
    "person_id", "birth_date", "sex", "registered_from", "registered_to", "death_date",
  ]
  static let standardAttributes = [
    "practice", "network", "lsoa", "imd_decile", "long_term_conditions",
  ]

  /// Reads the extract.
  ///
  /// - Parameters:
  ///   - attributes: the attributes the plan names; they must be there.
  ///   - dateAttributes: those of them that are dates.
  init(
    of plan: StudyProtocol, attributes: [String], dateAttributes: [String], places: ExtractPlaces
  ) throws(ExtractError) {
    // What another extract gives need not stand here.
    let hasAreas = plan.sources.extracts[.areas] != nil
    let hasRegistrations = plan.sources.extracts[.registrations] != nil
    let named = attributes.filter {
      !Self.own.contains($0) && !(hasAreas && $0 == "imd_decile")
    }
    let needed =
      ["death_date"] + (hasRegistrations ? [] : ["registered_from", "registered_to"])
      + (hasAreas ? ["lsoa"] : [])
    var readings = try ExtractReadings<PersonRows>(
      .persons, of: plan, places: places, required: needed + named
    ) { columns in
      PersonRows(
        columns, needsRegistration: !hasRegistrations,
        attributes: (Self.standardAttributes + named.sorted()).reduce(into: []) {
          if columns.has($1) && !$0.contains($1) { $0.append($1) }
        }, dateAttributes: dateAttributes)
    }
    let reader = readings.readings[0].reader
    for other in readings.readings where other.reader.attributes != reader.attributes {
      throw .differentColumns(
        ExtractPlace(file: other.account.file, line: 1, column: nil),
        other: readings.readings[0].account.file)
    }
    var rows = reader.emptyPart()
    for part in readings.parts { rows.append(part) }
    let firsts = try Self.firstRows(rows, &readings)
    let kept = firsts.rows
    index = firsts.index
    guard !kept.isEmpty else {
      throw .empty(
        ExtractPlace(file: readings.readings[0].account.file, line: nil, column: nil))
    }
    people = People(
      identifiers: kept.map { rows.identifiers.text(at: $0) },
      births: kept.map { rows.births[$0] },
      sexes: Self.sexes(kept.map { rows.sexes[$0] }),
      registeredFrom: kept.map { rows.registeredFrom[$0] },
      registeredTo: kept.map { rows.registeredTo[$0] }, deaths: kept.map { rows.deaths[$0] },
      attributes: zip(reader.attributes, rows.attributes).map { name, column in
        if let days = rows.dates[name] { return (name, Self.days(kept.map { days[$0] })) }
        return (name, Self.attribute(column.factor(at: kept)))
      })
    records = readings.records(of: .persons)
  }

  /// Identifiers whose places in memory are fetched together.
  private static let batchSize = 1_024

  /// The row of each person, in order of identifier; later rows of the same person are refused.
  private static func firstRows(
    _ rows: PersonRows.Part, _ readings: inout ExtractReadings<PersonRows>
  ) throws(ExtractError) -> (rows: [Int], index: PersonIndex) {
    let identifiers = rows.identifiers
    var table = ByteTable(capacity: identifiers.count)
    // By number in the table.
    var firsts: [Int] = []
    var row = 0
    for reading in readings.readings.indices {
      for part in readings.readings[reading].parts {
        for place in part.births.indices {
          if place % Self.batchSize == 0 {
            for next in row..<min(row + Self.batchSize, identifiers.count) {
              identifiers.withBytes(at: next) { table.prepare(ByteTable.Key($0)) }
            }
          }
          let found = identifiers.withBytes(at: row) { table.insert($0) }
          if found.isNew {
            firsts.append(row)
          } else {
            try readings.refuse(
              .duplicatePerson(firstLine: rows.lines[firsts[Int(found.number)]]),
              line: rows.lines[row], column: "person_id", of: reading)
          }
          row += 1
        }
      }
    }
    // Registers mostly come in order.
    if zip(firsts, firsts.dropFirst()).allSatisfy(identifiers.isBefore) {
      return (firsts, PersonIndex(table))
    }
    firsts.sort(by: identifiers.isBefore)
    table = ByteTable(capacity: firsts.count)
    for row in firsts { identifiers.withBytes(at: row) { _ = table.insert($0) } }
    return (firsts, PersonIndex(table))
  }

  private static func sexes(_ sexes: [PersonRows.Sex?]) -> Factor {
    let levels = PersonRows.Sex.allCases.filter { sexes.contains($0) }
    return Factor(
      codes: sexes.map { sex in
        sex.flatMap(levels.firstIndex).map { Int32($0) } ?? Factor.missingCode
      }, levels: levels.map(\.rawValue))
  }

  private static func days(_ days: [Day?]) -> Column {
    .day(Values(days.map { $0 ?? Day(daysSinceEpoch: 0) }, missing: days.map { $0 == nil }))
  }

  /// Whole numbers, numbers or categories, whichever every cell can be read as.
  private static func attribute(_ factor: Factor) -> Column {
    let missing = factor.codes.map { $0 < 0 }
    let whole = factor.levels.map { Int($0) }
    if whole.allSatisfy({ $0 != nil }) {
      return .integer(
        Values(factor.codes.map { $0 < 0 ? 0 : whole[Int($0)] ?? 0 }, missing: missing))
    }
    let numbers = factor.levels.map { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
    if numbers.allSatisfy({ $0 != nil }) {
      return .real(
        Values(factor.codes.map { $0 < 0 ? 0 : numbers[Int($0)] ?? 0 }, missing: missing))
    }
    return .factor(factor)
  }
}
