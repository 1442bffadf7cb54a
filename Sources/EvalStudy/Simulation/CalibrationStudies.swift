internal import EvalStats
private import Foundation

/// The studies of one seed, analysed.
struct CalibrationStudies {
  /// In the order of the layout.
  private(set) var figures: [Double]
  private let calibration: Calibration
  private let layout: CalibrationLayout

  init(of calibration: Calibration, layout: CalibrationLayout, seed: UInt64) {
    self.calibration = calibration
    self.layout = layout
    figures = Array(repeating: 0, count: layout.count)
    let people = SimulatedPeople(calibration.configuration, seed: seed)
    var cell = 0
    for (place, mechanism) in layout.mechanisms.enumerated() {
      let register = people.register(selectedBy: mechanism)
      let histories = layout.truths.map {
        people.history(of: register, under: calibration.effects($0))
      }
      figures[layout.placeOfTreated(place)] = Double(register.indexDates.count { $0 != nil })
      addNaive(place, register, histories)
      let matched = MatchedSets(calibration, mechanism, register, histories[0])
      for fit in CalibrationFit.tried(under: mechanism) {
        let cohort = matched.cohorts[fit]
        figures[layout.placeOfSets(place, fit)] = Double(
          cohort?.arms.count { $0 == .treated } ?? 0)
        let time = PersonTime(
          of: register, censorsControlsAtOwnIndex: fit == .laterCensored)
        for outcome in layout.outcomes {
          for months in layout.windowMonths {
            for (history, truth) in zip(histories, layout.truths) {
              let counts = cohort.flatMap {
                try? PrePostCounts(
                  of: $0, time: time, history: history, setting: outcome,
                  windows: PrePostWindows(months: months))
              }
              if let estimate = counts.flatMap({ LogEstimate(fit, $0) }) {
                add(estimate, truth: fit.target(truth), cell: cell)
              }
              cell += 1
            }
          }
        }
      }
    }
  }

  private mutating func add(_ estimate: LogEstimate, truth: Double, cell: Int) {
    let error = estimate.value - log(truth)
    let values: [CalibrationLayout.Figure: Double] = [
      .count: 1, .error: error, .squaredError: error * error,
      .standardError: estimate.standardError,
      .covered: abs(error) <= estimate.reach ? 1 : 0,
      .rejected: abs(estimate.value) > estimate.reach ? 1 : 0,
    ]
    for (figure, value) in values { figures[layout.place(of: figure, cell: cell)] = value }
  }

  /// The rate after over the rate before among everyone taken on, as a before/after report has it.
  private mutating func addNaive(
    _ mechanism: Int, _ register: PersonRegister, _ histories: [ActivityHistory]
  ) {
    let people = register.indexDates.indices.filter { register.indexDates[$0] != nil }
    let cohort = Cohort(
      persons: people, indexDates: people.compactMap { register.indexDates[$0] },
      arms: people.map { _ in .treated }, sets: Array(people.indices),
      weights: people.map { _ in 1 })
    let time = PersonTime(of: register)
    for (outcome, setting) in layout.outcomes.enumerated() {
      for (window, months) in layout.windowMonths.enumerated() {
        for (truth, history) in histories.enumerated() {
          let ratio = CalibrationStudies.change(
            of: cohort, time: time, history, setting, PrePostWindows(months: months))
          guard let ratio else { continue }
          let place = layout.placeOfNaive(mechanism, outcome: outcome, window: window, truth: truth)
          figures[place] = 1
          figures[place + 1] = log(ratio)
        }
      }
    }
  }

  private static func change(
    of cohort: Cohort, time: PersonTime, _ history: ActivityHistory, _ setting: Setting,
    _ windows: PrePostWindows
  ) -> Double? {
    guard
      let members = try? history.observableSets(of: cohort, setting: setting, windows: windows)
        .members
    else { return nil }
    func rate(in window: Window) -> Double {
      var use = 0.0
      var months = 0.0
      for member in members {
        let days = time.days(
          of: cohort.persons[member], arm: .treated, indexDate: cohort.indexDates[member],
          in: window)
        guard let days else { continue }
        use += history.total(
          of: cohort.persons[member], in: setting, from: days.lowerBound,
          through: days.upperBound)
        months += time.months(
          of: cohort.persons[member], arm: .treated, indexDate: cohort.indexDates[member],
          in: window)
      }
      return months > 0 ? use / months : 0
    }
    let before = rate(in: windows.before)
    let after = rate(in: windows.after)
    return before > 0 && after > 0 ? after / before : nil
  }
}

