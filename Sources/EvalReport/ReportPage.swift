import EvalStats
import EvalStudy

/// What the template shows: every number already a text, every choice already made.
///
/// The names of the properties are the names in `Templates/report.mustache`.
struct ReportPage {
  let style: String
  let title: String
  let question: String
  let scope: String
  let isSynthetic: Bool
  let headlines: [Headline]
  let headlineCaveats: [String]
  let hasHeadlineCaveats: Bool
  let contrasts: [Contrast]
  let flows: [Flow]
  let population: String
  let populationDifference: String?
  let balanceSummary: String
  let balanceVerdict: String?
  let lovePlot: Drawing?
  let balance: [BalanceLine]
  let monthCharts: [Drawing]
  let forest: Drawing?
  let outcomes: [Outcome]
  /// False for a study that is a match alone.
  let hasOutcomes: Bool
  let mortality: [MortalityLine]
  let hasMortality: Bool
  let sensitivityChart: Drawing?
  let sensitivity: [SensitivityLine]
  let hasSensitivity: Bool
  let costs: [CostLine]
  let costSentences: [String]
  let hasCosts: Bool
  let adequacy: [AdequacyLine]
  let outcomeAdequacy: [OutcomeAdequacyLine]
  let hasOutcomeAdequacy: Bool
  let concentration: [ConcentrationLine]
  let reach: [ReachTable]
  let firstContacts: [FirstContactTable]
  let populationSentences: [String]
  let hasPopulation: Bool
  let inputs: [InputLine]
  let caveats: [CaveatLine]
  let matchMethod: String
  let matchFigures: String
  let selection: String
  let disclosure: String
  let version: String
  let seed: String
  let protocolHash: String

  init(_ results: StudyResults, style: String) {
    let study = results.study
    self.style = style
    title = study.title
    question = study.question
    scope =
      "People first seen \(study.indexFrom) to \(study.indexTo); records from "
      + "\(study.coverageFrom) to \(study.coverageTo). \(study.description)"
    isSynthetic = study.isSynthetic
    headlines = Headline.all(of: results)
    headlineCaveats = results.caveats.filter { $0.severity == .headline }.map(\.text)
    hasHeadlineCaveats = !headlineCaveats.isEmpty
    contrasts = results.outcomes.compactMap(Contrast.init)
    flows = Flow.all(of: results.flow)
    population = results.match.population
    populationDifference = results.match.populationDifference
    balanceSummary = BalanceLine.summary(of: results.balance)
    balanceVerdict = results.balanceJudgement?.sentence
    lovePlot = LovePlot.chart(of: results.balance).map { Drawing($0) }
    balance = results.balance.map(BalanceLine.init)
    monthCharts = Drawing.months(of: results)
    forest = Drawing.forest(of: results.outcomes)
    outcomes = results.outcomes.map(Outcome.init)
    hasOutcomes = !outcomes.isEmpty
    mortality = results.mortality.map(MortalityLine.init)
    hasMortality = !mortality.isEmpty
    sensitivityChart = Drawing.sensitivity(of: results)
    sensitivity = results.sensitivity.map { SensitivityLine($0, in: results) }
    hasSensitivity = !sensitivity.isEmpty
    costs = results.costs.map(CostLine.init)
    costSentences = results.costs.filter { $0.setting == "total" }.map(\.sentence)
    hasCosts = !costs.isEmpty
    adequacy = results.adequacy.map(AdequacyLine.init)
    outcomeAdequacy = (results.outcomeAdequacy ?? []).map(OutcomeAdequacyLine.init)
    hasOutcomeAdequacy = !outcomeAdequacy.isEmpty
    let spread = results.population
    concentration = (spread?.concentration ?? []).map(ConcentrationLine.init)
    reach = ReachTable.all(of: spread?.reach ?? [])
    firstContacts = FirstContactTable.all(of: spread?.firstContacts ?? [])
    populationSentences = spread?.sentences ?? []
    hasPopulation = !concentration.isEmpty || !reach.isEmpty
    inputs = results.provenance.inputs.map(InputLine.init)
    caveats = results.caveats.map {
      CaveatLine(severity: $0.severity.rawValue, text: $0.text)
    }
    matchMethod = results.match.method
    matchFigures = ReportPage.figures(of: results.match)
    selection =
      "The protocol declares that people were selected on \(study.selectionMechanism)."
    disclosure = study.disclosure
    version = results.provenance.evalStatsVersion
    seed = String(results.provenance.seed)
    protocolHash = results.provenance.protocolHash
  }

  private static func figures(of match: StudyResults.MatchSummary) -> String {
    let caliper =
      match.caliperWidth.map { "; caliper \(Numbers.plain($0, 3)) on the score" } ?? ""
    return "\(match.treatedMatched) of \(match.treated) MDT people matched to "
      + "\(match.controlsMatched) controls (\(Numbers.plain(match.controlsPerTreated, 2)) each) "
      + "out of \(match.candidates) candidates, in \(match.sets) sets; effective number of "
      + "controls \(count(match.effectiveSampleSizeControls)); a control serves "
      + "\(match.maximumReuse) time(s) at most\(caliper)."
  }
}

extension ReportPage {
  /// A sentence at the top of the page.
  struct Headline {
    let kind: String
    let text: String

