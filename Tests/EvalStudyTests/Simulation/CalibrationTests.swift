import EvalStats
import Testing

@testable import EvalStudy

@Suite("The calibration of the intervals")
struct CalibrationTests {
  @Test("The table is the same whatever the number of threads")
  func threads() {
    let calibration = Self.small
    let one = calibration.run(seeds: 1...3, threads: 1)
    let many = calibration.run(seeds: 1...3, threads: 3)
    #expect(one == many)
    #expect(one.rows.count == 2)
    #expect(one.rows.allSatisfy { $0.estimateCount + $0.failedCount == 3 })
    #expect(one.meanSets > 20)
  }

  @Test("A study that cannot be analysed counts as failed and is not left out")
  func failures() {
    var calibration = Self.small
    calibration.design.covariates = [.attribute("shoe_size")]
    let table = calibration.run(seeds: 5...6, threads: 1)
    #expect(table.rows.map(\.failedCount) == [2, 2])
    #expect(table.rows.map(\.estimateCount) == [0, 0])
    #expect(table.meanSets == 0)
  }

  @Test("Bias, coverage and rejection are counted on the log scale, with Monte Carlo errors")
  func arithmetic() {
    func finding(_ estimate: Double, _ lower: Double, _ upper: Double) -> Finding {
      Finding(
        estimand: "ratio", method: "made up", estimate: estimate, standardError: 0.1, lower: lower,
        upper: upper, pValue: nil)
    }
    let row = CalibrationTable.Row(
      .aAndE, months: 12, truth: 0.5,
      findings: [
        finding(0.5, 0.4, 0.6), finding(1, 0.8, 1.2), nil, finding(0.25, 0.2, 0.3),
        finding(0.5, 0.3, 1.1),
      ], naive: [0.25, 1])
    // log ratios to the truth: 0, ln 2, −ln 2, 0
    #expect(row.estimateCount == 4)
    #expect(row.failedCount == 1)
    #expect(abs(row.bias) < 1e-15)
    #expect(abs(row.deviation - 0.5659) < 1e-4)  // ln 2 · √(2/3)
    #expect(abs(row.biasError - 0.28297) < 1e-4)
    #expect(row.coverage == 0.5)
    #expect(row.coverageError == 0.25)
    #expect(row.rejection == 0.5)
    #expect(abs(row.meanNaive - 0.5) < 1e-15)
    #expect(abs(row.meanEstimate - 0.5) < 1e-15)
  }

  @Test("The page says what was run and holds the three tables")
  func page() {
    let table = Self.small.run(seeds: 1...2, threads: 1)
    let report = CalibrationReport(recordedUse: table, latentNeed: table, withoutUse: table)
    #expect(report.markdown.contains("--seeds 2`"))
    #expect(report.markdown.contains("Selection on recorded use, seeds 1…2"))
    #expect(report.markdown.split(separator: "\n").count { $0.hasPrefix("| aAndE | 6 |") } == 3)
    let lines = report.csv.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines.first?.hasPrefix("matched_on,selection,first_seed") == true)
    #expect(lines.allSatisfy { $0.count { $0 == "," } == 20 })
  }

  /// Few people, few seeds: the arithmetic, not the statistics.
  private static var small: Calibration {
    var configuration = SimulationConfiguration.pilot
    configuration.personCount = 1200
    configuration.newContactsByMonth = [10, 10, 10, 10]
    return Calibration(
      configuration: configuration, outcomes: [.aAndE, .outpatient], windowMonths: [6])
  }
}
