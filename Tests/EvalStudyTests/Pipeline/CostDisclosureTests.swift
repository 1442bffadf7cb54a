import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("What a run shows of costs")
struct CostDisclosureTests {
  /// The tiny study with an outpatient appointment of everybody before and after, and two
  /// non-elective admissions of treated people.
  static func results(
    _ rule: String, _ spoil: (TinyStudy) throws -> Void = { _ in }
  ) throws -> StudyResults {
    try DisclosureRunTests.results(rule) { study in
      var appointments = "person_id,appointment_date,attended,first_attendance,provider\n"
      for number in 1...48 {
        let person = "P\(number < 10 ? "0" : "")\(number)"
        for day in ["2016-03-01", "2016-09-01"] {
          appointments += "\(person),\(day),5,1,RAA\n"
        }
      }
      try study.write(appointments, to: "outpatient.csv")
      try study.write(
        "person_id,admission_date,admission_method,patient_class,discharge_date,provider\n"
          + "P01,2016-02-01,21,1,2016-02-03,RAA\nP02,2016-10-01,21,1,2016-10-03,RAA\n",
        to: "inpatient.csv")
      try study.replace(
        "  ae: ae.csv",
        with: "  ae: ae.csv\n  inpatient: inpatient.csv\n  outpatient: outpatient.csv",
        in: "study.yml")
      try study.replace(
        "    windows: [6, 12]\n",
        with: "    windows: [6, 12]\n  - {setting: nonElective, windows: [12]}\n"
          + "  - {setting: outpatient, windows: [12]}\n", in: "study.yml")
      try study.append("nonElective,spell,2016/17,1590,reference costs", to: "unit_costs.csv")
      try study.append("outpatient,attendance,2016/17,100,reference costs", to: "unit_costs.csv")
      try spoil(study)
    }
  }

  @Test("all settings and their total stand where nothing is hidden")
  func plain() throws {
    let costs = try Self.results("none").costs
    #expect(costs.map(\.setting) == ["aAndE", "nonElective", "outpatient", "total"])
    let total = try #require(costs.last)
    #expect(agree(try #require(total.treatedBefore), 5 * 148 + 1590.0 / 8 + 100, relative: 1e-12))
  }

  @Test("one hidden setting takes the smallest other one with it, since the total would tell")
  func complementary() throws {
    let results = try Self.results("hospital episode statistics")
    #expect(results.costs.map(\.setting) == ["aAndE", "total"])
    let total = try #require(results.costs.last)
    // Use is shown and so are prices: the mean of all less those would be the hidden mean.
    #expect(total.treatedBefore == nil && total.controlAfter == nil)
    let plain = try #require(try Self.results("none").costs.last)
    #expect(total.differenceInDifferences.estimate == plain.differenceInDifferences.estimate)
    let caveat = try #require(results.caveats.first { $0.text.hasPrefix("Not shown alone") })
    #expect(caveat.text.contains("Non-elective") && caveat.text.contains("Outpatient"))
  }

  @Test("a setting that cost nothing hides no other: the smallest that did goes with it")
  func nothingSpent() throws {
    let results = try Self.results("hospital episode statistics") {
      try $0.replace(
        "  - {setting: outpatient, windows: [12]}\n",
        with: "  - {setting: outpatient, windows: [12]}\n  - {setting: elective, windows: [12]}\n",
        in: "study.yml")
      try $0.append("elective,spell,2016/17,3000,reference costs", to: "unit_costs.csv")
    }
    // Nobody was admitted electively, which is shown; use of outpatients would tell of admissions.
    #expect(results.costs.map(\.setting) == ["aAndE", "elective", "total"])
  }

  @Test("means are made from the counts as they are shown")
  func scaled() throws {
    let results = try Self.results("hospital episode statistics")
    let line = try #require(results.costs.first { $0.setting == "aAndE" })
    let arm = try #require(
      results.outcomes.first { $0.outcome == "aAndE" && $0.windowMonths == 12 }?.arms
        .first { $0.arm == .treated })
    // 22 attendances of 8 people, shown as 20 of 10.
    #expect(agree(try #require(line.treatedAfter), 148 * 20.0 / 10, relative: 1e-12))
    #expect(
      agree(
        try #require(line.treatedAfter), 148 * (try #require(arm.meanPerPersonAfter)),
        relative: 1e-12))
  }

  @Test("too few people have no total either")
  func fewPeople() throws {
    let results = try Self.results("{below: 10}")
    #expect(results.costs.isEmpty)
    #expect(results.caveats.contains { $0.text.hasPrefix("The total cost is hidden") })
  }

  @Test("a refund of social care counts below 0, is told and stops nothing")
  func refund() throws {
    func care(_ rule: String, _ weekly: Double) throws -> StudyResults {
      try DisclosureRunTests.results(rule) {
        try $0.replace(",70\n", with: ",\(weekly)\n", in: "asc_packages.csv")
        try $0.replace(
          "    windows: [6, 12]\n",
          with: "    windows: [6, 12]\n  - {setting: adultSocialCare, windows: [12]}\n",
          in: "study.yml")
      }
    }
    let results = try care("none", -70)
    let line = try #require(results.costs.first { $0.setting == "adultSocialCare" })
    // P01, 4 January to 30 June 2016: 179 days at −10 pounds, over eight people.
    #expect(agree(try #require(line.treatedBefore), -10 * 179 / 8.0, relative: 1e-12))
    #expect(results.costs.last?.setting == "total")
    #expect(
      results.caveats.contains {
        $0.text.contains("less than nothing before or after for 1 of the matched people")
      })
    #expect(
      results.adequacy.flatMap(\.reasons).contains {
        $0.contains("of packages had a negative weekly cost, as a refund")
      })
    let outcome = try #require(results.outcomes.first { $0.outcome == "adultSocialCare" })
    #expect(outcome.rateOfChange == nil)
    #expect(outcome.notEstimated?.contains("refunds or corrections were booked") == true)
  }

  @Test("what the care of one person cost is hidden, however much it is")
  func careOfOne() throws {
    func care(_ rule: String) throws -> StudyResults {
      try DisclosureRunTests.results(rule) {
        try $0.replace(
          "    windows: [6, 12]\n",
          with: "    windows: [6, 12]\n  - {setting: adultSocialCare, windows: [12]}\n",
          in: "study.yml")
      }
    }
    let plain = try care("none")
    #expect(plain.monthlyRates.contains { $0.outcome == "adultSocialCare" && $0.rate ?? 0 > 0 })
    #expect(plain.costs.contains { $0.setting == "adultSocialCare" })
    let results = try care("{below: 5}")
    #expect(
      results.monthlyRates.allSatisfy { $0.outcome != "adultSocialCare" || $0.rate ?? 0 == 0 })
    #expect(results.costs.map(\.setting) == ["total"])
    #expect(results.costs.allSatisfy { $0.treatedBefore == nil })
    let arm = try #require(
      results.outcomes.first { $0.outcome == "adultSocialCare" }?.arms.first { $0.arm == .treated })
    #expect(arm.eventsBefore == .suppressed && arm.rateBefore == nil)
    #expect(arm.meanPerPersonBefore == nil)
  }
}
