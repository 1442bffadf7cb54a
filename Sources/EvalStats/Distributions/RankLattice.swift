/// An exact distribution on equally spaced points, in units of half a rank.
///
/// Average ranks are whole or half numbers, so twice a rank sum is an integer; all of them lie on
/// `origin + index · step`.
struct RankLattice: Sendable, Equatable {
  /// The least point and the distance of points, in half ranks.
  private let origin: Int
  private let step: Int
  private let masses: [Double]
  /// P(X ≤ point) and P(X ≥ point), summed from their own ends so that each keeps its digits.
  private let lower: [Double]
  private let upper: [Double]

  init(origin: Int, step: Int, masses: [Double]) {
    self.origin = origin
    self.step = step
    self.masses = masses
    var sum = 0.0
    lower = masses.map { mass in
      sum += mass
      return min(sum, 1)
    }
    sum = 0
    upper = Array(
      masses.reversed().map { mass in
        sum += mass
        return min(sum, 1)
      }.reversed())
  }

  /// The index of the greatest point ≤ x: −1 below the first, `masses.count − 1` from the last on.
  private func indexBelow(_ x: Double) -> Int {
    let steps = ((2 * x - Double(origin)) / Double(step)).rounded(.down)
    return Int(min(max(steps, -1), Double(masses.count - 1)))
  }

  private func isPoint(_ x: Double, index: Int) -> Bool {
    index >= 0 && 2 * x == Double(origin + index * step)
  }

  func value(at index: Int) -> Double { Double(origin + index * step) / 2 }

  /// P(X ≤ x)
  func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let index = indexBelow(x)
    return index < 0 ? 0 : lower[index]
  }

  /// P(X > x)
  func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let index = indexBelow(x)
    return index + 1 < masses.count ? upper[index + 1] : 0
  }

  /// P(X ≥ x)
  func atLeast(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let index = indexBelow(x)
    if isPoint(x, index: index) { return upper[index] }
    return index + 1 < masses.count ? upper[index + 1] : 0
  }

  /// P(X = x)
  func mass(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let index = indexBelow(x)
    return isPoint(x, index: index) ? masses[index] : 0
  }

  /// Twice the smaller of P(X ≤ x) and P(X ≥ x), at most one.
  func twoSided(_ x: Double) -> Double {
    min(1, 2 * min(cumulative(x), atLeast(x)))
  }

  /// The smallest point whose lower tail reaches p, with the allowance of `DiscreteDistribution`.
  func quantile(_ p: Double) -> Double {
    requireProbability(p)
    let target = p * (1 - Self.reachTolerance)
    return value(at: firstIndex { lower[$0] >= target })
  }

  /// The smallest point whose upper tail P(X > point) falls to p.
  func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    let target = p * (1 + Self.reachTolerance)
    return value(at: firstIndex { $0 + 1 >= masses.count || upper[$0 + 1] <= target })
  }

  /// As for the other counts: 64 units in the last place.
  private static let reachTolerance = 64 * Double.ulpOfOne

  /// Bisection for the first index where a monotone condition holds; the last if it holds nowhere.
  private func firstIndex(where holds: (Int) -> Bool) -> Int {
    var low = -1
    var high = masses.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}

/// The greatest common divisor of the numbers; zero for none.
func greatestCommonDivisor(_ numbers: some Sequence<Int>) -> Int {
  numbers.reduce(0) { first, second in
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
