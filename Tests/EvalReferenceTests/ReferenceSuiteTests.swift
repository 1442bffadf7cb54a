import EvalTestSupport
import Testing

@Suite("Reference suite")
struct ReferenceSuiteTests {
  @Test("every built reference case agrees with its peer within the case's own tolerance")
  func cases() throws {
    let folder = ReferenceFolder.current
    let suite = ReferenceSuite(kinds: referenceKinds) { try folder.table($0) }
    let cases = try folder.cases()
    #expect(!cases.isEmpty, "no reference case in \(folder.url.path)")
    let outcomes = cases.map(suite.run)
    for outcome in outcomes where outcome.verdict == .failed {
      for mismatch in outcome.mismatches { Issue.record("\(outcome.id) · \(mismatch)") }
    }
    print(ReferenceSuite.report(outcomes))
  }
}
