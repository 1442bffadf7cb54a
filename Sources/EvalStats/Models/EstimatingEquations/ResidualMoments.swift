/// The moment estimates of φ and α from the Pearson residuals of clusters.
struct ResidualMoments {
  let dispersion: Double
  /// `nil` under independence.
  let alpha: Double?

  /// Scoring steps for the autoregressive α; each has a closed form of one number.
  private static let stepLimit = 500
  /// Pairs farther apart say nothing about α: its power is too small.
  private static let farthestDistance = 1_000_000

  /// - Parameters:
  ///   - residuals: √w(y − μ)/√V at each place.
  ///   - weights: w; a row counts w times, a pair as often as the product of its rows.
  ///   - previous: The α before, from which an iterative one starts.
  init(
    _ residuals: [Double], weights: [Double]?, _ rows: ClusteredRows, _ kind: WorkingCorrelation,
    _ moments: CorrelationMoments, coefficientCount: Int, hasFreeDispersion: Bool,
    previous: Double?
  ) throws(ModelError) {
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let count = residuals.count
    let lost = moments == .lessCoefficients ? coefficientCount : 0
    guard count > lost else {
      throw .noResidualDegreesOfFreedom(rowCount: count, columnCount: coefficientCount)
    }
    let total = weights.map { $0.reduce(0, +) } ?? Double(count)
    guard total > Double(lost) else {
      throw .noResidualDegreesOfFreedom(rowCount: count, columnCount: coefficientCount)
    }
    let spread = squares / (total - Double(lost))
    dispersion = moments == .lessCoefficients && !hasFreeDispersion ? 1 : spread
    guard kind != .independence else {
      alpha = nil
      return
    }
    let pairCount = rows.pairCount
    guard pairCount > lost else {
      throw .noPairs(pairCount: pairCount, coefficientCount: lost)
    }
    // A perfect fit leaves nothing to correlate.
    guard spread > 0 else {
      alpha = 0
      return
    }
    // w·r and w, of which pairs take the products.
    let weighted = weights.map { zip(residuals, $0).map { $0 * $1.squareRoot() } } ?? residuals
    let sizes = weights ?? Array(repeating: 1, count: count)
    switch kind {
    case .independence: alpha = nil
    case .exchangeable:
      let products = ResidualMoments.pairSum(weighted, rows)
      let pairs = ResidualMoments.pairSum(sizes, rows) - Double(lost)
      guard pairs > 0 else { throw .noPairs(pairCount: pairCount, coefficientCount: lost) }
      alpha = products / (pairs * spread)
    case .autoregressive:
      alpha = try ResidualMoments.decay(weighted, sizes, rows, spread, previous)
    }
  }

  /// Σ of the products over pairs: half the square of the sum less the sum of squares.
  private static func pairSum(_ values: [Double], _ rows: ClusteredRows) -> Double {
    var twice = 0.0
    for range in rows.ranges where range.count > 1 {
      var sum = 0.0
      var own = 0.0
      for place in range {
        sum += values[place]
        own += values[place] * values[place]
      }
      twice += sum * sum - own
    }
    return twice / 2
  }

  /// The α under which products of residuals come nearest, by least squares, to φα^distance: the
  /// root of Σ k α^(k − 1){rⱼrₗ/φ − α^k} over pairs at distance k.
  private static func decay(
    _ residuals: [Double], _ sizes: [Double], _ rows: ClusteredRows, _ spread: Double,
    _ previous: Double?
  ) throws(ModelError) -> Double {
    let span =
      rows.ranges.map { range in
        range.dropFirst().reduce(0) { $0 + rows.gaps[$1] }
      }.max() ?? 0
    let farthest = min(span, farthestDistance)
    var sums = [Double](repeating: 0, count: farthest + 1)
    var counts = sums
    for range in rows.ranges {
      for earlier in range {
        var distance = 0
        for later in (earlier + 1)..<max(range.upperBound, earlier + 1) {
          distance += rows.gaps[later]
          guard distance <= farthest else { break }
          sums[distance] += residuals[earlier] * residuals[later]
          counts[distance] += sizes[earlier] * sizes[later]
        }
      }
    }
    let lags = counts.indices.filter { counts[$0] > 0 }.map {
      (distance: $0, sum: sums[$0] / spread, count: counts[$0])
    }
    func misfit(_ alpha: Double) -> Double {
      lags.reduce(0) { sum, lag in
        let power = alpha.raised(to: lag.distance)
        return sum + power * (lag.count * power - 2 * lag.sum)
      }
    }
    guard let first = lags.first else { return 0 }
    let moment = first.sum / first.count
    // At a distance of one the moment is α itself; else any start on its side will do.
    let start =
      first.distance == 1 ? max(-0.99, min(0.99, moment)) : moment < 0 ? -0.5 : 0.5
    var alpha = previous ?? start
    var current = misfit(alpha)
    for _ in 0..<stepLimit {
      var score = 0.0
      var information = 0.0
      for lag in lags {
        let below = Double(lag.distance) * alpha.raised(to: lag.distance - 1)
        score += below * (lag.sum - lag.count * alpha.raised(to: lag.distance))
        information += lag.count * below * below
      }
      guard information > 0 else { return alpha }
      var step = score / information
      var next = alpha + step
      var value = misfit(next)
      for _ in 0..<60 where !(value <= current + 1e-14 * abs(current)) {
        step /= 2
        next = alpha + step
        value = misfit(next)
      }
      let change = abs(next - alpha)
      (alpha, current) = (next, value)
      if change <= 1e-15 * max(abs(alpha), 1e-3) { return alpha }
    }
    // Scoring creeps only where rounding moves α: it has then settled to that.
    return alpha
  }
}
