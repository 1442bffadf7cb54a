import EvalTestSupport
import Foundation
import Testing

@Suite("Reference kinds of models")
struct ReferenceCorruptionTests {
  /// The copy, whatever the suite is pointed at: the smallest case of each kind.
  static let ids = [
    "a_ps_lalonde_logit", "c_breslow_person_years", "c_epil_ols_change", "d_nuclear",
  ]

  @Test("corrupting any number of a case's results fails it", arguments: ids)
  func everyNumberIsCompared(id: String) throws {
    let folder = ReferenceFolder.copy
    let suite = ReferenceSuite(kinds: referenceKinds) { try folder.table($0) }
    let file = folder.url.appendingPathComponent("expected/\(id).json")
    let json = try JSONReader.read(String(contentsOf: file, encoding: .utf8))
    #expect(suite.run(try #require(ReferenceCase(json: json))).verdict == .passed)

    var corruptedCount = 0
    for path in json.leaves(under: "").filter({ $0.isWithin("results") }) {
      guard let value = json[path], let corrupted = Self.corrupted(value) else { continue }
      corruptedCount += 1
      let outcome = suite.run(
        try #require(ReferenceCase(json: json.replacing(path, with: corrupted))))
      #expect(outcome.verdict == .failed, "\(path) may be anything")
      let field = path.keys.dropFirst().joined(separator: ".")
      #expect(
        outcome.mismatches.allSatisfy { $0.hasPrefix(field) }, "\(path): \(outcome.mismatches)")
    }
    #expect(corruptedCount > 15)
  }

  /// A number a hundredth off; of several the last. `nil` where there is no number.
  private static func corrupted(_ value: JSONValue) -> JSONValue? {
    if let number = value.number { return .number(number * 1.01 + 0.01) }
    guard let last = value.numbers?.last ?? nil, let array = value.array else { return nil }
    return .array(array.dropLast() + [.number(last * 1.01 + 0.01)])
  }
}
