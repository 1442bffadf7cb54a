import EvalStats
import EvalTestSupport
import Testing

/// Lloyd et al. 2019, doi:10.1136/bmjqs-2018-009130.
@Suite("Published: enhanced support for care homes")
struct LloydTests {
  private static let personYears = ["rp": 145.3, "rc": 139.3, "np": 182.1, "nc": 189.6]
  private static let countColumns = [
    "rp": "res_pilot", "rc": "res_ctl", "np": "nur_pilot", "nc": "nur_ctl",
  ]
  private static let outcomes = ["avoidable_em", "emergency", "ae", "outpatient"]

  private static func count(_ table: PrintedTable, _ outcome: String, _ group: String) -> Int? {
    countColumns[group].flatMap { Int(table[outcome, $0]) }
  }

  @Test("Table 3: every rate is events over person-years, to the printed decimals")
  func rates() throws {
    let table = try PrintedTable("lloyd2019-table3-counts")
    for outcome in LloydTests.outcomes {
      for (group, years) in LloydTests.personYears {
        let events = try #require(LloydTests.count(table, outcome, group))
        let rate = try #require(Rate(events: [Double(events)], time: [years]).perThousand) / 1000
        let printed = try #require(PrintedFigure(table[outcome, "rate_\(group)"]))
        #expect(printed.agrees(with: rate), "\(outcome) \(group): \(rate)")
      }
    }
  }

  @Test("Table 3: deaths are the printed percentages of people, and of deaths")
  func percentages() throws {
    let table = try PrintedTable("lloyd2019-table3-counts")
    let people = ["rp": 203, "rc": 203, "np": 365, "nc": 365]
    for (group, size) in people {
      let deaths = try #require(LloydTests.count(table, "deaths", group))
      let outside = try #require(LloydTests.count(table, "deaths_out_of_hosp", group))
      for (row, part, whole) in [
        ("deaths", deaths, size), ("deaths_out_of_hosp", outside, deaths),
      ] {
        let printed = try #require(PrintedFigure(table[row, "rate_\(group)"]))
        let percent = try #require(DisclosurePolicy.none.percent(part, of: whole))
        #expect(printed.agrees(with: percent / 100), "\(row) \(group): \(percent)")
      }
    }
  }

  @Test(
    "Table 3, residential homes: crude ratios with Wald and exact conditional intervals",
    arguments: [
      ("avoidable_em", [".496", ".317", ".777"], [".306", ".791"]),
      ("emergency", [".639", ".487", ".840"], [".481", ".846"]),
      ("ae", [".617", ".490", ".776"], [".486", ".781"]),
      ("outpatient", ["1.424", "1.192", "1.701"], ["1.188", "1.709"]),
    ])
  func crudeRatios(outcome: String, wald: [String], exact: [String]) throws {
    let table = try PrintedTable("lloyd2019-table3-counts")
    let ratio = try RateRatio(
      events: try #require(LloydTests.count(table, outcome, "rp")), time: 145.3,
      referenceEvents: try #require(LloydTests.count(table, outcome, "rc")), referenceTime: 139.3)
    let approximate = try ratio.wald()
    let conditional = try ratio.exact()
    let found = [approximate.estimate, approximate.lower, approximate.upper]
    for (value, text) in zip(found, wald) {
      #expect(try #require(PrintedFigure(text)).agrees(with: try #require(value)))
    }
    for (value, text) in zip([conditional.lower, conditional.upper], exact) {
      #expect(try #require(PrintedFigure(text)).agrees(with: try #require(value)))
    }
  }

  private static func ratio(_ row: [String: String]) -> PrintedRatio? {
    guard let ratio = row["rr"].flatMap(PrintedFigure.init),
      let lower = row["lo"].flatMap(PrintedFigure.init),
      let upper = row["hi"].flatMap(PrintedFigure.init)
    else { return nil }
    return PrintedRatio(ratio: ratio, lower: lower, upper: upper)
  }

  @Test("Table 4: every absolute difference is (ratio − 1) × the control rate")
  func absoluteDifferences() throws {
    let counts = try PrintedTable("lloyd2019-table3-counts")
    for row in try PrintedTable("lloyd2019-table4-adjusted").rows {
      let outcome = row["outcome"] == "avoidable" ? "avoidable_em" : try #require(row["outcome"])
      let group = row["home"] == "res" ? "rc" : "nc"
      let rate = try #require(PrintedFigure(counts[outcome, "rate_\(group)"]))
      for (ratioColumn, differenceColumn) in [("rr", "ad"), ("lo", "ad_lo"), ("hi", "ad_hi")] {
        let ratio = try #require(row[ratioColumn].flatMap(PrintedFigure.init))
        let printed = try #require(row[differenceColumn].flatMap(PrintedFigure.init))
        let computed = PrintedRatio.absoluteDifference(ratio: ratio, controlRate: rate)
        #expect(computed.agrees(with: printed), "\(outcome) \(group) \(ratioColumn)")
      }
    }
  }

  @Test("Table 4: seven of eight p-values follow from their intervals; .169 does not")
  func pValues() throws {
    var contradicted: [String] = []
    for row in try PrintedTable("lloyd2019-table4-adjusted").rows {
      let ratio = try #require(LloydTests.ratio(row))
      let printed = try #require(row["p"].flatMap(PrintedFigure.init))
      if !ratio.pValue.agrees(with: printed) {
        contradicted.append("\(row["home"] ?? "") \(row["outcome"] ?? "")")
        #expect(agree(ratio.pValue.range.lowerBound, 0.184, absolute: 0.0005))
        #expect(agree(ratio.pValue.range.upperBound, 0.208, absolute: 0.0005))
      }
    }
    #expect(contradicted == ["res outpatient"])
  }

  @Test("Table 4: the interaction of .020 for avoidable admissions does not follow; others do")
  func interactions() throws {
    let rows = try PrintedTable("lloyd2019-table4-adjusted").rows
    var contradicted: [String] = []
    for residential in rows where residential["home"] == "res" {
      let nursing = try #require(
        rows.first { $0["home"] == "nur" && $0["outcome"] == residential["outcome"] })
      let computed = try #require(LloydTests.ratio(residential))
        .interaction(with: try #require(LloydTests.ratio(nursing)))
      let printed = try #require(residential["p_interaction"].flatMap(PrintedFigure.init))
      if !computed.agrees(with: printed) {
        contradicted.append(residential["outcome"] ?? "")
        #expect(agree(computed.range.lowerBound, 0.0094, absolute: 0.00005))
        #expect(agree(computed.range.upperBound, 0.0153, absolute: 0.00005))
      }
    }
    #expect(contradicted == ["avoidable"])
  }
}
