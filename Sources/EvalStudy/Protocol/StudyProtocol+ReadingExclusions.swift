internal import EvalStats

extension Exclusion {
  private static let kinds = [
    "age_below", "age_above", "sex", "attribute", "date", "prior_use", "registered_below_months",
    "dies_within_days",
  ]

  /// What goes with each kind of rule, beside `arm` and `label`.
  private static let companions = [
    "attribute": ["in", "not_in", "missing"], "date": ["before_index", "days_before", "never"],
    "prior_use": ["days"], "dies_within_days": ["allow_future"],
  ]

  /// The rules of a study, in the order they are asked.
  static func list(
    _ value: ProtocolValue?, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) -> [Exclusion] {
    guard let value else { return [] }
    var exclusions: [Exclusion] = []
    for item in try value.items("a list of rules such as {age_below: 18}") {
      let exclusion = try Exclusion(item, calendar: calendar)
      guard !exclusions.contains(exclusion) else { throw item.wrong("each rule once") }
      exclusions.append(exclusion)
    }
    return exclusions
  }

  private init(
    _ value: ProtocolValue, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    let section = try value.section(
      keys: Self.kinds + Self.companions.values.flatMap { $0 }.sorted() + ["arm", "label"])
    let named = Self.kinds.filter { section[$0] != nil }
    guard named.count == 1, let kind = named.first, let content = section[kind] else {
      throw value.wrong("one of \(Self.kinds.joined(separator: ", ")) in each rule")
    }
    let allowed = [kind, "arm", "label"] + (Self.companions[kind] ?? [])
    if let extra = section.order.first(where: { !allowed.contains($0) }) {
      throw section.contradiction(extra, "'\(extra)' does not go with '\(kind)'; take it out")
    }
    let arms =
      try section["arm"]?.choice(Arms.allCases.map { ($0.rawValue, $0) }) ?? .both
    var words: String?
    let rule: Rule
    switch kind {
    case "age_below", "age_above":
      let years = try content.number(in: 0...150, "an age in years from 0 to 150")
      rule = kind == "age_below" ? .ageBelow(years) : .ageAbove(years)
    case "sex":
      rule = try content.choice([("missing", .sexMissing)])
    case "attribute":
      rule = .attribute(
        try content.text("a column of the register"), try Self.attributeTest(section, at: value))
    case "date":
      rule = .date(try Self.dateColumn(content), try Self.dateTest(section, at: value))
    case "prior_use":
      let setting = try content.setting()
      let window = try Covariate.window(section.required("days", "days before the index"))
      try calendar.refuseUnseen(setting, window, at: value)
      words = "\(setting.label) in \(window)"
      rule = .use(setting, window)
    case "registered_below_months":
      rule = .registeredLess(
        thanDays: Window.days(
          inMonths: try content.whole(in: 1...600, "whole months from 1 to 600")))
    default:
      let allows = try section["allow_future"]?.truth() ?? false
      guard allows else {
        throw section.contradiction(
          kind,
          "the rule asks what happened after the index date, which would choose people by their "
            + "future; take it out, or set 'allow_future: true' and say so beside every result")
      }
      rule = .diesWithin(
        days: try content.whole(in: 0...3660, "days from 0 to 3660"), allowsFuture: true)
    }
    self.init(rule, arms: arms, label: try section["label"]?.text("words") ?? words)
  }

  /// `in`, `not_in` or `missing: true`, or one of the lists and missing values too.
  private static func attributeTest(
    _ section: ProtocolSection, at value: ProtocolValue
  ) throws(ProtocolError) -> AttributeTest {
    let orMissing = try section["missing"]?.truth() ?? false
    func list(_ value: ProtocolValue) throws(ProtocolError) -> [String] {
      var values: [String] = []
      for item in try value.items("a list of values") { values.append(try item.text()) }
      guard !values.isEmpty else { throw value.wrong("at least one value") }
      return values
    }
    switch (section["in"], section["not_in"]) {
    case (let values?, nil): return .listed(try list(values), orMissing: orMissing)
    case (nil, let values?): return .notListed(try list(values), orMissing: orMissing)
    case (nil, nil) where orMissing: return .missing
    default: throw value.wrong("'in', 'not_in' or 'missing: true' with the attribute")
    }
  }

  private static func dateColumn(_ value: ProtocolValue) throws(ProtocolError) -> DateColumn {
    let name = try value.text("a column of dates")
    if name == "death_date" { return .death }
    guard !PersonsExtract.own.contains(name) else {
      throw value.wrong("a column of dates that the risk sets do not ask about themselves")
    }
    return .attribute(name)
  }

  private static func dateTest(
    _ section: ProtocolSection, at value: ProtocolValue
  ) throws(ProtocolError) -> DateTest {
    let before = try section["before_index"]?.truth() ?? false
    let never = try section["never"]?.truth() ?? false
    let days = try section["days_before"]?.whole(in: 1...36600, "days from 1 to 36600")
    switch (before, days, never) {
    case (true, nil, false): return .before
    case (false, let days?, false): return .withinDaysBefore(days)
    case (false, nil, true): return .neverBefore
    default:
      throw value.wrong("'before_index: true', 'days_before' or 'never: true' with the date")
    }
  }
}

extension StudyProtocol {
  /// The columns of the register that exclusions and rules about pairs name, dates among them.
  var constraintAttributes: [String] {
    let ruled = exclusions.compactMap { exclusion -> String? in
      if case .attribute(let name, _) = exclusion.rule { name } else { nil }
    }
    let held = matching.within.compactMap { caliper -> String? in
      if case .attribute(let name) = caliper.covariate { name } else { nil }
    }
    return ruled + dateAttributes + held + matching.antiExact
      + matching.excludedControls.map(\.attribute)
  }

  /// The columns of the register that are read as dates.
  var dateAttributes: [String] {
    exclusions.compactMap { exclusion in
      if case .date(.attribute(let name), _) = exclusion.rule { name } else { nil }
    }
  }
}
