import EvalStats
import Foundation
import Testing

@testable import EvalStudy

@Suite("The calibration of tests and intervals")
struct CalibrationTests {
  @Test("The table is the same whatever the number of threads")
  func threads() throws {
    let one = try ThreadLimit.atMost(1) { try Self.small.run(seedCount: 3) }
    let many = try ThreadLimit.atMost(3) { try Self.small.run(seedCount: 3) }
    #expect(one == many)
    // Eight fits under recorded use, five under latent need; one outcome, one window, two truths.
    #expect(one.rows.count == 26)
    #expect(one.rows.allSatisfy { $0.estimateCount + $0.failedCount == 3 })
    #expect(one.rows.allSatisfy { $0.meanSets > 15 && $0.meanTreated == 40 })
    #expect(one.rows.filter(\.isMain).map(\.mechanism.rawValue).count == 4)
  }

  @Test("The match is the same whatever the truth")
  func sameMatch() throws {
    let calibration = Self.small
    let people = SimulatedPeople(calibration.configuration, seed: 4)
    for mechanism in SelectionModel.Mechanism.allCases {
      let register = people.register(selectedBy: mechanism)
      for design in [calibration.design, calibration.design.withoutRecentUse] {
        let cohorts = try calibration.truths.map { truth in
          try design.match(
            register, history: people.history(of: register, under: calibration.effects(truth))
          ).cohort
        }
        #expect(cohorts[0] == cohorts[1])
        #expect(cohorts[0].count > 40)
      }
    }
  }

