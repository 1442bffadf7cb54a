import EvalStats
import EvalStudy

extension ReportPage {
  /// A line of Table 1.
  struct BalanceLine {
    let covariate: String
    let treated: String
    let candidates: String
    let treatedMatched: String
    let controls: String
    let before: String
    let after: String
    let flag: String
    let varianceRatio: String
    let ks: String
    let verdict: String

    /// |SMD × 100| from which a line is marked.
    static let threshold = 10.0

    init(_ row: StudyResults.BalanceRow) {
      // What is hidden is marked as a hidden count is; what does not exist as such.
      let none = row.note == nil ? "–" : "*"
      func mean(_ value: Double?) -> String {
        value.map { row.isBinary ? "\(Numbers.plain(100 * $0, 1))%" : Numbers.plain($0, 2) } ?? none
      }
      func hundredfold(_ value: Double?) -> String {
        value.map { Numbers.plain(100 * $0, 1) } ?? none
      }
      covariate = row.covariate
      treated = mean(row.meanTreated)
      candidates = mean(row.meanCandidates)
      treatedMatched = mean(row.meanTreatedMatched)
      controls = mean(row.meanControlsMatched)
      before = hundredfold(row.standardisedDifferencePooledBefore)
      after = hundredfold(row.standardisedDifferencePooledAfter)
      flag = BalanceLine.isImbalanced(row) ? "flag" : ""
      varianceRatio = row.varianceRatioAfter.map { Numbers.plain($0, 2) } ?? "–"
      ks = row.kolmogorovSmirnovAfter.map { Numbers.plain($0, 3) } ?? none
      verdict = row.verdict?.label ?? "–"
    }

    /// Whether a line is over the usual limit after matching.
    static func isImbalanced(_ row: StudyResults.BalanceRow) -> Bool {
      abs(row.standardisedDifferencePooledAfter ?? 0) * 100 > threshold
    }

    /// How many characteristics are balanced, in a sentence.
    static func summary(of rows: [StudyResults.BalanceRow]) -> String {
      guard !rows.isEmpty else { return "No characteristic was compared." }
      let over = rows.filter(isImbalanced).map(\.covariate)
      let before = rows.count {
        abs($0.standardisedDifferencePooledBefore ?? 0) * 100 > threshold
      }
      let opening =
        "Of \(rows.count) characteristics \(before) differed by more than a standardised "
        + "difference of 10 before matching"
      let hidden = rows.count { row in
        [row.meanTreated, row.meanCandidates, row.meanTreatedMatched, row.meanControlsMatched]
          .contains(nil)
      }
      let closing =
        hidden == 0
        ? ""
        : " Some figures of \(hidden) \(hidden == 1 ? "characteristic" : "characteristics") are "
          + "hidden (*), because they rest on few people."
      return over.isEmpty
        ? "\(opening); none does after it.\(closing)"
        : "\(opening); after it \(over.count) still \(over.count == 1 ? "does" : "do"): "
          + "\(over.joined(separator: ", ")).\(closing)"
    }
  }

  /// One outcome in one window.
  struct Outcome {
    struct ArmLine {
      let name: String
      let people: String
      let eventsBefore: String
      let eventsAfter: String
      let monthsBefore: String
      let monthsAfter: String
      let rateBefore: String
      let rateAfter: String
      let meanBefore: String
      let meanAfter: String
      let change: String
    }

    struct FindingLine {
      let estimand: String
      let method: String
      let estimate: String
      let p: String
      let caveats: [String]
    }

    let label: String
    let window: String
    let unit: String
    let isPrimary: Bool
    let sentence: String
    let notEstimated: String?
    let arms: [ArmLine]
    let hasArms: Bool
    let findings: [FindingLine]
    let hasFindings: Bool
    let adjusted: String?

    init(_ result: StudyResults.OutcomeResult) {
      label = result.label
      window = ReportPage.window(result.windowMonths)
      unit = result.unit
      isPrimary = result.isPrimary
      sentence = result.sentence
      notEstimated = result.notEstimated
      arms = result.arms.map(Outcome.line)
      hasArms = !arms.isEmpty
      findings = ([result.rateOfChange].compactMap { $0 } + result.alternatives).map {
        FindingLine(
          estimand: $0.estimand, method: $0.method, estimate: Numbers.interval(of: $0),
          p: Numbers.probability($0.pValue), caveats: $0.caveats)
      }
      hasFindings = !findings.isEmpty
      adjusted = result.adjustedPValue.map {
        "p after adjustment for the number of tests (\(result.adjustmentMethod ?? "Holm")): "
          + Numbers.probability($0)
      }
    }

