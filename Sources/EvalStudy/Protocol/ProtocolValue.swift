internal import EvalStats
internal import Yams

/// A value of the protocol with the place it stands at, so that every message can name both.
struct ProtocolValue {
  let node: Node
  let place: ProtocolPlace

  func wrong(_ expected: String) -> ProtocolError {
    .wrongValue(place, found: summary, expected: expected)
  }

  /// What stands there, in a few words.
  private var summary: String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
    case .mapping: "a group of keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  func text(_ expected: String = "text") throws(ProtocolError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { throw wrong(expected) }
    return scalar.string
  }

  func number(
    in range: ClosedRange<Double>, _ expected: String
  ) throws(ProtocolError) -> Double {
    guard let value = Double(try text(expected)), range.contains(value) else {
      throw wrong(expected)
    }
    return value
  }

  func whole(in range: ClosedRange<Int>, _ expected: String) throws(ProtocolError) -> Int {
    guard let value = Int(try text(expected)), range.contains(value) else {
      throw wrong(expected)
    }
    return value
  }

  func truth() throws(ProtocolError) -> Bool {
    switch try text("true or false").lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw wrong("true or false")
    }
  }

  func day() throws(ProtocolError) -> Day {
    let expected = "a date such as 2016-04-01"
    let parts = try text(expected).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
      let year = Int(parts[0]), let month = Int(parts[1]), let number = Int(parts[2]),
      let day = Day(year: year, month: month, day: number)
    else { throw wrong(expected) }
    return day
  }

  /// One of a closed set of words; a near miss is suggested.
  func choice<Choice>(_ choices: [(String, Choice)]) throws(ProtocolError) -> Choice {
    let words = choices.map(\.0)
    let expected = "one of \(words.joined(separator: ", "))"
    let found = try text(expected)
    if let match = choices.first(where: { $0.0 == found }) { return match.1 }
    let nearest = NearestNames.of(found, among: words)
    throw wrong(
      nearest.isEmpty
        ? expected
        : "\(expected); did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?")
  }

  func setting() throws(ProtocolError) -> Setting {
    try choice(Setting.allCases.map { ($0.rawValue, $0) })
  }

  /// The items of a list; a single scalar is a list of one.
  func items(_ expected: String) throws(ProtocolError) -> [ProtocolValue] {
    switch node {
    case .sequence(let sequence):
      return sequence.map { item in
        ProtocolValue(
          node: item,
          place: ProtocolPlace(
            file: place.file, line: item.mark?.line ?? place.line, key: place.key))
      }
    case .scalar(let scalar) where !scalar.string.isEmpty: return [self]
    default: throw wrong(expected)
    }
  }

  func section(keys: [String]) throws(ProtocolError) -> ProtocolSection {
    try ProtocolSection(self, keys: keys)
  }

  var isList: Bool { if case .sequence = node { true } else { false } }

  var isGroup: Bool { if case .mapping = node { true } else { false } }

  var isScalar: Bool { if case .scalar = node { true } else { false } }
}
