/// What the rules about a pair are checked by again: each covariate read once more from the records.
struct RiskSetPairCheck {
  private let design: RiskSetDesign
  private let register: PersonRegister
  private let calipers: [CovariateReader]
  private let antiExact: [CovariateReader]
  /// For each rule of `excludedControls`, the values of the treated in words.
  private let treatedValues: [Set<String>]

  init(of match: RiskSetMatch, _ register: PersonRegister, _ history: ActivityHistory) {
    design = match.design
    self.register = register
    calipers = design.within.compactMap {
      try? CovariateReader($0.covariate, register: register, history: history)
    }
    antiExact = design.antiExact.compactMap {
      try? CovariateReader($0, register: register, history: history)
    }
    precondition(
      calipers.count == design.within.count && antiExact.count == design.antiExact.count,
      "a covariate of a pair cannot be read again")
    treatedValues = design.excludedControls.map { rule in
      rule.values == .ofTreated
        ? Set(match.treated.persons.compactMap { register.words(rule.attribute, $0) }) : []
    }
  }

  /// Checks the calipers, the attributes that must differ and those whose people are no controls.
  func verify(_ control: Int, with treated: Int, on date: Day, _ place: String) {
    for (caliper, reader) in zip(design.within, calipers) {
      let own = reader.value(of: treated, on: date)
      let other = reader.value(of: control, on: date)
      // Far above what rounding does to two values, far below what a caliper is set to.
      let reach = caliper.width + 1e-9 * max(1, abs(own), abs(other))
      precondition(
        abs(own - other) <= reach || (own.isNaN && other.isNaN && design.missing == .indicator),
        "\(place) exceeds the caliper on '\(caliper.covariate.name)'")
    }
    for (covariate, reader) in zip(design.antiExact, antiExact) {
      let own = reader.value(of: treated, on: date)
      let other = reader.value(of: control, on: date)
      precondition(
        own < other || own > other, "\(place) agrees on '\(covariate.name)', where it must differ")
    }
    for (rule, values) in zip(design.excludedControls, treatedValues) {
      let isBarred =
        switch rule.values {
        case .listed(let values): register.isOne(of: values, rule.attribute, control) ?? false
        case .ofTreated: register.words(rule.attribute, control).map(values.contains) ?? false
        }
      precondition(!isBarred, "\(place) has a control kept out: \(rule.label)")
    }
  }
}

extension RiskSetMatch {
  /// Checks every rule that keeps people out, as it is worded.
  func verifyExclusions(
    of person: Int, _ arm: Arm, on date: Day, _ register: PersonRegister,
    _ history: ActivityHistory, _ place: String
  ) {
    for exclusion in design.exclusions where exclusion.arms.cover(arm) {
      let holds =
        switch exclusion.rule {
        case .ageBelow(let years): Age.years(from: register.births[person], to: date) < years
        case .ageAbove(let years): Age.years(from: register.births[person], to: date) > years
        case .sexMissing: register.sexes[person] == nil
        case .attribute(let name, let test): test.holds(of: person, name, register)
        case .date(let column, let test):
          test.holds(of: register.day(column, person), at: date)
        case .use(let setting, let window):
          history.total(
            of: person, in: setting, from: date.advanced(by: window.firstDay),
            through: date.advanced(by: window.lastDay)) != 0
        case .registeredLess(let days):
          register.registeredFrom[person].advanced(by: days) > date
        case .diesWithin(let days, _):
          register.deaths[person].map { (date...date.advanced(by: days)).contains($0) } ?? false
        }
      precondition(!holds, "\(place) holds somebody kept out: \(exclusion.label)")
    }
  }
}

extension Exclusion.AttributeTest {
  /// Whether the test holds of a person's attribute.
  fileprivate func holds(of person: Int, _ name: String, _ register: PersonRegister) -> Bool {
    switch self {
    case .missing: register.words(name, person) == nil
    case .listed(let values, let orMissing):
      register.isOne(of: values, name, person) ?? orMissing
    case .notListed(let values, let orMissing):
      register.isOne(of: values, name, person).map { !$0 } ?? orMissing
    }
  }
}

extension Exclusion.DateTest {
  fileprivate func holds(of day: Day?, at date: Day) -> Bool {
    let days = day.map { $0.distance(to: date) } ?? 0
    return switch self {
    case .before: days >= 1
    case .withinDaysBefore(let reach): (1...reach).contains(days)
    case .neverBefore: days < 1
    }
  }
}

extension PersonRegister {
  /// A person's value of an attribute in words; `nil` where it is missing.
  fileprivate func words(_ attribute: String, _ person: Int) -> String? {
    switch try? attributes.column(attribute) {
    case .factor(let factor): factor[person]
    case .text(let values): values[person]
    case .integer(let values): values[person].map { "\($0)" }
    case .real(let values): values[person].map { "\($0)" }
    case .boolean(let values): values[person].map { $0 ? "true" : "false" }
    case .day, nil: nil
    }
  }

  fileprivate func day(_ column: Exclusion.DateColumn, _ person: Int) -> Day? {
    switch column {
    case .death: return deaths[person]
    case .attribute(let name):
      guard case .day(let values)? = try? attributes.column(name) else { return nil }
      return values[person]
    }
  }

  /// Whether a person's value is one of those written, as text, number or truth, whichever the
  /// column holds; `nil` where it is missing.
  fileprivate func isOne(of written: [String], _ attribute: String, _ person: Int) -> Bool? {
    switch try? attributes.column(attribute) {
    case .factor(let factor): return factor[person].map(written.contains)
    case .text(let values): return values[person].map(written.contains)
    case .integer(let values):
      return values[person].map { own in written.contains { Double($0) == Double(own) } }
    case .real(let values):
      return values[person].map { own in written.contains { Double($0) == own } }
    case .boolean(let values):
      return values[person].map { own in
        written.contains { ["true", "yes", "1"].contains($0.lowercased()) == own }
      }
    case .day, nil: return nil
    }
  }
}
