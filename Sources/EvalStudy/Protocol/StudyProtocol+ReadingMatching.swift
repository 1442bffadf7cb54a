internal import EvalStats

extension StudyProtocol.MatchingPlan {
  init(
    _ value: ProtocolValue?, selection: StudyProtocol.SelectionMechanism,
    outcomes: [StudyProtocol.OutcomePlan], calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    let section = try value?.section(keys: [
      "covariates", "exact", "age_bands", "caliper", "ratio", "minimum_controls", "replacement",
      "maximum_reuse", "later_treated", "missing", "within", "anti_exact", "exclude_controls",
      "score", "order",
    ])
    covariates = try Self.covariates(
      section?["covariates"], selection: selection, outcomes: outcomes, calendar: calendar)
    exact = try Self.exactKeys(section)
    let constraints = try MatchingConstraints(section, exact: exact, calendar: calendar)
    within = constraints.within
    antiExact = constraints.antiExact
    excludedControls = constraints.excludedControls
    order = constraints.order
    caliper = try Self.caliper(section, isScored: constraints.order == .score)
    let ratio = try section?["ratio"]?.whole(in: 1...50, "a whole number from 1 to 50") ?? 3
    let minimum =
      try section?["minimum_controls"]?.whole(in: 1...50, "a whole number from 1 to 50") ?? 1
    if minimum > ratio, let section {
      throw section.contradiction(
        "minimum_controls",
        "at least \(minimum) controls are asked for but at most \(ratio) are sought; "
          + "raise 'ratio' or lower this")
    }
    self.ratio = ratio
    minimumControls = minimum
    let replaces = try section?["replacement"]?.truth() ?? false
    let reuse = try section?["maximum_reuse"]?.whole(in: 1...1000, "a whole number from 1 to 1000")
    if !replaces, let section, let reuse, reuse > 1 {
      throw section.contradiction(
        "maximum_reuse",
        "a control may serve \(reuse) times but 'replacement' is not true; set it or take this out")
    }
    maximumReuse = replaces ? reuse ?? 5 : 1
    laterTreated =
      try section?["later_treated"]?.choice(
        StudyProtocol.LaterTreatedPolicy.allCases.map { ($0.rawValue, $0) }) ?? .exclude
    missing =
      try section?["missing"]?.choice(MissingRule.allCases.map { ($0.rawValue, $0) })
      ?? .error
  }

  /// A number of standard deviations or `none`; 0.2 by default, none without a score.
  private static func caliper(
    _ section: ProtocolSection?, isScored: Bool
  ) throws(ProtocolError) -> Double? {
    guard let section, let value = section["caliper"] else { return isScored ? 0.2 : nil }
    let expected = "a number of standard deviations above 0 and up to 10, or none"
    if try value.text(expected) == "none" { return nil }
    guard isScored else {
      throw section.contradiction(
        "caliper",
        "there is no score to hold a caliper to; name covariates under 'within' or take this out")
    }
    return try value.number(in: 1e-6...10, expected)
  }

  /// Age, sex and the use of each outcome's setting: the last year, or the year before it where
  /// people were selected by judgement.
  private static func defaultCovariates(
    selection: StudyProtocol.SelectionMechanism, outcomes: [StudyProtocol.OutcomePlan],
    calendar: StudyProtocol.Calendar
  ) -> [Covariate] {
    let window =
      selection == .clinicalJudgement
      ? Covariate.earlierYear : Covariate.lastYear
    return [.age, .sex]
      + outcomes.map(\.setting).filter { calendar.canSee($0, window) }.map { .priorUse($0, window) }
  }

  private static func covariates(
    _ value: ProtocolValue?, selection: StudyProtocol.SelectionMechanism,
    outcomes: [StudyProtocol.OutcomePlan], calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) -> [Covariate] {
    guard let value else {
      return defaultCovariates(selection: selection, outcomes: outcomes, calendar: calendar)
    }
    var covariates: [Covariate] = []
    for item in try value.items("a list of age, sex, attributes and prior use") {
      let covariate = try Covariate(item)
      guard !covariates.contains(covariate) else { throw item.wrong("each covariate once") }
      try covariate.refuseUnseen(at: item, calendar: calendar)
      covariates.append(covariate)
    }
    guard !covariates.isEmpty else { throw value.wrong("at least one covariate") }
    return covariates
  }