/// The matched sets of each fit of one study; a fit that nobody could be matched for has none.
private struct MatchedSets {
  var cohorts: [CalibrationFit: Cohort] = [:]

  init(
    _ calibration: Calibration, _ mechanism: SelectionModel.Mechanism, _ register: PersonRegister,
    _ history: ActivityHistory
  ) {
    let recent = try? RiskSetPreparation(calibration.design, register, history: history)
    let earlier = try? RiskSetPreparation(
      calibration.design.withoutRecentUse, register, history: history)
    cohorts[.recentUse] = try? recent?.cohort()
    cohorts[.withoutRecentUse] = try? earlier?.cohort()
    let main = cohorts[CalibrationFit.main(for: mechanism)]
    cohorts[.adjustedForBaseline] = main
    cohorts[.plainPoisson] = main
    cohorts[.ratioBefore] = main
    guard mechanism == .recordedUse else { return }
    // Whoever may serve is the same, however long they are followed.
    cohorts[.laterCensored] = try? recent?.cohort(laterTreated: .censored)
    cohorts[.laterFollowed] = cohorts[.laterCensored]
    cohorts[.neverTreated] =
      calibration.excludesAllLaterTreated
      ? cohorts[.recentUse] : try? recent?.cohort(laterTreated: .neverTreated)
  }
}

/// An estimate on the log scale: its standard error and half the width of its interval.
private struct LogEstimate {
  let value: Double
  let standardError: Double
  let reach: Double

  /// Analyses counts by a fit; `nil` without an estimate or an interval.
  init?(_ fit: CalibrationFit, _ counts: PrePostCounts) {
    guard let change = try? RateOfChange(counts) else { return nil }
    switch fit {
    case .recentUse, .withoutRecentUse, .laterCensored, .laterFollowed, .neverTreated:
      self.init(try? change.ratio())
    case .adjustedForBaseline:
      self.init(try? change.adjustedForBaseline())
    case .ratioBefore:
      self.init(try? change.level(in: .before))
    case .plainPoisson:
      guard let ratio = try? change.ratio() else { return nil }
      let standardError = counts.poissonStandardError
      self.init(
        value: log(ratio.estimate), standardError: standardError,
        reach: Normal.standard.upperQuantile(0.025) * standardError)
    }
  }

  private init?(_ finding: Finding?) {
    guard let finding, let standardError = finding.standardError, let lower = finding.lower,
      finding.upper != nil, lower > 0
    else { return nil }
    let value = log(finding.estimate)
    self.init(value: value, standardError: standardError, reach: value - log(lower))
  }

  private init(value: Double, standardError: Double, reach: Double) {
    self.value = value
    self.standardError = standardError
    self.reach = reach
  }
}

extension PrePostCounts {
  /// √Σ 1/Y over the weighted events of the four cells: the standard error of the log ratio of
  /// changes if every event came by itself.
  fileprivate var poissonStandardError: Double {
    var events: [Arm: (before: Double, after: Double)] = [:]
    for member in 0..<count {
      events[arms[member], default: (0, 0)].before += weights[member] * before[member]
      events[arms[member], default: (0, 0)].after += weights[member] * after[member]
    }
    let information = Arm.allCases.compactMap { events[$0] }.reduce(0) {
      $0 + 1 / $1.before + 1 / $1.after
    }
    return information.squareRoot()
  }
}

extension Calibration {
  /// The truth that multiplies every outcome by a ratio.
  func effects(_ ratio: Double) -> TrueEffects {
    func effect(_ setting: Setting) -> Double { outcomes.contains(setting) ? ratio : 1 }
    return TrueEffects(
      aAndE: effect(.aAndE), nonElective: effect(.nonElective), elective: effect(.elective),
      dayCase: effect(.dayCase), outpatient: effect(.outpatient),
      socialCareCost: effect(.adultSocialCare))
  }

  /// Whether the design's own rule leaves nobody among the controls who is ever taken on.
  var excludesAllLaterTreated: Bool {
    switch design.laterTreated {
    case .neverTreated: true
    case .censored: false
    case .excludedWithin(let days):
      configuration.indexDates.lowerBound.advanced(by: days) >= configuration.indexDates.upperBound
    }
  }
}
