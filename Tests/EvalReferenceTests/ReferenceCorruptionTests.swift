import EvalTestSupport
import Foundation
import Testing

@Suite("Reference kinds of models and tests")
struct ReferenceCorruptionTests {
  /// The copy, whatever the suite is pointed at: the smallest case of each kind.
  static let ids = [
    "a_ps_lalonde_logit", "c_breslow_person_years", "c_epil_ols_change", "d_nuclear",
    "c_paired_sleep", "c_change_epil_arms", "c_rates_two_sample", "c_mcnemar", "c_evalues",
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

  /// A number a hundredth off; of several the last that is finite. `nil` where there is no number.
  private static func corrupted(_ value: JSONValue) -> JSONValue? {
    if let number = value.number { return .number(number * 1.01 + 0.01) }
    guard var array = value.array, value.numbers != nil,
      let place = array.lastIndex(where: { $0.number?.isFinite == true }),
      let number = array[place].number
    else { return nil }
    array[place] = .number(number * 1.01 + 0.01)
    return .array(array)
  }
}
