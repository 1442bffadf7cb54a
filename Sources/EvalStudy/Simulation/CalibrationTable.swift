public import EvalStats
private import Foundation

/// How estimates and intervals of many simulated studies stand to the truth.
public struct CalibrationTable: Sendable, Equatable {
  /// A share of studies with its Monte Carlo standard error.
  public struct Share: Sendable, Equatable {
    /// Studies of which it holds, over all.
    public let value: Double
    /// √(p(1 − p)/n)
    public let error: Double
  }

  /// One mechanism, fit, outcome, window and truth.
  public struct Row: Sendable, Equatable {
    /// How people were taken on.
    public let mechanism: SelectionModel.Mechanism
    /// How the studies were analysed.
    public let fit: CalibrationFit
    /// What is counted.
    public let outcome: Setting
    /// Months before and after.
    public let windowMonths: Int
    /// The ratio that was at work.
    public let truth: Double
    /// Studies with an estimate and an interval.
    public let estimateCount: Int
    /// Studies without.
    public let failedCount: Int
    /// Mean of log estimate − log truth.
    public let bias: Double
    /// The Monte Carlo standard error of `bias`.
    public let biasError: Double
    /// Standard deviation of the log estimates over the studies.
    public let deviation: Double
    /// Mean of the standard errors the studies state.
    public let meanStandardError: Double
    /// Share of the intervals that hold the truth.
    public let coverage: Share
    /// Share of the studies that find a ratio other than 1 at 5%: false positives where the truth
    /// is 1, power elsewhere.
    public let rejection: Share
    /// Geometric mean of the estimates.
    public let meanEstimate: Double
    /// Geometric mean of the change among the treated alone; `nil` where nobody had any.
    public let meanNaive: Double?
    /// Mean number of people taken on.
    public let meanTreated: Double
    /// Mean number of sets matched.
    public let meanSets: Double

    /// Whether the fit is the one the protocol picks for the mechanism.
    public var isMain: Bool { fit == .main(for: mechanism) }

    /// Whether the row keeps its promise: 3.5–6.5% false positives where the truth is 1, 93.5–96.5%
    /// coverage elsewhere. `nil` without a single estimate, or where nothing is promised.
    public var keepsPromise: Bool? {
      guard estimateCount > 0, fit != .ratioBefore else { return nil }
      return truth == 1
        ? (0.035...0.065).contains(rejection.value) : (0.935...0.965).contains(coverage.value)
    }
  }

  /// The number of seeds, from 1 on.
  public let seedCount: Int
  /// Mechanisms, fits, outcomes, windows, truths, in this order.
  public let rows: [Row]

  /// Adds blocks up in their order.
  init(of calibration: Calibration, blocks: [CalibrationBlock]) {
    let layout = CalibrationLayout(of: calibration)
    var totals = Array(repeating: 0.0, count: layout.count)
    for block in blocks {
      for place in totals.indices { totals[place] += block.totals[place] }
    }
    let seedCount = blocks.reduce(0) { $0 + $1.seeds.count }
    self.seedCount = seedCount
    rows = layout.cells.indices.map {
      Row(of: layout, cell: $0, totals: totals, studyCount: seedCount)
    }
  }
}

extension CalibrationTable.Row {
  init(of layout: CalibrationLayout, cell place: Int, totals: [Double], studyCount: Int) {
    let cell = layout.cells[place]
    func total(_ figure: CalibrationLayout.Figure) -> Double {
      totals[layout.place(of: figure, cell: place)]
    }
    let count = total(.count)
    let divisor = max(1, count)
    let bias = total(.error) / divisor
    // Around the mean; never below zero by rounding.
    let squares = max(0, total(.squaredError) - divisor * bias * bias)
    func share(_ figure: CalibrationLayout.Figure) -> CalibrationTable.Share {
      let share = total(figure) / divisor
      return .init(value: share, error: (share * (1 - share) / divisor).squareRoot())
    }
    mechanism = cell.mechanism
    fit = cell.fit
    outcome = cell.outcome
    windowMonths = cell.months
    truth = cell.truth
    estimateCount = Int(count)
    failedCount = studyCount - Int(count)
    self.bias = bias
    deviation = (squares / max(1, count - 1)).squareRoot()
    biasError = deviation / divisor.squareRoot()
    meanStandardError = total(.standardError) / divisor
    coverage = share(.covered)
    rejection = share(.rejected)
    meanEstimate = cell.fit.target(cell.truth) * exp(bias)
    let mechanism = layout.mechanisms.firstIndex(of: cell.mechanism) ?? 0
    let naive = layout.placeOfNaive(
      mechanism, outcome: layout.outcomes.firstIndex(of: cell.outcome) ?? 0,
      window: layout.windowMonths.firstIndex(of: cell.months) ?? 0,
      truth: layout.truths.firstIndex(of: cell.truth) ?? 0)
    meanNaive = totals[naive] > 0 ? exp(totals[naive + 1] / totals[naive]) : nil
    meanTreated = totals[layout.placeOfTreated(mechanism)] / Double(max(1, studyCount))
    meanSets = totals[layout.placeOfSets(mechanism, cell.fit)] / Double(max(1, studyCount))
  }
}
