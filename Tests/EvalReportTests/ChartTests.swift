import EvalStats
import Foundation
import Testing

@testable import EvalReport

@Suite("Charts")
struct ChartTests {
  @Test("a linear scale maps its ends to its ends and holds values outside")
  func linearScale() {
    let scale = Scale(lower: 0, upper: 50, start: 100, end: 0)
    #expect(scale.position(of: 0) == 100)
    #expect(scale.position(of: 50) == 0)
    #expect(scale.position(of: 25) == 50)
    #expect(scale.position(of: 70) == 0)
    #expect(scale.ticks() == [0, 10, 20, 30, 40, 50])
  }

  @Test("a logarithmic scale puts a ratio and its inverse at equal distance from 1")
  func logarithmicScale() {
    let scale = Scale(.logarithmic, lower: 0.5, upper: 2, start: 0, end: 200)
    #expect(abs(scale.position(of: 1) - 100) < 1e-9)
    let down = 100 - scale.position(of: 0.8)
    let up = scale.position(of: 1.25) - 100
    #expect(abs(down - up) < 1e-9)
    #expect(scale.ticks().contains(1))
  }

  @Test(
    "steps are 1, 2 or 5 times a power of ten",
    arguments: [(0.03, 0.05), (0.7, 1), (1, 1), (3, 5), (12, 20), (60, 100)])
  func roundSteps(rough: Double, step: Double) {
    #expect(abs(Scale.roundStep(rough) - step) < 1e-12)
  }

  @Test("markup escapes the five characters that mean something")
  func escapesMarkup() {
    let element = SVGElement("text", [("class", "a\"b")], text: "<script>'&'</script>")
    #expect(
      element.markup
        == "<text class=\"a&quot;b\">&lt;script&gt;&#39;&amp;&#39;&lt;/script&gt;</text>")
    #expect(VegaLite.quoted("</script>\"\\") == "\"\\u003c/script>\\\"\\\\\"")
  }

  @Test("a forest plot draws a whisker from limit to limit and leaves out nothing it was given")
  func forestPlot() throws {
    let finding = Finding(
      estimand: "rate-of-change ratio", method: "m", estimate: 0.8, standardError: 0.1,
      lower: 0.6, upper: 1.1, pValue: 0.2)
    let rows = ["a", "b"].map {
      ForestPlot.Row(label: $0, style: "primary", finding: finding)
    }
    let chart = try #require(ForestPlot.chart(of: rows, title: "t", axis: "x"))
    let markup = chart.svg.markup
    #expect(markup.components(separatedBy: "primary whisker").count == 3)
    #expect(markup.contains("0.80 (0.60 to 1.10)"))
    #expect(chart.specification.json.contains("\"lower\":0.6"))
    #expect(ForestPlot.chart(of: [], title: "t", axis: "x") == nil)
  }

  @Test("a forest plot has room for its labels, says a group once and ends at its axis")
  func forestPlotRoom() throws {
    let label = String(repeating: "long ", count: 16)
    func row(_ group: String, _ upper: Double) -> ForestPlot.Row {
      ForestPlot.Row(
        group: group, label: label, style: "primary",
        finding: Finding(
          estimand: "", method: "m", estimate: 20, standardError: 1, lower: 0.01, upper: upper,
          pValue: 0.2))
    }
    let chart = try #require(
      ForestPlot.chart(
        of: [row("A&E", 500), row("A&E", 30), row("NEL", 30)], title: "t", axis: "x"))
    let markup = chart.svg.markup
    #expect(markup.components(separatedBy: "class=\"group\"").count == 3)
    #expect(chart.specification.json.contains("NEL: long"))
    let whiskers = markup.components(separatedBy: "<line ").filter { $0.contains("whisker") }
    #expect(whiskers.count == 3)
    for whisker in whiskers {
      let numbers = whisker.components(separatedBy: "\"").compactMap(Double.init)
      // x1 clears 80 letters of six pixels, and x2 leaves room for the figures.
      #expect(numbers[0] > 480 && numbers[2] <= numbers[0] + 311)
    }
  }

  @Test("numbers read as a reader expects them")
  func numbers() {
    #expect(Numbers.plain(1_234_567.891, 1) == "1,234,567.9")
    #expect(Numbers.plain(-0.5, 2) == "−0.50")
    #expect(Numbers.plain(-0.001, 2) == "0.00")
    #expect(Numbers.pounds(-1_234.4) == "−£1,234")
    #expect(Numbers.pounds(0.2) == "£0")
    #expect(Numbers.probability(0.00042) == "< 0.001")
    #expect(Numbers.probability(0.0312) == "0.031")
    #expect(Numbers.probability(nil) == "–")
    #expect(Numbers.shortest(0.5) == "0.5")
    #expect(Numbers.shortest(1) == "1")
    #expect(Numbers.shortest(1.25) == "1.25")
  }

  @Test("a change is printed in per cent with its sign and its interval")
  func percentChange() {
    let finding = Finding(
      estimand: "", method: "", estimate: 0.79, standardError: nil, lower: 0.7, upper: 1.05,
      pValue: nil)
    #expect(ReportPage.percentChange(finding) == "−21% (−30% to +5%)")
    #expect(ReportPage.percentChange(nil) == "–")
  }
}
