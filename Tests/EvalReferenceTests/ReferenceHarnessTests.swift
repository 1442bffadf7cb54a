import EvalStats
import EvalTestSupport
import Testing

/// The suite is only worth what its own rules are worth.
@Suite("Reference harness")
struct ReferenceHarnessTests {
  static let text = """
    {"id": "toy", "kind": "mean", "settings": {"scale": 2, "by": null},
     "inputs": {"values": [1, 2, 6]}, "tolerance": {"relative": 1e-9, "note": "read me"},
     "results": {"mean": 6, "parts": {"largest": 12, "unbounded": "Inf", "none": null}}}
    """

  /// Works out twice the mean of the inputs.
  static let kind = ReferenceKind("mean") { comparison in
    let scale = try comparison.requiredSetting("scale").number ?? 1
    guard comparison.setting("by") == nil else { throw ReferencePending("settings.by") }
    let values = (comparison.input("values")?.numbers ?? []).compactMap { $0 }.map { $0 * scale }
    let relative = try comparison.requiredTolerance("relative")
    comparison.check("mean", values.reduce(0, +) / Double(values.count), relative: relative)
    comparison.check("parts/largest", values.max(), relative: relative)
    comparison.check("parts/unbounded", Double?.none)
    comparison.check("parts/none", Double?.none)
  }

  static func outcome(_ change: (JSONValue) -> JSONValue = { $0 }) throws -> ReferenceOutcome {
    let json = change(try JSONReader.read(text))
    let suite = ReferenceSuite(kinds: [kind]) { _ in try Table([]) }
    return suite.run(try #require(ReferenceCase(json: json)))
  }

  @Test("a case whose every field agrees passes")
  func passes() throws {
    let outcome = try Self.outcome()
    #expect(outcome.verdict == .passed)
    #expect(outcome.comparedCount == 4)
  }

  @Test(
    "a corrupted expected value fails the case and is named with what was found",
    arguments: [
      ("results/mean", JSONValue.number(6.000_001), "mean: found 6.0, expected 6.000001"),
      ("results/parts/largest", .number(-12), "parts.largest: found 12.0, expected -12.0"),
      ("results/parts/none", .number(0), "parts.none: found none, expected 0.0"),
      ("results/mean", .null, "mean: found 6.0, expected none"),
      ("results/mean", .string("Inf"), "mean: found 6.0, expected inf"),
      ("results/mean", .string("six"), "mean: found 6.0, expected \"six\""),
      ("results/mean", .array([.number(6)]), "mean: found 6.0, expected [1 values]"),
    ])
  func corrupted(path: String, value: JSONValue, message: String) throws {
    let outcome = try Self.outcome { $0.replacing(ReferencePath(stringLiteral: path), with: value) }
    #expect(outcome.verdict == .failed)
    #expect(outcome.mismatches.count == 1)
    #expect(outcome.mismatches.first?.hasPrefix(message) == true)
  }

  @Test(
    "a field nobody looks at leaves the case pending and is named",
    arguments: [
      "results/median", "results/parts/smallest", "settings/trim", "tolerance/absolute",
      "inputs/weights", "weather",
    ])
  func unknownField(path: String) throws {
    let path = ReferencePath(stringLiteral: path)
    let outcome = try Self.outcome { $0.replacing(path, with: .number(1)) }
    #expect(outcome.verdict == .pending)
    #expect(outcome.pending == [path.description])
  }

  @Test("a kind nobody has built is pending, and so is a setting its kind cannot follow")
  func unknownKind() throws {
    let unknown = try Self.outcome { $0.replacing("kind", with: .string("median")) }
    #expect(unknown.verdict == .pending)
    #expect(unknown.pending == ["kind median"])
    let grouped = try Self.outcome { $0.replacing("settings/by", with: .string("arm")) }
    #expect(grouped.verdict == .pending)
    #expect(grouped.pending == ["settings.by"])
  }

  @Test("a difference fails the case even where a field is pending")
  func failureOutweighsPending() throws {
    let outcome = try Self.outcome {
      $0.replacing("results/median", with: .number(4)).replacing("results/mean", with: .number(5))
    }
    #expect(outcome.verdict == .failed)
  }

  @Test("a case of which nothing is compared does not pass")
  func empty() throws {
    let outcome = try Self.outcome { $0.replacing("results", with: .object(JSONObject())) }
    #expect(outcome.verdict == .pending)
    #expect(outcome.pending == ["nothing was compared"])
  }

  @Test("a file without a kind is skipped")
  func withoutKind() throws {
    #expect(ReferenceCase(json: try JSONReader.read(#"{"a_case": [1]}"#)) == nil)
  }

  @Test("an error inside a kind fails the case")
  func faults() throws {
    let suite = ReferenceSuite(
      kinds: [ReferenceKind("mean") { _ = try $0.table() }]
    ) { _ in try Table([]) }
    let outcome = suite.run(
      try #require(ReferenceCase(json: try JSONReader.read(Self.text))))
    #expect(outcome.verdict == .failed)
    #expect(outcome.mismatches.first?.contains("names no table") == true)
  }

  @Test("the report ends with the totals and names what is pending")
  func report() throws {
    let outcomes = [
      try Self.outcome(), try Self.outcome { $0.replacing("settings/trim", with: .number(1)) },
      try Self.outcome { $0.replacing("kind", with: .string("median")) },
      try Self.outcome { $0.replacing("results/mean", with: .number(5)) },
    ]
    let lines = ReferenceSuite.report(outcomes).split(separator: "\n").map(String.init)
    #expect(lines.last == "reference: 1 passed, 1 failed, 2 pending")
    #expect(lines.contains("mean: 3 cases, 12 values compared"))
    #expect(lines.contains("pending: mean (1) · settings.trim"))
    #expect(lines.contains("pending: median (1) · kind median"))
  }

  @Test("a p-value is held to the tolerance of its statistic")
  func pValues() throws {
    // exp(−200 f): a statistic wrong by 1e-6 moves the p-value by 2e-4 of itself.
    func verdict(_ expected: Double) throws -> ReferenceOutcome.Verdict {
      let kind = ReferenceKind("p") { comparison in
        comparison.checkPValue("p", relative: 1e-6) { 1e-80 * (1 - 200 * ($0 - 1)) }
      }
      let json = #"{"id": "p", "kind": "p", "results": {"p": \#(expected)}}"#
      return ReferenceSuite(kinds: [kind]) { _ in try Table([]) }
        .run(try #require(ReferenceCase(json: try JSONReader.read(json)))).verdict
    }
    #expect(try verdict(1.0001e-80) == .passed)
    #expect(try verdict(1.0003e-80) == .failed)
  }

  @Test(
    "text, numbers, escapes and nesting of JSON are read; broken text is refused with its place")
  func json() throws {
    let value = try JSONReader.read(#" {"a": [-1.5e-3, "x\n\u00e9", true, null, {}], "b": "NaN"} "#)
    #expect(value["a"]?.array?.prefix(3) == [.number(-0.0015), .string("x\né"), .boolean(true)])
    #expect(value["b"]?.number?.isNaN == true)
    for broken in ["", "[1,", "{\"a\" 1}", "[1] 2", "\"open", "tru"] {
      #expect(throws: JSONSyntaxError.self) { try JSONReader.read(broken) }
    }
  }
}
