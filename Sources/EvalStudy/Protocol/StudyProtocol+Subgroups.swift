internal import EvalStats

extension StudyProtocol {
  /// Groups of people that may differ in what the programme changed.
  public struct SubgroupPlan: Sendable, Equatable {
    /// The column of the register.
    public var attribute: String
    /// How its values make groups.
    public var grouping: Grouping
    /// What readers call the groups, in the plural: "networks".
    public var label: String

    /// How values make groups.
    public enum Grouping: Sendable, Equatable {
      /// Each value is a group.
      case values
      /// Deciles of deprivation, 1 the most deprived, in fifths.
      case quintiles
      /// Below the first cut point, from each to below the next, from the last on.
      case bands([Double])
    }
  }
}

extension StudyProtocol.SubgroupPlan {
  /// A list of columns, or of `{attribute, label, quintiles}` or `{attribute, label, bands}`.
  static func list(_ value: ProtocolValue?) throws(ProtocolError) -> [Self] {
    guard let value else { return [] }
    var plans: [Self] = []
    for item in try value.items("a list of columns of the register") {
      let plan = try Self(item)
      guard !plans.contains(where: { $0.label == plan.label }) else {
        throw item.wrong("groups that go by different names; give one a label")
      }
      plans.append(plan)
    }
    return plans
  }

  private init(_ value: ProtocolValue) throws(ProtocolError) {
    let column = "a column of the register"
    guard !value.isScalar else {
      attribute = try value.text(column)
      grouping = .values
      label = Self.plural(of: attribute)
      return
    }
    let section = try value.section(keys: ["attribute", "label", "quintiles", "bands"])
    attribute = try section.required("attribute", column).text(column)
    grouping = .values
    var name = Self.plural(of: attribute)
    if try section["quintiles"]?.truth() ?? false {
      grouping = .quintiles
      name = "fifths of \(attribute)"
    }
    if let value = section["bands"] {
      guard grouping == .values else {
        throw section.contradiction("bands", "groups are fifths or bands, not both; take one away")
      }
      let expected = "a list of ascending numbers"
      var cuts: [Double] = []
      for item in try value.items(expected) {
        let cut = try item.number(in: -1e15...1e15, expected)
        guard cuts.last.map({ $0 < cut }) ?? true else { throw item.wrong(expected) }
        cuts.append(cut)
      }
      guard !cuts.isEmpty else { throw value.wrong(expected) }
      grouping = .bands(cuts)
      name = "bands of \(attribute)"
    }
    label = try section["label"]?.text() ?? name
  }

  /// "networks", "practices"; a name that is no word as it stands.
  private static func plural(of name: String) -> String {
    name.allSatisfy(\.isLetter) ? "\(name)s" : "groups of \(name)"
  }
}
