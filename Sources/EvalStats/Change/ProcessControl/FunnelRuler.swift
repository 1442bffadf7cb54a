private import Foundation

/// The scale of a funnel: how a group's columns become a value, a place on the scale where z-scores
/// are taken and a standard deviation there, and how limits come back from it.
struct FunnelRuler: Sendable, Equatable {
  private enum Kind: Sendable, Equatable { case poisson, binomial, normal }

  /// Counts this large are normal to the last digit shown.
  private static let largestExact = 1e9

  let centre: Double
  private let kind: Kind
  private let scale: FunnelScale
  /// φ, τ², and whether limits are exact instead.
  private let factor: Double
  private let betweenVariance: Double
  private let isExact: Bool

  init(
    _ measure: FunnelMeasure, scale: FunnelScale, target: Double?, _ first: [Double],
    _ second: [Double]
  ) throws(ProcessControlError) {
    let pooled: Double
    switch measure {
    case .rates, .ratios: kind = .poisson
    case .proportions: kind = .binomial
    case .logRatios: kind = .normal
    }
    if kind == .normal {
      let weights = second.map { 1 / ($0 * $0) }
      pooled = exp(zip(weights, first).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +))
    } else {
      pooled = first.reduce(0, +) / second.reduce(0, +)
    }
    let centre = target ?? pooled
    guard target == nil ? pooled > 0 : true, kind != .binomial || pooled < 1 else {
      throw .noEvents
    }
    guard Double.ordinarySizes.contains(centre) || target == nil,
      kind != .binomial || centre < 1
    else {
      throw .invalidValue(
        column: "target", row: 0,
        allowed: kind == .binomial ? "between 0 and 1" : "a number from 10⁻³⁰ to 10³⁰")
    }
    self.centre = centre
    self.scale = scale
    factor = 1
    betweenVariance = 0
    isExact = true
  }

  init(_ ruler: FunnelRuler, factor: Double, betweenVariance: Double, isExact: Bool) {
    (centre, kind, scale) = (ruler.centre, ruler.kind, ruler.scale)
    self.factor = factor
    self.betweenVariance = betweenVariance
    self.isExact = isExact
  }

  func value(_ first: Double, _ second: Double) -> Double {
    kind == .normal ? exp(first) : first / second
  }

  func size(_ second: Double) -> Double { kind == .normal ? 1 / (second * second) : second }

  /// A value's place on the scale.
  func y(_ value: Double) -> Double {
    switch (kind, scale) {
    case (.normal, _): log(value)
    case (.poisson, .varianceStabilised): (value / centre).squareRoot()
    case (.poisson, .logarithm): log(value / centre)
    case (.binomial, .varianceStabilised): asin(value.squareRoot())
    case (.binomial, .logarithm): log(value / (1 - value))
    }
  }

  /// The value at a place.
  private func value(at y: Double) -> Double {
    switch (kind, scale) {
    case (.normal, _): return exp(y)
    case (.poisson, .varianceStabilised): return centre * max(0, y) * max(0, y)
    case (.poisson, .logarithm): return centre * exp(y)
    case (.binomial, .varianceStabilised):
      let root = sin(min(max(y, 0), Double.pi / 2))
      return root * root
    case (.binomial, .logarithm): return 1 / (1 + exp(-y))
    }
  }

  /// The standard deviation chance gives a group of a size on the scale.
  private func chanceDeviation(_ size: Double) -> Double {
    switch (kind, scale) {
    case (.normal, _): 1 / size.squareRoot()
    case (.poisson, .varianceStabilised): 1 / (2 * (size * centre).squareRoot())
    case (.poisson, .logarithm): 1 / (size * centre).squareRoot()
    case (.binomial, .varianceStabilised): 1 / (2 * size.squareRoot())
    case (.binomial, .logarithm): 1 / (size * centre * (1 - centre)).squareRoot()
    }
  }

  func place(_ first: Double, _ second: Double) -> (y: Double, s: Double) {
    let place = kind == .normal ? first : y(value(first, second))
    return (place, chanceDeviation(size(second)))
  }

  /// √(s²φ + τ²)
  func deviation(_ chance: Double) -> Double {
    (chance * chance * factor + betweenVariance).squareRoot()
  }

  func limits(_ size: Double) -> FunnelPlot.Limits {
    guard isExact, kind != .normal, size * max(1, centre) < FunnelRuler.largestExact else {
      let middle = y(centre)
      let deviation = deviation(chanceDeviation(size))
      return FunnelPlot.Limits { value(at: middle + deviation * Normal.standard.quantile($0)) }
    }
    return FunnelPlot.Limits { exactLimit($0, size) }
  }

  /// A share is of a whole number of people, of one at least.
  private func trials(_ size: Double) -> Double { max(1, size.rounded()) }

  /// The count r with P(R ≤ r) > p, less the share of its own probability by which it overshoots,
  /// over the size (Spiegelhalter 2005, appendix).
  private func exactLimit(_ p: Double, _ size: Double) -> Double {
    let cumulative: (Int) -> Double
    let quantile: Int
    if kind == .binomial {
      let law = Binomial(trials: Int(trials(size)), probability: centre)
      (cumulative, quantile) = (law.cumulative, law.quantile(p))
    } else {
      let law = Poisson(mean: size * centre)
      (cumulative, quantile) = (law.cumulative, law.quantile(p))
    }
    var count = quantile
    while cumulative(count) <= p { count += 1 }
    let reached = cumulative(count)
    let before = count > 0 ? cumulative(count - 1) : 0
    let overshoot = (reached - p) / (reached - before)
    let limit = (Double(count) - overshoot) / (kind == .binomial ? trials(size) : size)
    // With few expected events even no event is not unusually few.
    return max(0, limit)
  }
}
