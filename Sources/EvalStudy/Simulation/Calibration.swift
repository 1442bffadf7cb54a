private import Dispatch
public import EvalStats
private import Synchronization

/// Whether the intervals of the default analysis hold what they promise.
///
/// Each seed makes one study of known truth and runs it through the library as `evalrun run` would:
/// risk-set match, counts before and after, rate-of-change ratio. Over many seeds the 95% intervals
/// should cover the truth in 95% of the studies, and the estimates should average to it. No seed is
/// chosen and none is left out: a study that could not be analysed counts as failed in the table.
///
/// What it shows holds for the simulator's people and its mechanism of selection. With selection on
/// what no record holds the same analysis is biased, and a second run says by how much.
public struct Calibration: Sendable {
  /// What is simulated.
  public var configuration: SimulationConfiguration
  /// How it is matched.
  public var design: RiskSetDesign
  /// What is counted.
  public var outcomes: [Setting]
  /// Months before and after.
  public var windowMonths: [Int]

  /// Creates a calibration; the defaults are the pilot, its default design and the four outcomes.
  public init(
    configuration: SimulationConfiguration = .pilot, design: RiskSetDesign = Calibration.design,
    outcomes: [Setting] = [.aAndE, .nonElective, .outpatient, .adultSocialCare],
    windowMonths: [Int] = [6, 12]
  ) {
    self.configuration = configuration
    self.design = design
    self.outcomes = outcomes
    self.windowMonths = windowMonths
  }

  /// The default design of the main job with what a study of an MDT matches on: who people are and
  /// the past of every outcome it measures, of crises in the last month, in the two before it and in
  /// the rest of the year.
  public static let design = RiskSetDesign(
    covariates: [
      .age, .sex, .attribute("imd_decile"), .attribute("long_term_conditions"),
      .priorUse(.aAndE, firstDay: -30, lastDay: -1),
      .priorUse(.aAndE, firstDay: -91, lastDay: -31),
      .priorUse(.aAndE, firstDay: -365, lastDay: -92),
      .priorUse(.nonElective, firstDay: -30, lastDay: -1),
      .priorUse(.nonElective, firstDay: -91, lastDay: -31),
      .priorUse(.nonElective, firstDay: -365, lastDay: -92),
      .priorUse(.outpatient, firstDay: -365, lastDay: -1),
      .priorUse(.elective, firstDay: -365, lastDay: -1),
      .priorUse(.dayCase, firstDay: -365, lastDay: -1),
      .priorUse(.adultSocialCare, firstDay: -365, lastDay: -1),
    ])

  /// One study analysed.
  struct Replicate: Sendable {
    var setCount = 0
    var treatedCount = 0
    /// By outcome, then window; `nil` where there is no estimate.
    var findings: [Finding?] = []
    /// The change among all the treated, no controls.
    var naiveRatios: [Double?] = []
  }

  /// Analyses the studies of all the seeds and puts them together in the order of the seeds.
  ///
  /// - Parameters:
  ///   - seeds: One study each.
  ///   - threads: Studies analysed at once; the table does not depend on it.
  ///   - progress: Told the number of studies done, from any thread.
  /// - Complexity: about a second of processor time a study of the pilot's size.
  public func run(
    seeds: ClosedRange<UInt64>, threads: Int,
    progress: (@Sendable (Int) -> Void)? = nil
  ) -> CalibrationTable {
    let first = seeds.lowerBound
    let count = Int(seeds.upperBound - first) + 1
    let replicates = Mutex([Replicate?](repeating: nil, count: count))
    let doneCount = Mutex(0)
    let workers = max(1, min(threads, count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for place in stride(from: worker, to: count, by: workers) {
        let replicate = replicate(seed: first + UInt64(place))
        replicates.withLock { $0[place] = replicate }
        let done = doneCount.withLock {
          $0 += 1
          return $0
        }
        progress?(done)
      }
    }
    return CalibrationTable(
      of: self, seeds: seeds, replicates: replicates.withLock { $0.compactMap { $0 } })
  }

  /// Simulates and analyses one study.
  func replicate(seed: UInt64) -> Replicate {
    let study = StudySimulator(configuration).simulate(seed: seed)
    var replicate = Replicate(
      treatedCount: study.register.indexDates.count { $0 != nil },
      naiveRatios: cells.map { naiveRatio(of: $0.outcome, months: $0.months, in: study) })
    guard let match = try? design.match(study.register, history: study.history) else {
      replicate.findings = cells.map { _ in nil }
      return replicate
    }
    replicate.setCount = match.setCount
    let time = PersonTime(
      of: study.register, censorsControlsAtOwnIndex: design.censorsControlsAtOwnIndex)
    replicate.findings = cells.map { cell in
      let counts = try? PrePostCounts(
        of: match.cohort, time: time, history: study.history, setting: cell.outcome,
        windows: PrePostWindows(months: cell.months))
      return try? counts.map { counts in try RateOfChange(counts).ratio() }
    }
    return replicate
  }

  /// Outcomes × windows, in the order of the table.
  var cells: [(outcome: Setting, months: Int)] {
    outcomes.flatMap { outcome in windowMonths.map { (outcome, $0) } }
  }

  /// The rate after over the rate before among everyone taken on, as a before/after report has it.
  private func naiveRatio(
    of outcome: Setting, months: Int, in study: SimulatedStudy
  ) -> Double? {
    let windows = PrePostWindows(months: months)
    let time = PersonTime(of: study.register)
    let coverage = study.history.coverage(of: outcome)
    var use = (before: 0.0, after: 0.0)
    var months = (before: 0.0, after: 0.0)
    for person in 0..<study.register.count {
      guard let index = study.register.indexDates[person],
        index.advanced(by: windows.before.firstDay) >= coverage.lowerBound,
        index.advanced(by: windows.after.lastDay) <= coverage.upperBound
      else { continue }
      func add(_ window: Window, _ use: inout Double, _ months: inout Double) {
        guard
          let days = time.days(of: person, arm: .treated, indexDate: index, in: window)
        else { return }
        use += study.history.total(
          of: person, in: outcome, from: days.lowerBound, through: days.upperBound)
        months += time.months(of: person, arm: .treated, indexDate: index, in: window)
      }
      add(windows.before, &use.before, &months.before)
      add(windows.after, &use.after, &months.after)
    }
    guard use.before > 0, months.before > 0, months.after > 0 else { return nil }
    return use.after / months.after / (use.before / months.before)
  }
}
