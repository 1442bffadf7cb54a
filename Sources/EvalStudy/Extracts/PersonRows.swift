internal import EvalStats

/// Reads the rows of the register.
struct PersonRows: ExtractRowReader {
  /// The further columns that are kept.
  let attributes: [String]
  private let attributePositions: [Int?]
  private let identifiers: ExtractField<Void>
  private let births: ExtractField<Day>
  private var sexes: ExtractField<Sex>
  private let joined: ExtractField<Day>
  private let left: ExtractField<Day>
  private let deaths: ExtractField<Day>

  /// Recorded sex.
  enum Sex: String, Sendable, CaseIterable {
    case female = "F"
    case male = "M"
  }

  /// Columns, a row a person.
  struct Part: Sendable {
    var lines: [Int] = []
    var identifiers = IdentifierColumn()
    var births: [Day] = []
    var sexes: [Sex?] = []
    var registeredFrom: [Day?] = []
    var registeredTo: [Day?] = []
    var deaths: [Day?] = []
    var attributes: [LevelColumn]
    /// Attributes that are dates, by name; their column in `attributes` is empty.
    var dates: [String: [Day?]]

    mutating func append(_ other: Part) {
      lines += other.lines
      identifiers.append(other.identifiers)
      births += other.births
      sexes += other.sexes
      registeredFrom += other.registeredFrom
      registeredTo += other.registeredTo
      deaths += other.deaths
      for place in attributes.indices { attributes[place].append(other.attributes[place]) }
      for (name, days) in other.dates { dates[name, default: []] += days }
    }
  }

  private let needsRegistration: Bool

  private let dated: [ExtractField<Day>]

  init(
    _ columns: ExtractColumns, needsRegistration: Bool, attributes: [String],
    dateAttributes: [String]
  ) {
    dated = attributes.filter(dateAttributes.contains).map { columns.days($0) }
    self.needsRegistration = needsRegistration
    self.attributes = attributes
    attributePositions = attributes.map { name in
      dateAttributes.contains(name) ? nil : columns.positions(of: [name]).first
    }
    identifiers = columns.field("person_id", expected: "text") { _ in () }
    births = columns.days("birth_date")
    let lookup = CodeLookup<Sex>([
      ("F", .female), ("M", .male), ("1", .male), ("2", .female), ("FEMALE", .female),
      ("MALE", .male),
    ])
    sexes = columns.field("sex", expected: "F, M (or 2, 1) or an empty cell") { lookup[$0] }
    // Not known and not specified.
    sexes.emptyTexts = ["0", "9"].map { Array($0.utf8) }
    joined = columns.days("registered_from")
    left = columns.days("registered_to")
    deaths = columns.days("death_date")
  }

  func emptyPart() -> Part {
    Part(
      attributes: attributes.map { _ in LevelColumn() },
      dates: Dictionary(uniqueKeysWithValues: dated.map { ($0.name, []) }))
  }

  func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem) {
    try identifiers.required(row)
    let birth = try births.required(row)
    let sex = try sexes.optional(row)
    let from = needsRegistration ? try joined.required(row) : try joined.optional(row)
    let to = try left.optional(row)
    if let to, let from, to < from {
      throw .fault(.endsBeforeStart(what: "a registration"), column: "registered_to")
    }
    let death = try deaths.optional(row)
    if let death, death < birth { throw .fault(.deathBeforeBirth, column: "death_date") }
    var days: [(name: String, day: Day?)] = []
    for column in dated { days.append((column.name, try column.optional(row))) }
    for (name, day) in days { part.dates[name, default: []].append(day) }
    part.lines.append(row.line)
    if let position = identifiers.position { part.identifiers.append(row, position) }
    part.births.append(birth)
    part.sexes.append(sex)
    part.registeredFrom.append(from)
    part.registeredTo.append(to)
    part.deaths.append(death)
    for place in attributePositions.indices {
      part.attributes[place].append(row, attributePositions[place])
    }
  }
}