    /// The primary outcome first, then the longest window of each other outcome, then the cost.
    static func all(of results: StudyResults) -> [Headline] {
      let estimated = results.outcomes.filter { $0.rateOfChange != nil }
      let primary = estimated.filter(\.isPrimary)
      var longest: [String: StudyResults.OutcomeResult] = [:]
      for outcome in estimated
      where outcome.windowMonths > longest[outcome.outcome]?.windowMonths ?? 0 {
        longest[outcome.outcome] = outcome
      }
      let others = estimated.filter { outcome in
        longest[outcome.outcome] == outcome && !primary.contains { $0.outcome == outcome.outcome }
      }
      let costs = results.costs.filter { $0.setting == "total" }
      let cost = costs.max { $0.windowMonths < $1.windowMonths }
      return primary.map { Headline(kind: "primary", text: $0.sentence) }
        + others.map { Headline(kind: "secondary", text: $0.sentence) }
        + (cost.map { [Headline(kind: "secondary", text: $0.sentence)] } ?? [])
    }
  }

  /// The naive change, the controls' change and the difference between them.
  struct Contrast {
    let outcome: String
    let window: String
    let naive: String
    let controls: String
    let ratio: String

    init?(_ result: StudyResults.OutcomeResult) {
      guard let rateOfChange = result.rateOfChange else { return nil }
      outcome = result.label
      window = ReportPage.window(result.windowMonths)
      naive = ReportPage.percentChange(result.naiveChange)
      controls = ReportPage.percentChange(result.arms.first { $0.arm == .control }?.change)
      ratio = Numbers.interval(of: rateOfChange)
    }
  }

  /// The people of one arm and how many were lost at each step.
  struct Flow {
    struct Step {
      let label: String
      let remaining: String
      let losses: [Loss]
      let hasLosses: Bool
    }

    struct Loss {
      let count: String
      let reason: String
    }

    let title: String
    let steps: [Step]

    static func all(of steps: [StudyResults.FlowStep]) -> [Flow] {
      [(Arm.treated, "People seen by the MDT"), (.control, "Candidate controls")].map {
        arm, title in
        Flow(
          title: title,
          steps: steps.filter { $0.arm == arm }.map { step in
            Step(
              label: step.label, remaining: ReportPage.count(step.remaining),
              losses: step.lost.map { Loss(count: ReportPage.count($0.count), reason: $0.reason) },
              hasLosses: !step.lost.isEmpty)
          })
      }
    }
  }

  /// A chart and its specification, as markup.
  struct Drawing {
    let heading: String
    let svg: String
    let specification: String

    init(_ chart: Chart, heading: String = "") {
      self.heading = heading
      svg = chart.svg.markup
      specification = chart.specification.json
    }

    static func months(of results: StudyResults) -> [Drawing] {
      var seen: Set<String> = []
      return results.outcomes.filter { seen.insert($0.outcome).inserted }.compactMap { outcome in
        MonthlyRateChart.chart(
          of: results.monthlyRates.filter { $0.outcome == outcome.outcome },
          label: outcome.label, unit: outcome.unit
        ).map { Drawing($0, heading: outcome.label) }
      }
    }

    static func forest(of outcomes: [StudyResults.OutcomeResult]) -> Drawing? {
      let rows = outcomes.compactMap { outcome in
        outcome.rateOfChange.map {
          ForestPlot.Row(
            label: "\(outcome.label), \(ReportPage.window(outcome.windowMonths))",
            style: outcome.isPrimary ? "primary" : "secondary", finding: $0)
        }
      }
      return ForestPlot.chart(
        of: rows, title: "Rate-of-change ratio by outcome and window",
        axis: "← fell more with the MDT     ratio of change     rose more with the MDT →"
      ).map { Drawing($0) }
    }

    static func sensitivity(of results: StudyResults) -> Drawing? {
      let rows = results.sensitivity.compactMap { fit in
        fit.finding.map {
          ForestPlot.Row(
            group: "\(ReportPage.label(of: fit.outcome, in: results)), "
              + ReportPage.window(fit.windowMonths),
            label: fit.label, style: "secondary", finding: $0)
        }
      }
      return ForestPlot.chart(
        of: rows, title: "The same question asked in other ways", axis: "Ratio"
      ).map { Drawing($0) }
    }
  }

  /// "12 months".
  static func window(_ months: Int) -> String { months == 1 ? "1 month" : "\(months) months" }

  /// A count with thousands separated, or the mark of a hidden one.
  static func count(_ count: DisclosedCount) -> String {
    switch count {
    case .exact(let number): Numbers.plain(Double(number), 0)
    case .suppressed: "*"
    }
  }

  /// The label an outcome goes by.
  static func label(of outcome: String, in results: StudyResults) -> String {
    results.outcomes.first { $0.outcome == outcome }?.label ?? outcome
  }

  /// A ratio of rates as a change in per cent with its interval: "−21% (−30% to −11%)".
  static func percentChange(_ finding: Finding?) -> String {
    guard let finding else { return "–" }
    func percent(_ ratio: Double) -> String {
      let change = 100 * (ratio - 1)
      return change > 0.5 ? "+\(Numbers.plain(change, 0))%" : "\(Numbers.plain(change, 0))%"
    }
    guard let lower = finding.lower, let upper = finding.upper else {
      return percent(finding.estimate)
    }
    return "\(percent(finding.estimate)) (\(percent(lower)) to \(percent(upper)))"
  }
}
