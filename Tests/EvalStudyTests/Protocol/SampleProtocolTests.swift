import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("The protocols of the sample studies")
struct SampleProtocolTests {
  @Test(
    "stand in the repository as the simulator writes them with seed 1, and are valid",
    arguments: SampleStudy.allCases)
  func text(study: SampleStudy) throws {
    let path = SampleData.path("\(study.rawValue)/study.yml")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == study.protocolText(seed: 1))
    let plan = try StudyProtocol(contentsOf: path)
    #expect(plan.isSynthetic && plan.selection == .recordedUse)
    #expect(
      plan.primary == StudyProtocol.PrimaryOutcome(setting: .aAndE, windowMonths: 12))
    #expect(plan.outcomes.count == 6)
  }
}
