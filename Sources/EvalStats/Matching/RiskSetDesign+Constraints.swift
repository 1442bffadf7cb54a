/// How far a control's value may lie from that of its treated person on the index date.
public struct CovariateCaliper: Sendable, Equatable {
  /// A number: age, a numeric attribute, earlier use, days since last use or a measurement.
  public var covariate: Covariate
  /// The largest difference, included, in units of the covariate: years for age.
  ///
  /// A difference of ages is the days between the births / 365.25. Of other numbers a difference
  /// that exceeds the width by the rounding of decimal fractions alone counts as equal to it.
  public var width: Double

  /// Creates a caliper.
  public init(_ covariate: Covariate, width: Double) {
    self.covariate = covariate
    self.width = width
  }
}

/// People who are no candidates because of a value of one of their attributes.
public struct ControlExclusion: Sendable, Equatable {
  /// Which values.
  public enum Values: Sendable, Equatable {
    /// These.
    case listed([String])
    /// Every value that a treated person who seeks controls has, as the practices of a pilot.
    case ofTreated
  }

  /// The attribute.
  public var attribute: String
  /// The values whose people are no candidates.
  public var values: Values

  /// Creates a rule.
  public init(attribute: String, values: Values) {
    self.attribute = attribute
    self.values = values
  }

  /// The rule in words, for a flow of people.
  public var label: String {
    switch values {
    case .listed(let values):
      "\(attribute) is \(values.joined(separator: ", ")), whose people are no controls"
    case .ofTreated: "same \(attribute) as somebody treated"
    }
  }
}

extension RiskSetDesign {
  /// By what a control is chosen among those whom the rules admit.
  public enum Choice: Sendable, Equatable {
    /// The nearest score first.
    case score
    /// No model is fitted: the least Σ |difference| / caliper over `within` first, the lower row of
    /// the register among equals; a caliper of 0 adds nothing.
    case nearest
    /// No model is fitted: at random. Each pair of a treated person and a control has a number of its
    /// own, made from the seed and their rows, and the lowest is chosen, so that a choice does not
    /// depend on who else might have served.
    case random(seed: UInt64)
  }

  /// Whether a score is fitted.
  public var isScored: Bool { choice == .score }

  /// Refuses constraints that match nobody or mean nothing.
  func checkConstraints() throws(RiskSetError) {
    for caliper in within {
      guard caliper.width.isFinite, caliper.width >= 0 else {
        throw .invalidSetting(
          name: "within", found: "\(caliper.width) for '\(caliper.covariate.name)'",
          expected: "0 or more in units of the covariate")
      }
    }
    let names = within.map(\.covariate)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw .invalidSetting(
        name: "within", found: "two calipers on '\(twice.name)'", expected: "one")
    }
    for covariate in antiExact {
      guard covariate.isConstant else { throw .notConstant(covariate: covariate.name) }
      if exact.contains(covariate) {
        throw .invalidSetting(
          name: "anti-exact", found: "'\(covariate.name)', which is matched exactly too",
          expected: "an attribute that a control need not share")
      }
    }
    for rule in excludedControls {
      if rule.values == .ofTreated, exact.contains(.attribute(rule.attribute)) {
        throw .invalidSetting(
          name: "excluded controls",
          found: "the treated people's own values of '\(rule.attribute)', which is matched exactly",
          expected: "an attribute that a control need not share")
      }
      if rule.values == .listed([]) {
        throw .invalidSetting(
          name: "excluded controls", found: "no value of '\(rule.attribute)'",
          expected: "at least one")
      }
    }
    if !isScored, let caliper {
      throw .invalidSetting(
        name: "caliper", found: "\(caliper) standard deviations of a score that is not fitted",
        expected: "none; hold covariates within calipers of their own")
    }
  }
}

extension Covariate {
  /// Whether it is the same on every date, so that people can be grouped by it.
  var isConstant: Bool {
    switch self {
    case .sex, .attribute: true
    case .age, .priorUse, .daysSinceLast, .useSlope, .measurement, .diagnosisScore: false
    }
  }
}
