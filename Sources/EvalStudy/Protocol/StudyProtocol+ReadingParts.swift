internal import EvalStats

extension StudyProtocol.Calendar {
  init(_ value: ProtocolValue) throws(ProtocolError) {
    let section = try value.section(keys: [
      "coverage", "coverage_of", "index", "look_back_months", "follow_up_months",
    ])
    let days = "a group with the keys from, to"
    coverage = try Self.range(section.required("coverage", days))
    index = try Self.range(section.required("index", days))
    guard coverage.lowerBound <= index.lowerBound, index.upperBound <= coverage.upperBound else {
      throw section.contradiction(
        "index",
        "the index dates \(index.lowerBound) to \(index.upperBound) lie outside the coverage "
          + "\(coverage.lowerBound) to \(coverage.upperBound); correct one of them")
    }
    var settingCoverage: [Setting: ClosedRange<Day>] = [:]
    if let value = section["coverage_of"] {
      let parts = try value.section(keys: Setting.allCases.map(\.rawValue))
      for name in parts.order {
        guard let setting = Setting(rawValue: name), let value = parts[name] else { continue }
        let range = try Self.range(value)
        guard coverage.lowerBound <= range.lowerBound, range.upperBound <= coverage.upperBound
        else {
          throw parts.contradiction(
            name, "the days lie outside the coverage of the study; correct one of them")
        }
        settingCoverage[setting] = range
      }
    }
    self.settingCoverage = settingCoverage
    lookBackMonths =
      try section["look_back_months"]?.whole(in: 0...120, "whole months from 0 to 120") ?? 12
    followUpMonths =
      try section["follow_up_months"]?.whole(in: 1...120, "whole months from 1 to 120") ?? 12
    let firstNeeded = index.lowerBound.advanced(by: -Window.days(inMonths: lookBackMonths))
    guard firstNeeded >= coverage.lowerBound else {
      throw section.contradiction(
        section["look_back_months"] == nil ? "index" : "look_back_months",
        "a look-back of \(lookBackMonths) months from \(index.lowerBound) begins on "
          + "\(firstNeeded), before the coverage; shorten it or begin the index dates later")
    }
  }

  /// `{from: …, to: …}`
  private static func range(_ value: ProtocolValue) throws(ProtocolError) -> ClosedRange<Day> {
    let section = try value.section(keys: ["from", "to"])
    let from = try section.required("from", "the first day").day()
    let to = try section.required("to", "the last day").day()
    guard from <= to else {
      throw section.contradiction("to", "the last day \(to) is before the first day \(from)")
    }
    return from...to
  }

  /// The days on which records of a setting are complete.
  func coverage(of setting: Setting) -> ClosedRange<Day> { settingCoverage[setting] ?? coverage }
}

extension StudyProtocol.OutcomePlan {
  /// A list of settings, or `none` for a study that is a match alone.
  static func list(_ top: ProtocolSection) throws(ProtocolError) -> [Self] {
    let months = "a list of whole months from 1 to 60"
    func windows(_ value: ProtocolValue) throws(ProtocolError) -> [Int] {
      var found: [Int] = []
      for item in try value.items(months) {
        let window = try item.whole(in: 1...60, months)
        guard !found.contains(window) else { throw item.wrong("each window once") }
        found.append(window)
      }
      guard !found.isEmpty else { throw value.wrong(months) }
      return found.sorted()
    }
    let common = try top["windows"].map { value throws(ProtocolError) in try windows(value) }
    let list = try top.required("outcomes", "a list of settings")
    if list.isScalar, try list.text("a list of settings, or none") == "none" { return [] }
    var outcomes: [Self] = []
    for item in try list.items("a list of settings, or none") {
      let outcome: Self
      if item.isScalar {
        let setting = try item.setting()
        outcome = Self(setting: setting, label: setting.label, windowMonths: common ?? [6, 12])
      } else {
        let section = try item.section(keys: ["setting", "label", "windows"])
        let setting = try section.required("setting", "what is counted").setting()
        let own = try section["windows"].map { value throws(ProtocolError) in try windows(value) }
        outcome = Self(
          setting: setting, label: try section["label"]?.text() ?? setting.label,
          windowMonths: own ?? common ?? [6, 12])
      }
      guard !outcomes.contains(where: { $0.setting == outcome.setting }) else {
        throw item.wrong("each setting once")
      }
      outcomes.append(outcome)
    }
    guard !outcomes.isEmpty else {
      throw list.wrong("at least one setting, or none for a match alone")
    }
    return outcomes
  }
}

extension StudyProtocol.PrimaryOutcome {
  init?(
    _ value: ProtocolValue?, among outcomes: [StudyProtocol.OutcomePlan]
  ) throws(ProtocolError) {
    guard let value else { return nil }
    let section = try value.section(keys: ["setting", "window"])
    let setting = try section.required("setting", "the primary outcome").setting()
    guard let outcome = outcomes.first(where: { $0.setting == setting }) else {
      throw section.contradiction(
        "setting", "'\(setting.rawValue)' is not among the outcomes; add it there")
    }
    let window = try section.required("window", "the months before and after")
      .whole(in: 1...60, "whole months from 1 to 60")
    guard outcome.windowMonths.contains(window) else {
      throw section.contradiction(
        "window", "\(window) months is not among the windows of '\(setting.rawValue)'; add it there"
      )
    }
    self.init(setting: setting, windowMonths: window)
  }
}

extension StudyProtocol.CostPlan {
  init(_ value: ProtocolValue, defaultWindow: Int) throws(ProtocolError) {
    let section = try value.section(keys: ["unit_costs", "price_year", "payers", "window"])
    file = try section.required("unit_costs", "the file of unit costs").text("a file")
    priceYear = try section.required("price_year", "a financial year such as 2016/17")
      .text("a financial year such as 2016/17")
    windowMonths =
      try section["window"]?.whole(in: 1...60, "whole months from 1 to 60") ?? defaultWindow
    var payers: [Setting: String] = [:]
    for setting in Setting.allCases {
      payers[setting] = setting == .adultSocialCare ? "council" : "ICB"
    }
    if let value = section["payers"] {
      let names = try value.section(keys: Setting.allCases.map(\.rawValue))
      for name in names.order {
        guard let setting = Setting(rawValue: name) else { continue }
        payers[setting] = try names[name]?.text("the payer")
      }
    }
    self.payers = payers
  }
}
