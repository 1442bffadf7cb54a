/// Which way of a measure is good.
public enum GoodDirection: String, Sendable, Codable, CaseIterable {
  /// More is better.
  case higher
  /// Less is better.
  case lower
  /// Neither is better in itself, as of activity.
  case neither
}

/// What counts as a special cause, after NHS England's *Making Data Count*.
///
/// With the default numbers a process that does not change still shows a signal now and then: about
/// 3 points in 1,000 fall outside the limits, and a run of 7 on one side comes about once in 130
/// points of a long chart, once in 280 of charts of two years, whose centre is their own mean (by
/// simulation of independent normal values).
public struct SpecialCauseRules: Sendable, Equatable {
  /// How many points on one side of the centre make a shift.
  public let shiftLength: Int
  /// How many points, each above or each below the one before, make a trend.
  public let trendLength: Int
  /// Whether two of three successive points beyond two thirds of the same limit count.
  public let countsTwoOfThree: Bool

  /// Creates rules.
  ///
  /// - Precondition: Lengths of at least 2 and 3.
  public init(shiftLength: Int = 7, trendLength: Int = 7, countsTwoOfThree: Bool = true) {
    precondition(shiftLength >= 2, "a shift of \(shiftLength) points")
    precondition(trendLength >= 3, "a trend of \(trendLength) points")
    self.shiftLength = shiftLength
    self.trendLength = trendLength
    self.countsTwoOfThree = countsTwoOfThree
  }
}

/// How a control chart is drawn.
public struct ChartDesign: Sendable, Equatable {
  /// Which way is good.
  public let good: GoodDirection
  /// What counts as a special cause.
  public let rules: SpecialCauseRules
  /// The first periods, counted from 0, of new stretches whose limits are worked out afresh.
  public let steps: [Int]
  /// The periods, counted from 0, that the limits of their stretch rest on; `nil` for the whole
  /// stretch.
  public let baseline: ClosedRange<Int>?
  /// Whether moving ranges above 3.27 times their mean are left out of the limits, once.
  public let omitsLargeRanges: Bool
  /// Whether the points either side of missing periods make a moving range.
  public let rangesSpanGaps: Bool
  /// The fewest observed points limits may rest on.
  public let fewestPoints: Int
  /// Limits from fewer observed points than this are said to be provisional.
  public let settledPoints: Int
  /// What the measure is meant to reach; `nil` for none.
  public let target: Double?

  /// Creates a design.
  ///
  /// - Precondition: `fewestPoints` of at least 3.
  public init(
    good: GoodDirection = .neither, rules: SpecialCauseRules = SpecialCauseRules(),
    steps: [Int] = [], baseline: ClosedRange<Int>? = nil, omitsLargeRanges: Bool = false,
    rangesSpanGaps: Bool = false, fewestPoints: Int = 10, settledPoints: Int = 20,
    target: Double? = nil
  ) {
    precondition(fewestPoints >= 3, "limits from \(fewestPoints) points")
    self.good = good
    self.rules = rules
    self.steps = steps
    self.baseline = baseline
    self.omitsLargeRanges = omitsLargeRanges
    self.rangesSpanGaps = rangesSpanGaps
    self.fewestPoints = fewestPoints
    self.settledPoints = settledPoints
    self.target = target
  }

  /// The same with other steps.
  public func rebased(at steps: [Int]) -> ChartDesign {
    ChartDesign(
      good: good, rules: rules, steps: steps, baseline: baseline,
      omitsLargeRanges: omitsLargeRanges, rangesSpanGaps: rangesSpanGaps,
      fewestPoints: fewestPoints, settledPoints: settledPoints, target: target)
  }

  /// The stretches between steps.
  func stretches(of count: Int) throws(ProcessControlError) -> [Range<Int>] {
    guard count > 0 else { throw .tooFewPoints(found: 0, needed: fewestPoints, from: 0) }
    var starts = [0]
    for step in steps.sorted() {
      guard step > 0, step < count, step != starts[starts.count - 1] else {
        throw .stepOutOfRange(period: step, count: count)
      }
      starts.append(step)
    }
    let stretches = starts.indices.map {
      starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : count)
    }
    if let baseline {
      guard
        stretches.contains(where: {
          $0.contains(baseline.lowerBound) && $0.contains(baseline.upperBound)
        })
      else {
        throw .baselineOutOfRange(first: baseline.lowerBound, last: baseline.upperBound)
      }
    }
    return stretches
  }

  /// The periods of a stretch its limits rest on.
  func limitPeriods(of stretch: Range<Int>) -> Range<Int> {
    guard let baseline, stretch.contains(baseline.lowerBound) else { return stretch }
    return baseline.lowerBound..<(baseline.upperBound + 1)
  }
}