    private static func line(_ rates: StudyResults.ArmRates) -> ArmLine {
      func optional(_ value: Double?, _ decimals: Int) -> String {
        value.map { Numbers.plain($0, decimals) } ?? "*"
      }
      return ArmLine(
        name: rates.arm == .treated ? "MDT" : "Matched controls",
        people: ReportPage.count(rates.people),
        eventsBefore: ReportPage.count(rates.eventsBefore),
        eventsAfter: ReportPage.count(rates.eventsAfter),
        monthsBefore: optional(rates.personMonthsBefore, 0),
        monthsAfter: optional(rates.personMonthsAfter, 0),
        rateBefore: optional(rates.rateBefore, 1), rateAfter: optional(rates.rateAfter, 1),
        meanBefore: optional(rates.meanPerPersonBefore, 2),
        meanAfter: optional(rates.meanPerPersonAfter, 2),
        change: ReportPage.percentChange(rates.change))
    }
  }

  /// Deaths in one window.
  struct MortalityLine {
    let window: String
    let treated: String
    let control: String
    let ratio: String
    let sentence: String

    init(_ result: StudyResults.MortalityResult) {
      window = ReportPage.window(result.windowMonths)
      treated = ReportPage.count(result.deathsTreated)
      control = ReportPage.count(result.deathsControl)
      ratio = result.ratio.map { Numbers.interval(of: $0) } ?? "–"
      sentence = result.sentence
    }
  }

  /// Another way of asking.
  struct SensitivityLine {
    let outcome: String
    let window: String
    let label: String
    let ratio: String
    let note: String

    init(_ fit: StudyResults.SensitivityFit, in results: StudyResults) {
      outcome = ReportPage.label(of: fit.outcome, in: results)
      window = ReportPage.window(fit.windowMonths)
      label = fit.label
      ratio = fit.finding.map { Numbers.interval(of: $0) } ?? "–"
      note = fit.note
    }
  }

  /// The cost of one setting.
  struct CostLine {
    let rowClass: String
    let label: String
    let window: String
    let payer: String
    let treatedBefore: String
    let treatedAfter: String
    let controlBefore: String
    let controlAfter: String
    let difference: String
    let basis: String

    init(_ result: StudyResults.CostResult) {
      rowClass = result.setting == "total" ? "total" : ""
      label = result.label
      window = ReportPage.window(result.windowMonths)
      payer = result.payer
      func pounds(_ mean: Double?) -> String { mean.map { Numbers.pounds($0) } ?? "*" }
      treatedBefore = pounds(result.treatedBefore)
      treatedAfter = pounds(result.treatedAfter)
      controlBefore = pounds(result.controlBefore)
      controlAfter = pounds(result.controlAfter)
      difference = Numbers.poundsInterval(of: result.differenceInDifferences)
      basis = result.basis
    }
  }

  /// What a source can carry.
  struct AdequacyLine {
    let source: String
    let verdict: String
    let kind: String
    let reasons: [String]

    init(_ adequacy: StudyResults.AdequacyVerdict) {
      source = adequacy.source
      kind = adequacy.verdict.rawValue
      verdict = Self.words(adequacy.verdict)
      reasons = adequacy.reasons
    }

    static func words(_ verdict: StudyResults.AdequacyVerdict.Verdict) -> String {
      switch verdict {
      case .adequate: "adequate"
      case .withCare: "with care"
      case .notUsable: "not usable"
      }
    }
  }

  /// What became of the rows of one extract.
  struct InputLine {
    let source: String
    let file: String
    let read: String
    let kept: String
    let refused: String
    let hash: String

    init(_ input: StudyResults.Provenance.Input) {
      source = input.source
      file = input.fileName
      read = ReportPage.count(input.rowsRead)
      kept = ReportPage.count(input.rowsKept)
      refused =
        input.refused.isEmpty
        ? "none"
        : input.refused.map {
          "\(ReportPage.count($0.rows)): \($0.reason) (first at \($0.firstPlace))"
        }.joined(separator: "; ")
      hash = input.sha256
    }
  }

  /// Something to keep in mind.
  struct CaveatLine {
    let severity: String
    let text: String
  }
}
