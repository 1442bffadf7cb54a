public import EvalStats

extension StudyProtocol {
  /// A segment of the people on the register: whoever satisfies its conditions and those of no segment
  /// before it.
  public struct SegmentPlan: Sendable, Equatable {
    /// What readers call it.
    public var name: String
    /// All of them must hold, on the day before the first admitted index date.
    public var conditions: [Condition]

    /// What must hold of one covariate.
    public struct Condition: Sendable, Equatable {
      public var covariate: Covariate
      public var test: Test
    }

    /// How a covariate is asked.
    public enum Test: Sendable, Equatable {
      /// At least, and below, these numbers; `nil` leaves the side open.
      case number(atLeast: Double?, below: Double?)
      /// One of these categories.
      case category(Set<String>)
      /// Not recorded.
      case missing
    }
  }
}

extension StudyProtocol.SegmentPlan {
  /// A list of `{name, where}`, in the order in which people are put in them.
  static func list(
    _ value: ProtocolValue?, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) -> [Self] {
    guard let value else { return [] }
    var plans: [Self] = []
    for item in try value.items("a list of segments such as {name: …, where: […]}") {
      let plan = try Self(item, calendar: calendar)
      guard plan.name != remainder, !plans.contains(where: { $0.name == plan.name }) else {
        throw item.wrong("segments of different names, none of them '\(remainder)'")
      }
      plans.append(plan)
    }
    return plans
  }

  /// What those are called who are in no segment.
  static let remainder = "everyone else"

  private init(
    _ value: ProtocolValue, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    let section = try value.section(keys: ["name", "where"])
    name = try section.required("name", "what the segment is called").text("a name")
    let list = try section.required("where", "the conditions of the segment")
    conditions = []
    for item in try list.items("a list of conditions such as {covariate: age, at_least: 75}") {
      conditions.append(try Condition(item, calendar: calendar))
    }
    guard !conditions.isEmpty else { throw list.wrong("at least one condition") }
  }

  /// The rule of the segment over columns that bear the names of covariates.
  var rule: Segmentation.Rule {
    Segmentation.Rule(
      name,
      where: .all(
        conditions.map { condition in
          let column = condition.covariate.name
          return switch condition.test {
          case .number(let atLeast, let below): .number(column, atLeast: atLeast, below: below)
          case .category(let levels): .category(column, oneOf: levels)
          case .missing: .isMissing(column)
          }
        }))
  }
}

extension StudyProtocol.SegmentPlan.Condition {
  private static let numbers =
    -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

  fileprivate init(
    _ value: ProtocolValue, calendar: StudyProtocol.Calendar
  ) throws(ProtocolError) {
    let section = try value.section(keys: ["covariate", "at_least", "below", "in", "missing"])
    let subject = try section.required("covariate", "what is asked, as under matching.covariates")
    covariate = try Covariate(subject)
    try covariate.refuseUnseen(at: subject, calendar: calendar)
    let atLeast = try section["at_least"]?.number(in: Self.numbers, "a number")
    let below = try section["below"]?.number(in: Self.numbers, "a number")
    let isMissing = try section["missing"]?.truth() ?? false
    switch (atLeast ?? below, section["in"], isMissing) {
    case (_?, nil, false):
      if let atLeast, let below, atLeast >= below {
        throw section.contradiction("below", "nothing is at least \(atLeast) and below \(below)")
      }
      test = .number(atLeast: atLeast, below: below)
    case (nil, let list?, false):
      var levels: Set<String> = []
      for item in try list.items("a list of values") { levels.insert(try item.text()) }
      guard !levels.isEmpty else { throw list.wrong("at least one value") }
      test = .category(levels)
    case (nil, nil, true): test = .missing
    default:
      throw value.wrong(
        "'at_least', 'below' or both, or 'in', or 'missing: true', in each condition")
    }
  }
}
