internal import EvalStats
internal import Foundation

/// The register of people, read from its extract.
struct PersonsExtract {
  let people: People
  let account: RowAccount

  /// What is known of each person, in ascending order of identifier, so that nothing depends on the
  /// order of the rows.
  struct People {
    var identifiers: [String] = []
    var births: [Day] = []
    var sexes: [String?] = []
    var registeredFrom: [Day] = []
    var registeredTo: [Day?] = []
    var deaths: [Day?] = []
    var attributes: [(name: String, column: Column)] = []
  }

  static let required = ["person_id", "birth_date", "sex", "registered_from"]
  static let dates = ["registered_to", "death_date"]
  static let standardAttributes = ["practice", "network", "imd_decile", "long_term_conditions"]

  /// Reads the extract.
  ///
  /// - Parameters:
  ///   - attributes: the attributes the plan names; they must be there.
  ///   - dateAttributes: those of them that are dates.
  init(
    _ source: StudyProtocol.Source, attributes: [String], dateAttributes: [String], folder: URL,
    policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let named = attributes.filter { !Self.required.contains($0) && !Self.dates.contains($0) }
    let table = try ExtractTable(
      .persons, source, folder: folder, required: Self.required + Self.dates + named,
      optional: Self.standardAttributes.filter { !named.contains($0) }, policy: policy)
    let allAttributes = (Self.standardAttributes + named.sorted()).reduce(into: [String]()) {
      if table.has($1) && !$0.contains($1) { $0.append($1) }
    }
    try self.init(
      table, attributes: allAttributes, dateAttributes: dateAttributes, policy: policy)
  }

  init(
    _ table: ExtractTable, attributes: [String], dateAttributes: [String],
    policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    var account = RowAccount(of: table, policy: policy)
    let identifiers = table.text("person_id")
    let births = table.days("birth_date")
    let sexes = table.column("sex", expected: "F, M or an empty cell") {
      ["F", "M"].contains($0) ? $0 : nil
    }
    let joined = table.days("registered_from")
    let left = table.days("registered_to")
    let deaths = table.days("death_date")
    let dated = attributes.filter(dateAttributes.contains).map { ($0, table.days($0)) }
    var rowOfLevel: [Int?] = Array(repeating: nil, count: identifiers.levels.count)
    for row in 0..<table.rowCount {
      let level = try account.take(row: row, of: table) { () throws(RowProblem) -> Int in
        _ = try identifiers.required(row)
        let level = Int(identifiers.codes[row])
        if let first = rowOfLevel[level] {
          throw .fault(.duplicatePerson(firstLine: table.line(of: first)), column: "person_id")
        }
        let birth = try births.required(row)
        _ = try sexes.optional(row)
        let from = try joined.required(row)
        if let to = try left.optional(row), to < from {
          throw .fault(.endsBeforeStart(what: "a registration"), column: "registered_to")
        }
        if let death = try deaths.optional(row), death < birth {
          throw .fault(.deathBeforeBirth, column: "death_date")
        }
        for (_, column) in dated { _ = try column.optional(row) }
        return level
      }
      if let level { rowOfLevel[level] = row }
    }
    let rows = rowOfLevel.compactMap { $0 }
    guard !rows.isEmpty else {
      throw .empty(ExtractPlace(file: table.fileName, line: nil, column: nil))
    }
    var people = People()
    for row in rows {
      // Every cell of a kept row was read above, so nothing is lost to a fault here.
      guard let identifier = try? identifiers.required(row),
        let birth = try? births.required(row), let from = try? joined.required(row)
      else { continue }
      people.identifiers.append(identifier)
      people.births.append(birth)
      people.sexes.append((try? sexes.optional(row)) ?? nil)
      people.registeredFrom.append(from)
      people.registeredTo.append((try? left.optional(row)) ?? nil)
      people.deaths.append((try? deaths.optional(row)) ?? nil)
    }
    people.attributes = attributes.map { name in
      if let column = dated.first(where: { $0.0 == name })?.1 {
        return (name, Self.days(rows.map { (try? column.optional($0)) ?? nil }))
      }
      return (name, Self.attribute(table.factor(name), rows: rows))
    }
    self.people = people
    self.account = account
  }

  private static func days(_ days: [Day?]) -> Column {
    .day(Values(days.map { $0 ?? Day(daysSinceEpoch: 0) }, missing: days.map { $0 == nil }))
  }

  /// Whole numbers, numbers or categories, whichever every cell can be read as.
  private static func attribute(_ factor: Factor, rows: [Int]) -> Column {
    let codes = rows.map { factor.codes[$0] }
    let missing = codes.map { $0 < 0 }
    let whole = factor.levels.map { Int($0) }
    if whole.allSatisfy({ $0 != nil }) {
      return .integer(
        Values(codes.map { $0 < 0 ? 0 : whole[Int($0)] ?? 0 }, missing: missing))
    }
    let numbers = factor.levels.map { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
    if numbers.allSatisfy({ $0 != nil }) {
      return .real(Values(codes.map { $0 < 0 ? 0 : numbers[Int($0)] ?? 0 }, missing: missing))
    }
    return .factor(Factor(codes: codes, levels: factor.levels))
  }
}
