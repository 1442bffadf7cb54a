/// People in segments by rules over their columns, asked in order: the first that holds wins, and who
/// satisfies none is in the remainder, so that everyone is in exactly one.
///
/// A rule that a missing value leaves undecided does not hold; how many people passed it so is counted
/// beside it, since with the value they might have been in its segment.
public struct Segmentation: Sendable, Equatable {
  /// A named segment and what must hold of its people.
  public struct Rule: Sendable, Equatable {
    /// The segment's name.
    public let name: String
    /// What must hold.
    public let condition: SegmentCondition

    public init(_ name: String, where condition: SegmentCondition) {
      self.name = name
      self.condition = condition
    }
  }

  /// One segment.
  public struct Segment: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its people.
    public let count: SensitiveCount
    /// People in later segments who passed it because a value is missing; 0 for the remainder.
    public let undecidedCount: SensitiveCount
  }

  /// The segments in the order asked, the remainder last, those without people too.
  public let segments: [Segment]
  /// The segment of each person; none is missing.
  public let factor: Factor
  /// What a reader must know beside the counts: categories named in a rule that no one has.
  public let caveats: [String]

  /// - Parameters:
  ///   - table: One row a person.
  ///   - rules: In the order asked.
  ///   - remainder: What those are called of whom no rule holds.
  /// - Throws: `duplicateSegment`; `table` for a column that is not there or of another kind;
  ///   `invalidValue` for a bound that is not a number.
  /// - Complexity: O(*rows* · *conditions*)
  public init(
    of table: Table, by rules: [Rule], remainder: String = "everyone else"
  ) throws(PopulationError) {
    let names = rules.map(\.name) + [remainder]
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw .duplicateSegment(name) }
    var codes = Array(repeating: Int32(rules.count), count: table.rowCount)
    var undecided: [Int] = []
    var unseen: [(column: String, level: String)] = []
    for (code, rule) in rules.enumerated() {
      let truth = try rule.condition.truth(in: table, unseen: &unseen)
      var passed = 0
      for row in codes.indices where codes[row] == rules.count {
        switch truth[row] {
        case true?: codes[row] = Int32(code)
        case nil: passed += 1
        case false?: break
        }
      }
      undecided.append(passed)
    }
    factor = Factor(codes: codes, levels: names)
    segments = names.enumerated().map { code, name in
      Segment(
        name: name, count: SensitiveCount(codes.count { $0 == code }),
        undecidedCount: SensitiveCount(code < rules.count ? undecided[code] : 0))
    }
    var named: Set<String> = []
    caveats = unseen.filter { named.insert("\($0.column)\u{0}\($0.level)").inserted }.map {
      "No one has the category '\($0.level)' of '\($0.column)', which a segment asks for."
    }
  }
}
