/// One rule that keeps people out, ready to be asked of any person on any date.
///
/// Names are looked up and values compared once, so that asking is a comparison of days.
struct ExclusionReader: Sendable {
  /// The rule in words.
  let label: String
  private let test: Test

  private enum Test: Sendable {
    /// The same on every date.
    case always([Bool])
    case ageBelow(births: [Day], Double)
    case ageAbove(births: [Day], Double)
    case dateBefore([Day?])
    case dateWithin([Day?], days: Int)
    case noDateBefore([Day?])
    case use(CovariateReader)
    case registeredLess([Day], days: Int)
    case diesWithin([Day?], days: Int)
  }

  /// A rule about people that is the same on every date.
  init(label: String, excluded: [Bool]) {
    self.label = label
    test = .always(excluded)
  }

  /// Finds what a rule reads.
  ///
  /// - Throws: `ExclusionError`: a column or setting that is not there, a column of another kind, a
  ///   number outside its range, or a rule that reads the future without leave.
  /// - Complexity: O(*people*)
  init(
    _ exclusion: Exclusion, register: PersonRegister, history: ActivityHistory
  ) throws(ExclusionError) {
    label = exclusion.label
    try exclusion.check()
    switch exclusion.rule {
    case .ageBelow(let years): test = .ageBelow(births: register.births, years)
    case .ageAbove(let years): test = .ageAbove(births: register.births, years)
    case .sexMissing: test = .always(register.sexes.codes.map { $0 < 0 })
    case .attribute(let name, let values):
      test = .always(try ExclusionReader.flags(name, values, register))
    case .date(let column, let rule):
      let days = try ExclusionReader.days(column, register)
      switch rule {
      case .before: test = .dateBefore(days)
      case .withinDaysBefore(let count): test = .dateWithin(days, days: count)
      case .neverBefore: test = .noDateBefore(days)
      }
    case .use(let setting, let window):
      do {
        test = .use(
          try CovariateReader(.priorUse(setting, window), register: register, history: history))
      } catch {
        throw .records(error)
      }
    case .registeredLess(let days): test = .registeredLess(register.registeredFrom, days: days)
    case .diesWithin(let days, _): test = .diesWithin(register.deaths, days: days)
    }
  }

  /// Whether the rule keeps a person out on a date.
  ///
  /// - Complexity: O(log *events of the person*)
  func excludes(_ person: Int, on date: Day) -> Bool {
    switch test {
    case .always(let flags): flags[person]
    case .ageBelow(let births, let years): Age.years(from: births[person], to: date) < years
    case .ageAbove(let births, let years): Age.years(from: births[person], to: date) > years
    case .dateBefore(let days): days[person].map { $0 < date } ?? false
    case .dateWithin(let days, let count):
      days[person].map { $0 < date && $0.distance(to: date) <= count } ?? false
    case .noDateBefore(let days): !(days[person].map { $0 < date } ?? false)
    // Money paid back is use too, so any sum but 0 is.
    case .use(let reader): reader.value(of: person, on: date) != 0
    case .registeredLess(let joined, let days): joined[person].distance(to: date) < days
    case .diesWithin(let deaths, let days):
      deaths[person].map { $0 >= date && date.distance(to: $0) <= days } ?? false
    }
  }

  /// Whether the answer is the same on every date.
  var isConstant: Bool { if case .always = test { true } else { false } }

  private static func days(
    _ column: Exclusion.DateColumn, _ register: PersonRegister
  ) throws(ExclusionError) -> [Day?] {
    switch column {
    case .death: return register.deaths
    case .attribute(let name):
      let found = try ExclusionReader.column(name, register)
      guard case .day(let values) = found else { throw .notADate(name, found: found.kindName) }
      return values.elements.indices.map { values[$0] }
    }
  }

  private static func column(
    _ name: String, _ register: PersonRegister
  ) throws(ExclusionError) -> Column {
    do {
      return try register.attributes.column(name)
    } catch {
      throw .records(
        .unknownAttribute(name, nearest: NearestNames.of(name, among: register.attributes.names)))
    }
  }

  /// Whom a test of an attribute keeps out.
  private static func flags(
    _ name: String, _ test: Exclusion.AttributeTest, _ register: PersonRegister
  ) throws(ExclusionError) -> [Bool] {
    let column = try ExclusionReader.column(name, register)
    let missing = (0..<column.count).map { column.isMissing($0) }
    switch test {
    case .missing: return missing
    case .listed(let values, let orMissing):
      let isListed = try ListedValues(values, of: column, named: name)
      return missing.indices.map { missing[$0] ? orMissing : isListed.contain(row: $0) }
    case .notListed(let values, let orMissing):
      let isListed = try ListedValues(values, of: column, named: name)
      return missing.indices.map { missing[$0] ? orMissing : !isListed.contain(row: $0) }
    }
  }
}

extension Exclusion {
  /// Refuses numbers that mean nothing, and the future where it is not allowed.
  func check() throws(ExclusionError) {
    func require(
      _ holds: Bool, _ found: String, _ expected: String
    ) throws(ExclusionError) {
      if !holds { throw .invalidSetting(rule: label, found: found, expected: expected) }
    }
    switch rule {
    case .ageBelow(let years), .ageAbove(let years):
      try require(years.isFinite && years >= 0, "\(years)", "an age in years")
    case .date(_, .withinDaysBefore(let days)):
      try require(days >= 1, "\(days) days", "1 day or more")
    case .registeredLess(let days):
      try require(days >= 1, "\(days) days", "1 day or more")
    case .use(_, let window):
      if window.lastDay >= 0 { throw .futureInformation(rule: label) }
    case .diesWithin(let days, let allowsFuture):
      try require(days >= 0, "\(days) days", "0 days or more")
      if !allowsFuture { throw .futureInformation(rule: label) }
    case .attribute(_, .listed(let values, _)), .attribute(_, .notListed(let values, _)):
      try require(!values.isEmpty, "an empty list", "at least one value")
    case .sexMissing, .attribute(_, .missing), .date(_, .before), .date(_, .neverBefore): break
    }
  }
}
