import EvalStats
import Foundation
import Testing

@testable import EvalStudy

@Suite("Estimates, months and groups as tables")
struct EstimateTablesTests {
  @Test("hold a line for each estimate of the results, with the same numbers")
  func lines() throws {
    let results = try StudyRunTests.run {
      try $0.replace(
        "disclosure: none", with: "disclosure: none\nsubgroups: [practice]", in: "study.yml")
    }.results
    func lines(_ bytes: [UInt8]) -> [Substring] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
    let estimates = lines(results.estimateTable)
    let expected = results.outcomes.reduce(results.sensitivity.count) {
      $0 + 1 + $1.alternatives.count + ($1.unavailable?.count ?? 0)
    }
    #expect(estimates.count == 1 + expected)
    let main = try #require(results.outcomes.first { $0.windowMonths == 12 }?.rateOfChange)
    #expect(estimates[1].contains(",main,rate-of-change ratio,"))
    #expect(estimates.contains { $0.contains(",main,") && $0.contains(",\(main.estimate),") })
    let months = lines(results.eventStudyTable)
    #expect(months.count == 1 + (results.eventStudies ?? []).reduce(0) { $0 + $1.months.count })
    let groups = lines(results.subgroupTable)
    #expect(groups.count == 1 + (results.subgroups ?? []).reduce(0) { $0 + $1.groups.count })
    #expect(groups[1].contains(",practice,A0,2,2,"))
  }
}