  private static func exactKeys(
    _ section: ProtocolSection?
  ) throws(ProtocolError) -> [StudyProtocol.ExactKey] {
    var bands = defaultAgeBands
    if let value = section?["age_bands"] {
      let expected = "a rising list of ages"
      bands = []
      for item in try value.items(expected) {
        let age = try item.whole(in: 0...120, expected)
        guard bands.last.map({ $0 < age }) ?? true else { throw item.wrong(expected) }
        bands.append(age)
      }
    }
    guard let value = section?["exact"] else { return [.sex, .ageBand(bands)] }
    if value.isScalar, try value.text() == "none" { return [] }
    var keys: [StudyProtocol.ExactKey] = []
    for item in try value.items("a list of sex, age_band and attributes") {
      let key: StudyProtocol.ExactKey
      if item.isScalar {
        key = try item.choice([("sex", .sex), ("age_band", .ageBand(bands))])
      } else {
        key = .attribute(
          try item.section(keys: ["attribute"])
            .required("attribute", "a column of the register").text("a column of the register"))
      }
      guard !keys.contains(key) else { throw item.wrong("each key once") }
      keys.append(key)
    }
    return keys
  }
}

extension Covariate {
  /// Days −365…−1.
  static let lastYear = Window.before(months: 12)
  /// Days −730…−366.
  static let earlierYear = Window(firstDay: -730, lastDay: -366)

  /// `age`, `sex`, `{attribute: …}`, `{prior_use: …, days: …}`, `{days_since_last: …, cap: …}` or
  /// `{measurement: …}`.
  ///
  /// - Parameter others: keys of the same group that are somebody else's.
  init(_ value: ProtocolValue, beside others: [String] = []) throws(ProtocolError) {
    if value.isScalar {
      self = try value.choice([("age", .age), ("sex", .sex)])
      return
    }
    let details = [
      "prior_use": "days", "days_since_last": "cap", "use_slope": "months",
    ]
    let kinds = [
      "attribute", "prior_use", "days_since_last", "use_slope", "measurement", "diagnosis_score",
    ]
    let section = try value.section(keys: kinds + ["days", "cap", "months"] + others)
    let named = kinds.filter { section[$0] != nil }
    guard named.count == 1, let kind = named.first, let content = section[kind] else {
      throw value.wrong("one of \(kinds.joined(separator: ", ")) in each covariate")
    }
    let allowed =
      [kind] + others + (details[kind].map { [$0] } ?? [])
    if let extra = section.order.first(where: { !allowed.contains($0) }) {
      throw section.contradiction(extra, "'\(extra)' does not go with '\(kind)'; take it out")
    }
    switch kind {
    case "attribute": self = .attribute(try content.text("a column of the register"))
    case "measurement": self = .measurement(try content.choice([("risk_score", "risk_score")]))
    case "diagnosis_score":
      self = .diagnosisScore(
        try content.choice(DiagnosisScore.allCases.map { ($0.rawValue, $0) }))
    case "use_slope":
      self = .useSlope(
        try content.setting(),
        months: try section["months"]?.whole(in: 2...60, "whole months from 2 to 60") ?? 12)
    case "days_since_last":
      self = .daysSinceLast(
        try content.setting(),
        cap: try section["cap"]?.whole(in: 1...3660, "days from 1 to 3660") ?? 365)
    default:
      self = .priorUse(
        try content.setting(),
        try Self.window(section.required("days", "days before the index")))
    }
  }

  /// `90` for days −90…−1, or `[-730, -366]`.
  static func window(_ value: ProtocolValue) throws(ProtocolError) -> Window {
    let expected = "days before the index date: 90, or [-730, -366]"
    if value.isScalar {
      return Window(firstDay: -(try value.whole(in: 1...3660, expected)), lastDay: -1)
    }
    let ends = try value.items(expected)
    guard ends.count == 2 else { throw value.wrong(expected) }
    let first = try ends[0].whole(in: -3660 ... -1, expected)
    let last = try ends[1].whole(in: -3660 ... -1, expected)
    guard first <= last else { throw value.wrong(expected) }
    return Window(firstDay: first, lastDay: last)
  }
}

extension StudyProtocol.Calendar {
  /// Whether a stretch before even the first index date lies within the setting's coverage.
  func canSee(_ setting: Setting, _ window: Window) -> Bool {
    index.lowerBound.advanced(by: window.firstDay) >= coverage(of: setting).lowerBound
  }
}
