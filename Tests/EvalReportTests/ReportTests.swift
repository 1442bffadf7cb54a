import EvalStats
import Foundation
import Testing

@testable import EvalReport
@testable import EvalStudy

@Suite("Report")
struct ReportTests {
  private func example() throws -> StudyResults {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/example-results.json")
    return try JSONDecoder().decode(StudyResults.self, from: Data(contentsOf: file))
  }

  @Test("the page carries every section, chart and sentence")
  func everySection() throws {
    let results = try example()
    let page = try Report.html(for: results)
    for section in [
      "short", "matched", "people", "balance", "months", "outcomes", "costs", "data", "limits",
      "methods",
    ] {
      #expect(page.contains("<section id=\"\(section)\">"), "section \(section)")
    }
    for outcome in results.outcomes {
      #expect(page.contains(outcome.sentence.replacing("&", with: "&amp;")), "\(outcome.label)")
    }
    // A love plot, three outcomes by month, a forest and the sensitivity panel.
    #expect(page.components(separatedBy: "<svg ").count - 1 == 6)
    #expect(page.components(separatedBy: "application/vnd.vegalite.v5+json").count - 1 == 6)
    #expect(page.contains("Not estimated: record-level data cover 1 April 2016"))
    #expect(!page.contains("{{"))
  }

  @Test("the verdict on balance and who was left out are said where they are known")
  func balanceVerdict() throws {
    var results = try example()
    #expect(try !Report.html(for: results).contains("alike in the two groups"))
    results.balanceJudgement = .init(
      verdict: .flagged, sentence: "2 of the 3 characteristics are alike in the two groups.",
      denominator: .pooled, thresholds: .usual)
    results.balance[0].verdict = .withinNoise
    results.match.populationDifference = "They differ most from those left out in Age."
    let page = try Report.html(for: results)
    #expect(page.contains("<p>2 of the 3 characteristics are alike in the two groups.</p>"))
    #expect(page.contains("<td>within noise</td>"))
    #expect(page.contains(" They differ most from those left out in Age.</p>"))
  }

  @Test("text of the study is escaped, and nothing is asked of the network")
  func selfContained() throws {
    let page = try Report.html(for: example())
    #expect(page.contains("Example &lt;pilot&gt; &amp; networks"))
    #expect(!page.contains("<pilot>"))
    for outside in ["src=", "href=\"http", "@import", "url("] {
      #expect(!page.contains(outside), "\(outside)")
    }
  }

  @Test("the same results make the same page, byte for byte")
  func deterministic() throws {
    #expect(try Report.html(for: example()) == Report.html(for: example()))
  }

  @Test("synthetic data are announced at the top, real data are not")
  func syntheticBanner() throws {
    var results = try example()
    #expect(try Report.html(for: results).contains("Synthetic data."))
    results.study.isSynthetic = false
    #expect(try !Report.html(for: results).contains("Synthetic data."))
  }

  @Test("a line breaks at the first MDT and at a hidden month")
  func brokenLines() throws {
    var rates = try example().monthlyRates.filter { $0.outcome == "aAndE" && $0.arm == .treated }
      .sorted { $0.month < $1.month }
    #expect(MonthlyRateChart.consecutive(rates).map(\.count) == [12, 12])
    rates.removeAll { $0.month == -4 || $0.month == 7 }
    #expect(MonthlyRateChart.consecutive(rates).map(\.count) == [8, 3, 6, 5])
  }

  @Test("a hidden count is a star in the page")
  func suppressedCounts() throws {
    let page = try Report.html(for: example())
    #expect(page.contains("<li>* look-back too short</li>"))
  }

  @Test("a share and a mean that are hidden are stars in the page, and are said to be")
  func suppressedFigures() throws {
    var results = try example()
    let place = try #require(results.balance.firstIndex { $0.isBinary })
    let plain = try Report.html(for: results)
    #expect(!plain.contains("some figures are hidden"))
    results.balance[place].meanTreatedMatched = nil
    results.balance[place].standardisedDifferencePooledAfter = nil
    results.balance[place].kolmogorovSmirnovAfter = nil
    results.balance[place].note = "hidden"
    let cost = try #require(results.costs.indices.last)
    results.costs[cost].treatedBefore = nil
    let page = try Report.html(for: results)
    func stars(_ page: String) -> Int {
      page.components(separatedBy: "<td class=\"n\">*</td>").count
        + page.components(separatedBy: "<td class=\"n \">*</td>").count
    }
    // Three of the characteristic and one of the costs.
    #expect(stars(page) - stars(plain) == 4)
    #expect(
      page.contains(
        "Some figures of 1 characteristic are hidden (*), because they rest on few people."))
  }
}