  @Test("The figures are those of the library's own match and fits")
  func figures() throws {
    let calibration = Self.small
    let layout = CalibrationLayout(of: calibration)
    let studies = CalibrationStudies(of: calibration, layout: layout, seed: 2)
    var configuration = calibration.configuration
    configuration.selection.mechanism = .recordedUse
    configuration.effects = TrueEffects(aAndE: 0.7)
    let study = StudySimulator(configuration).simulate(seed: 2)
    func change(_ laterTreated: RiskSetDesign.LaterTreated) throws -> RateOfChange {
      var design = calibration.design
      design.laterTreated = laterTreated
      let match = try design.match(study.register, history: study.history)
      return try RateOfChange(
        PrePostCounts(
          of: match.cohort,
          time: PersonTime(
            of: study.register, censorsControlsAtOwnIndex: design.censorsControlsAtOwnIndex),
          history: study.history, setting: .aAndE, windows: PrePostWindows(months: 6)))
    }
    let main = try change(calibration.design.laterTreated)
    let expected: [(CalibrationFit, Finding)] = [
      (.recentUse, try main.ratio()), (.adjustedForBaseline, try main.adjustedForBaseline()),
      (.ratioBefore, try main.level(in: .before)),
      (.laterCensored, try change(.censored).ratio()),
      (.neverTreated, try change(.neverTreated).ratio()),
    ]
    for (fit, finding) in expected {
      let cell = try #require(
        layout.cells.firstIndex {
          $0.mechanism == .recordedUse && $0.fit == fit && $0.truth == 0.7
        })
      let truth = fit == .ratioBefore ? 1 : 0.7
      func figure(_ figure: CalibrationLayout.Figure) -> Double {
        studies.figures[layout.place(of: figure, cell: cell)]
      }
      #expect(figure(.count) == 1)
      #expect(abs(figure(.error) - log(finding.estimate / truth)) < 1e-12, "\(fit)")
      #expect(figure(.standardError) == finding.standardError, "\(fit)")
      let (lower, upper) = (try #require(finding.lower), try #require(finding.upper))
      #expect((figure(.covered) == 1) == (lower...upper).contains(truth), "\(fit)")
      #expect((figure(.rejected) == 1) == !(lower...upper).contains(1), "\(fit)")
    }
    // Plain Poisson: the same estimate, 1/√ of the weighted events, the normal distribution.
    let plain = try #require(
      layout.cells.firstIndex {
        $0.mechanism == .recordedUse && $0.fit == .plainPoisson && $0.truth == 0.7
      })
    let quasi = try main.quasiPoisson()
    let dispersion = try #require(main.dispersion)
    let standardError = try #require(quasi.standardError) / dispersion.squareRoot()
    #expect(
      abs(studies.figures[layout.place(of: .standardError, cell: plain)] - standardError) < 1e-12)
  }

  @Test("A study that cannot be analysed counts as failed and is not left out")
  func failures() throws {
    var calibration = Self.small
    calibration.design.covariates = [.attribute("shoe_size")]
    let table = try calibration.run(seedCount: 2)
    #expect(table.rows.allSatisfy { $0.failedCount == 2 && $0.estimateCount == 0 })
    #expect(table.rows.allSatisfy { $0.meanSets == 0 && $0.keepsPromise == nil })
    #expect(table.rows.allSatisfy { $0.bias == 0 && $0.coverage.error == 0 })
  }

  @Test("Bias, coverage and rejection are counted on the log scale, with Monte Carlo errors")
  func arithmetic() throws {
    let layout = CalibrationLayout(of: Self.small)
    let cell = try #require(layout.cells.firstIndex { $0.fit == .recentUse && $0.truth == 0.7 })
    // Four studies with log estimates off by 0, ln 2, −ln 2 and 0; two of the intervals hold the
    // truth and two do not hold 1. A fifth failed.
    let two = log(2.0)
    var blocks: [CalibrationBlock] = []
    for errors in [[0, two], [-two, 0]] {
      var totals = Array(repeating: 0.0, count: layout.count)
      totals[layout.place(of: .count, cell: cell)] = 2
      totals[layout.place(of: .error, cell: cell)] = errors.reduce(0, +)
      totals[layout.place(of: .squaredError, cell: cell)] = errors.reduce(0) { $0 + $1 * $1 }
      totals[layout.place(of: .standardError, cell: cell)] = 0.2
      totals[layout.place(of: .covered, cell: cell)] = 1
      totals[layout.place(of: .rejected, cell: cell)] = 1
      let naive = layout.placeOfNaive(0, outcome: 0, window: 0, truth: 1)
      totals[naive] = 1
      totals[naive + 1] = blocks.isEmpty ? log(0.25) : 0
      blocks.append(
        CalibrationBlock(seeds: blocks.isEmpty ? 1...2 : 3...5, totals: totals))
    }
    let row = CalibrationTable(of: Self.small, blocks: blocks).rows[cell]
    #expect(row.estimateCount == 4)
    #expect(row.failedCount == 1)
    #expect(abs(row.bias) < 1e-15)
    #expect(abs(row.deviation - 0.5659) < 1e-4)  // ln 2 · √(2/3)
    #expect(abs(row.biasError - 0.28297) < 1e-4)
    #expect(row.meanStandardError == 0.1)
    #expect(row.coverage == .init(value: 0.5, error: 0.25))
    #expect(row.rejection == .init(value: 0.5, error: 0.25))
    #expect(row.meanNaive.map { abs($0 - 0.5) < 1e-15 } == true)
    #expect(abs(row.meanEstimate - 0.7) < 1e-15)
    #expect(row.keepsPromise == false)
  }

  @Test("The page opens in plain words and shows every mechanism, the default test in bold")
  func page() throws {
    let table = try Self.small.run(seedCount: 2)
    let page = table.markdown
    #expect(page.hasPrefix("# Calibration\n\n**In plain words.** We made 2 pretend pilots"))
    #expect(page.contains("--seeds 2`"))
    for heading in ["recorded use", "latent need"] {
      #expect(page.contains("\n## Selected on \(heading)\n"), "\(heading)")
    }
    #expect(page.contains("| **matched on recent use** | aAndE | 6 | "))
    #expect(page.contains("| **matched without recent use"))
    #expect(page.contains("\n## Who may be a control among people taken on later\n"))
    #expect(!page.contains("nan"))
    let lines = table.csv.split(separator: "\n")
    #expect(lines.count == 27)
    #expect(lines.first?.hasPrefix("selection,fit,is_main,outcome") == true)
    #expect(lines.allSatisfy { $0.count { $0 == "," } == 21 })
  }

  /// Few people, few seeds: the arithmetic, not the statistics.
  static var small: Calibration {
    var configuration = SimulationConfiguration.pilot
    configuration.personCount = 700
    configuration.treatingPracticeCount = configuration.practiceCount
    configuration.newContactsByMonth = [10, 10, 10, 10]
    var design = Calibration.design
    design.covariates = [
      .age, .attribute("long_term_conditions"), .priorUse(.aAndE, firstDay: -91, lastDay: -1),
      .priorUse(.nonElective, firstDay: -365, lastDay: -1),
    ]
    return Calibration(
      configuration: configuration, design: design, mechanisms: [.recordedUse, .latentNeed],
      outcomes: [.aAndE], windowMonths: [6])
  }
}
