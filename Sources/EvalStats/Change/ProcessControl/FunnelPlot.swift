private import Foundation

/// Groups such as practices or networks about a common centre, each beside what chance, given its
/// size, and ordinary variation between groups would make of it.
///
/// A z-score on a scale where counts are near normal says how far a group lies from the centre. Its
/// mean square over I groups, extremes winsorised or trimmed, is φ; with weights w = 1/s²,
/// τ² = max{0, (Iφ − (I − 1))/(Σw − Σw²/Σw)} (Spiegelhalter 2005, doi:10.1002/sim.1970 for limits and
/// doi:10.1136/qshc.2005.013755 for over-dispersion; DerSimonian and Laird 1986,
/// doi:10.1016/0197-2456(86)90046-2). Groups outside of the limits differ; the funnel does not say
/// why, and groups are not a ranking. Small groups are to be hidden by a `DisclosurePolicy` where the
/// funnel is shown.
public struct FunnelPlot: Sendable, Equatable {
  /// Where a group lies.
  public enum Flag: String, Sendable, Codable {
    /// Between the 95% limits.
    case inControl
    /// Above the upper 95% limit.
    case high95
    /// Above the upper 99.8% limit.
    case high998
    /// Below the lower 95% limit.
    case low95
    /// Below the lower 99.8% limit.
    case low998
  }

  /// Lower and upper limits of 95% and 99.8%.
  public struct Limits: Sendable, Equatable {
    /// 2.5% lie below it.
    public let lower95: Double
    /// 2.5% lie above it; `nil` beyond what numbers hold, on a logarithmic scale.
    public let upper95: Double?
    /// 0.1% lie below it.
    public let lower998: Double
    /// 0.1% lie above it; `nil` likewise.
    public let upper998: Double?

    init(_ limit: (Double) -> Double) {
      func upper(_ share: Double) -> Double? {
        let value = limit(share)
        return value.isFinite ? value : nil
      }
      lower95 = limit(0.025)
      upper95 = upper(0.975)
      lower998 = limit(0.001)
      upper998 = upper(0.999)
    }

    func flag(_ value: Double) -> Flag {
      if let upper998, value > upper998 { return .high998 }
      if let upper95, value > upper95 { return .high95 }
      if value < lower998 { return .low998 }
      return value < lower95 ? .low95 : .inControl
    }
  }

  /// One group.
  public struct Group: Sendable, Equatable {
    /// Its rate, share or ratio.
    public let value: Double
    /// What sets the funnel's width: exposure, total or expected events; for log ratios 1/SE².
    public let size: Double
    /// The limits at its size.
    public let limits: Limits
    /// (value − centre)/√(s²φ) or /√(s² + τ²) on the funnel's scale.
    public let zScore: Double
    /// Where it lies.
    public let flag: Flag
  }

  /// The common rate, share or ratio.
  public let centre: Double
  /// One a row of the measure.
  public let groups: [Group]
  /// The mean square of the z-scores before any widening, extremes dealt with; `nil` below
  /// `fewestGroups`.
  public let dispersion: Double?
  /// The standard deviation of the groups' true values on the funnel's scale; 0 unless additive.
  public let betweenDeviation: Double
  /// How the funnel was widened.
  public let method: FunnelDispersion
  /// What a reader must know beside the funnel.
  public let caveats: [String]
  private let ruler: FunnelRuler

  /// The fewest groups over-dispersion is judged from.
  public static let fewestGroups = 10

