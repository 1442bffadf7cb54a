/// A measure over time with the limits common causes keep it within, and where they did not.
///
/// Points within the limits and without a signal tell nothing apart from each other: the chart says
/// whether a process changed, not why, and without a comparison not whether a programme changed it.
/// The rules suppose points that do not hang together beyond the process's own level; a strong season
/// or autocorrelation makes signals of its own.
public struct ControlChart: Sendable, Equatable {
  /// What is charted and how its limits are made.
  public enum Kind: String, Sendable, Equatable {
    /// Single values, limits from moving ranges.
    case individuals = "X"
    /// The moving ranges of single values.
    case movingRanges = "mR"
    /// Shares with binomial limits.
    case proportions = "p"
    /// Shares with Laney's limits.
    case adjustedProportions = "p′"
    /// Rates with Poisson limits.
    case rates = "u"
    /// Rates with Laney's limits.
    case adjustedRates = "u′"
    /// Counts from like areas with Poisson limits.
    case counts = "c"
  }

  /// One period.
  public struct Point: Sendable, Equatable {
    /// The period, counted from 0.
    public let period: Int
    /// The value; `nil` where missing.
    public let value: Double?
    /// The centre line.
    public let centre: Double
    /// The lower limit; `nil` where a missing period has no size to set it by.
    public let lower: Double?
    /// The upper limit; `nil` likewise.
    public let upper: Double?
    /// How far the limits would lie from the centre if the measure had no bounds: a count or share
    /// near 0 has a limit that is cut off there, and is no nearer to it for that. `nil` likewise.
    public let reach: Double?
  }

  /// Periods that share a centre.
  public struct Stretch: Sendable, Equatable {
    /// The periods, counted from 0.
    public let periods: Range<Int>
    /// The mean the limits lie about.
    public let centre: Double
    /// The mean moving range (X and mR charts), Laney's σ of the standardised values (p′ and u′), or
    /// 1.
    public let spread: Double
    /// How many observed points the limits rest on.
    public let limitPointCount: Int
    /// How many moving ranges were left out as too large.
    public let omittedRangeCount: Int
    /// Whether the limits rest on fewer points than the design calls settled.
    public let isProvisional: Bool
  }

  /// What is charted.
  public let kind: Kind
  /// How.
  public let design: ChartDesign
  /// One a period.
  public let points: [Point]
  /// In the order of time.
  public let stretches: [Stretch]
  /// Special causes, by rule and then by time.
  public let signals: [SpecialCause]
  /// What a reader must know beside the chart, one sentence each.
  public let caveats: [String]

  /// The signals a period is part of.
  public func signals(at period: Int) -> [SpecialCause] {
    signals.filter { $0.periods.contains(period) }
  }

  init(
    kind: Kind, design: ChartDesign, points: [Point], stretches: [Stretch],
    rules: SpecialCauseRules?, caveats: [String]
  ) {
    self.kind = kind
    self.design = design
    self.points = points
    self.stretches = stretches
    let search = SpecialCauseSearch(
      points: points, good: kind == .movingRanges ? .neither : design.good)
    signals = search.signals(in: stretches.map(\.periods), rules: rules)
    // The first range of a stretch is not missing: there is none.
    let missing = kind == .movingRanges ? 0 : points.count { $0.value == nil }
    self.caveats = ControlChart.common(design, points.count, missing, stretches) + caveats
  }

  private static func common(
    _ design: ChartDesign, _ count: Int, _ missing: Int, _ stretches: [Stretch]
  ) -> [String] {
    var caveats: [String] = []
    if missing > 0 {
      caveats.append(
        "\(missing) of \(count) periods \(missing == 1 ? "is" : "are") missing; runs and "
          + "trends pass over \(missing == 1 ? "it" : "them").")
    }
    for stretch in stretches where stretch.isProvisional {
      caveats.append(
        "The limits from period \(stretch.periods.lowerBound + 1) rest on "
          + "\(stretch.limitPointCount) points and are provisional below \(design.settledPoints).")
    }
    for stretch in stretches where stretch.omittedRangeCount > 0 {
      caveats.append(
        "The limits from period \(stretch.periods.lowerBound + 1) leave out "
          + "\(stretch.omittedRangeCount) moving "
          + "\(stretch.omittedRangeCount == 1 ? "range" : "ranges") above 3.27 times their mean.")
    }
    return caveats
  }
}
