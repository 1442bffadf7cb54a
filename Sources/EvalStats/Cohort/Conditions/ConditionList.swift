/// Conditions, each with the ICD-10 codes that record it, compiled so that a code is one look-up.
///
/// A code of three characters stands for all that begin with it, one of four for itself. A code may
/// belong to several conditions.
public struct ConditionList: Sendable {
  /// One condition.
  public struct Condition: Sendable, Hashable {
    /// A short name.
    public let name: String
    /// Codes of three or four characters and ranges of such: "I50", "I11.0", "I60-I69".
    public let codes: [String]

    /// Creates a condition.
    public init(_ name: String, _ codes: [String]) {
      self.name = name
      self.codes = codes
    }
  }

  /// The name and source of the list.
  public let definition: NamedDefinition
  /// The conditions; the place of each is its number in a `ConditionSet`.
  public let conditions: [Condition]
  /// For each place of a code the number of its set among `sets`.
  private let setOfPlace: [UInt16]
  /// The different sets that occur; the first is empty.
  private let sets: [ConditionSet]

  /// Compiles a list.
  ///
  /// - Throws: `ConditionError` for a code that cannot be read, or more than 128 conditions.
  /// - Complexity: O(26 · 100 · 11 + codes)
  public init(
    _ definition: NamedDefinition, _ conditions: [Condition]
  ) throws(ConditionError) {
    guard conditions.count <= ConditionSet.capacity else {
      throw .tooManyConditions(found: conditions.count, most: ConditionSet.capacity)
    }
    var covering = Array(repeating: ConditionSet(), count: ICD10Code.placeCount)
    for (number, condition) in conditions.enumerated() {
      for code in condition.codes {
        guard let places = ConditionList.places(of: code) else {
          throw .unreadableCode(condition: condition.name, code: code)
        }
        for place in places { covering[place].insert(number) }
      }
    }
    self.init(definition, conditions, covering)
  }

  private init(
    _ definition: NamedDefinition, _ conditions: [Condition], _ covering: [ConditionSet]
  ) {
    self.definition = definition
    self.conditions = conditions
    var sets = [ConditionSet()]
    var numbers = [ConditionSet(): UInt16(0)]
    setOfPlace = covering.map { set in
      if let number = numbers[set] { return number }
      let number = UInt16(sets.count)
      numbers[set] = number
      sets.append(set)
      return number
    }
    self.sets = sets
  }

  /// Compiles a list of the library's own, whose codes a test reads; one that cannot be read is left
  /// out here.
  init(tested definition: NamedDefinition, _ conditions: [Condition]) {
    var covering = Array(repeating: ConditionSet(), count: ICD10Code.placeCount)
    for (number, condition) in conditions.prefix(ConditionSet.capacity).enumerated() {
      for place in condition.codes.compactMap(ConditionList.places(of:)).joined() {
        covering[place].insert(number)
      }
    }
    self.init(definition, conditions, covering)
  }

  /// The places that a code or a range covers; `nil` if it cannot be read.
  static func places(of text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = ends.first.flatMap({ exact($0) }), ends.count <= 2 else { return nil }
    guard ends.count == 2 else { return first.covered }
    guard let last = exact(ends[1]), (first.fourth == nil) == (last.fourth == nil),
      first.place <= last.place
    else { return nil }
    return first.covered.lowerBound...last.covered.upperBound
  }

  /// Reads a code that has nothing behind its three or four characters.
  private static func exact(_ text: Substring) -> ICD10Code? {
    guard let code = ICD10Code(text) else { return nil }
    let plain = code.description.filter { $0 != "." }
    return text.uppercased().filter { $0 != "." } == plain ? code : nil
  }

  /// The number of conditions.
  public var count: Int { conditions.count }

  /// The conditions that a code records.
  ///
  /// - Complexity: O(1), two look-ups in tables that stay in the cache.
  public subscript(code: ICD10Code) -> ConditionSet { sets[Int(setOfPlace[Int(code.place)])] }

  /// The conditions that a code records as text; none for a text that is no code.
  public subscript(text: String) -> ConditionSet {
    ICD10Code(text).map { self[$0] } ?? ConditionSet()
  }

  /// The names of the conditions of a set.
  public func names(of set: ConditionSet) -> [String] { set.map { conditions[$0].name } }
}