  /// Compares groups.
  ///
  /// - Parameters:
  ///   - measure: One row a group.
  ///   - target: The centre; `nil` for the groups' pooled value, which for ratios is ΣO/ΣE and for
  ///     log ratios the exponential of their mean with weights 1/SE².
  ///   - widening: How over-dispersion widens the limits.
  ///   - extremes: How extreme groups count in it.
  ///   - scale: Of the z-scores and of widened limits; log ratios have their own.
  /// - Throws: `unequalColumns`, `invalidValue`, `noEvents` (also where everyone has the event),
  ///   `tooFewGroups` for a widened funnel of fewer than `fewestGroups`.
  /// - Complexity: O(*groups* log *groups*)
  public init(
    _ measure: FunnelMeasure, target: Double? = nil, widening: FunnelDispersion = .additive,
    extremes: ExtremeGroups = .winsorised(0.1), scale: FunnelScale = .varianceStabilised
  ) throws(ProcessControlError) {
    let (first, second) = try measure.checked()
    guard widening == .none ? !first.isEmpty : first.count >= FunnelPlot.fewestGroups else {
      throw .tooFewGroups(
        found: first.count, needed: widening == .none ? 1 : FunnelPlot.fewestGroups)
    }
    let ruler = try FunnelRuler(measure, scale: scale, target: target, first, second)
    let points = first.indices.map { ruler.place(first[$0], second[$0]) }
    if scale == .logarithm, let row = points.firstIndex(where: { !$0.y.isFinite }) {
      throw .invalidValue(
        column: "events", row: row,
        allowed: "between none and all, which the logarithm needs (the variance-stabilised scale "
          + "does not)")
    }
    let spread = FunnelSpread(points, centre: ruler.y(ruler.centre), extremes: extremes)
    let isJudged = first.count >= FunnelPlot.fewestGroups
    let factor = widening == .multiplicative ? max(1, spread.dispersion) : 1
    let between = widening == .additive ? spread.betweenVariance : 0
    self.ruler = FunnelRuler(
      ruler, factor: factor, betweenVariance: between, isExact: widening == .none)
    centre = ruler.centre
    dispersion = isJudged ? spread.dispersion : nil
    betweenDeviation = between.squareRoot()
    method = widening
    groups = first.indices.map { [ruler = self.ruler] row in
      let value = ruler.value(first[row], second[row])
      let size = ruler.size(second[row])
      let limits = ruler.limits(size)
      return Group(
        value: value, size: size, limits: limits,
        zScore: (points[row].y - ruler.y(ruler.centre)) / ruler.deviation(points[row].s),
        flag: limits.flag(value))
    }
    var caveats: [String] = []
    if widening == .none, isJudged, spread.isBeyondChance {
      caveats.append(
        "The groups vary \(Decimals.text(spread.dispersion, places: 1)) times as much as chance "
          + "alone would make them, so that limits by chance alone flag too many.")
    }
    if target == nil {
      caveats.append("The centre is the groups' own pooled value, to which each contributes.")
    }
    self.caveats = caveats
  }

  /// The limits of a group of a size, to draw the funnel; exact limits of shares are those of the
  /// nearest whole number of people, of one at least.
  ///
  /// - Precondition: `size` is above 0 and finite.
  /// - Complexity: O(1)
  public func limits(atSize size: Double) -> Limits {
    precondition(size > 0 && size.isFinite, "a size above 0, found \(size)")
    return ruler.limits(size)
  }
}

/// φ and τ² of z-scores.
struct FunnelSpread {
  let dispersion: Double
  let betweenVariance: Double
  let isBeyondChance: Bool

  init(_ points: [(y: Double, s: Double)], centre: Double, extremes: ExtremeGroups) {
    let scores = points.map { ($0.y - centre) / $0.s }
    let sorted = scores.sorted()
    var kept = Array(points.indices)
    var squares = scores.map { $0 * $0 }
    switch extremes {
    case .kept: break
    case .winsorised(let share), .trimmed(let share):
      precondition(share >= 0 && share < 0.5, "a share below a half, found \(share)")
      let low = Quantile.ofSorted(sorted, at: share)
      let high = Quantile.ofSorted(sorted, at: 1 - share)
      if case .trimmed = extremes { kept = kept.filter { scores[$0] >= low && scores[$0] <= high } }
      squares = scores.map { min(max($0, low), high) }.map { $0 * $0 }
    }
    let count = Double(kept.count)
    let sum = kept.reduce(0) { $0 + squares[$1] }
    dispersion = sum / count
    let weights = kept.map { 1 / (points[$0].s * points[$0].s) }
    let total = weights.reduce(0, +)
    let room = total - weights.reduce(0) { $0 + $1 * $1 } / total
    let excess = sum - (count - 1)
    betweenVariance = room > 0 ? max(0, excess / room) : 0
    isBeyondChance =
      count > 1 && ChiSquared(degreesOfFreedom: count - 1).survival(sum) < 0.05
  }
}
