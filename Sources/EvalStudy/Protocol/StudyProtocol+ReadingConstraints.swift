internal import EvalStats

/// What a group `matching` says beside covariates, exact keys and the score.
struct MatchingConstraints {
  let within: [CovariateCaliper]
  let antiExact: [String]
  let excludedControls: [ControlExclusion]
  let order: StudyProtocol.ControlOrder

  init(
    _ section: ProtocolSection?, exact: [StudyProtocol.ExactKey], calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    within = try Self.calipers(section?["within"], calendar: calendar)
    antiExact = try Self.antiExact(section, exact: exact)
    excludedControls = try Self.excludedControls(section, exact: exact)
    order = try Self.order(section)
  }

  /// `{age: 5, imd_decile: 2}`, or a list of such pairs and of `{prior_use: …, days: …, by: …}`.
  private static func calipers(
    _ value: ProtocolValue?, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) -> [CovariateCaliper] {
    guard let value else { return [] }
    var calipers: [CovariateCaliper] = []
    func add(_ caliper: CovariateCaliper, at value: ProtocolValue) throws(ProtocolError) {
      guard !calipers.contains(where: { $0.covariate == caliper.covariate }) else {
        throw value.wrong("each covariate once")
      }
      calipers.append(caliper)
    }
    if value.isGroup {
      for caliper in try byName(value) { try add(caliper, at: value) }
      return calipers
    }
    for item in try value.items("a group such as {age: 5}, or a list") {
      let keys = try ProtocolSection(item, keys: nil)
      if keys["by"] == nil {
        for caliper in try byName(item) { try add(caliper, at: item) }
        continue
      }
      let covariate = try Covariate(item, beside: ["by"])
      try covariate.refuseUnseen(at: item, calendar: calendar)
      let width = try keys.required("by", "the largest difference")
        .number(in: 0...1e9, "0 or a number above it")
      try add(CovariateCaliper(covariate, width: width), at: item)
    }
    return calipers
  }

  /// Age, the risk score, or columns of the register, each with its largest difference.
  private static func byName(_ value: ProtocolValue) throws(ProtocolError) -> [CovariateCaliper] {
    let section = try ProtocolSection(value, keys: nil)
    var calipers: [CovariateCaliper] = []
    for name in section.order {
      guard let content = section[name] else { continue }
      if name == "sex" {
        throw section.contradiction(name, "sex has no distance; put it under 'exact'")
      }
      let covariate: Covariate =
        switch name {
        case "age": .age
        case "risk_score": .measurement(name)
        default: .attribute(name)
        }
      calipers.append(
        CovariateCaliper(
          covariate, width: try content.number(in: 0...1e9, "0 or a number above it")))
    }
    guard !calipers.isEmpty else { throw value.wrong("at least one covariate") }
    return calipers
  }

  private static func antiExact(
    _ section: ProtocolSection?, exact: [StudyProtocol.ExactKey]
  ) throws(ProtocolError) -> [String] {
    guard let section, let value = section["anti_exact"] else { return [] }
    var names: [String] = []
    for item in try value.items("a list of {attribute: column}") {
      let name = try item.section(keys: ["attribute"])
        .required("attribute", "a column of the register").text("a column of the register")
      guard !names.contains(name) else { throw item.wrong("each column once") }
      guard !exact.contains(.attribute(name)) else {
        throw section.contradiction(
          "anti_exact",
          "'\(name)' is under 'exact' too, so that controls would have to share it and to differ in "
            + "it; take it out of one of them")
      }
      names.append(name)
    }
    return names
  }

  /// `{practice: [A1, A2]}` or `{practice: pilot}`.
  private static func excludedControls(
    _ section: ProtocolSection?, exact: [StudyProtocol.ExactKey]
  ) throws(ProtocolError) -> [ControlExclusion] {
    guard let section, let value = section["exclude_controls"] else { return [] }
    let columns = try ProtocolSection(value, keys: nil)
    var rules: [ControlExclusion] = []
    for name in columns.order {
      guard let content = columns[name] else { continue }
      if content.isScalar, try content.text() == "pilot" {
        guard !exact.contains(.attribute(name)) else {
          throw section.contradiction(
            "exclude_controls",
            "'\(name)' is under 'exact', so that every control would share it with somebody treated; "
              + "take it out of one of them")
        }
        rules.append(ControlExclusion(attribute: name, values: .ofTreated))
        continue
      }
      var values: [String] = []
      for item in try content.items("a list of values, or pilot") { values.append(try item.text()) }
      guard !values.isEmpty else { throw content.wrong("at least one value, or pilot") }
      rules.append(ControlExclusion(attribute: name, values: .listed(values)))
    }
    guard !rules.isEmpty else { throw value.wrong("at least one column") }
    return rules
  }

  private static func order(
    _ section: ProtocolSection?
  ) throws(ProtocolError) -> StudyProtocol.ControlOrder {
    let isScored: Bool =
      try section?["score"]?.choice([("logit", true), ("none", false)]) ?? true
    guard let section, let order = section["order"] else { return isScored ? .score : .nearest }
    guard !isScored else {
      throw section.contradiction(
        "order", "the score decides who is nearest; set 'score: none' or take this out")
    }
    return try order.choice([("nearest", .nearest), ("random", .random)])
  }
}

extension Covariate {
  /// Refuses use in a window that begins before the records of its setting.
  func refuseUnseen(
    at value: ProtocolValue, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    guard case .priorUse(let setting, let window) = self else { return }
    try calendar.refuseUnseen(setting, window, at: value)
  }
}

extension StudyProtocol.Calendar {
  /// Refuses a window that begins before the records of its setting.
  func refuseUnseen(
    _ setting: Setting, _ window: Window, at value: ProtocolValue
  ) throws(ProtocolError) {
    guard !canSee(setting, window) else { return }
    throw .contradiction(
      value.place,
      problem:
        "\(window) before the first index date \(index.lowerBound) begin before "
        + "the coverage of '\(setting.rawValue)' (\(coverage(of: setting).lowerBound)); "
        + "shorten them")
  }
}
