extension MeanDifferenceBootstrap {
  /// The mean of the replicates less the estimate.
  public var bias: Double {
    let estimate = estimate
    return replicates.reduce(0) { $0 + ($1 - estimate) } / Double(replicates.count)
  }

  /// The standard deviation of the replicates.
  public var standardError: Double {
    let mean = estimate + bias
    let squares = replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(replicates.count - 1)).squareRoot()
  }

  /// z₀: the normal quantile of the share of replicates below the estimate, ties a half; `nil` where
  /// all lie on one side.
  public var biasCorrection: Double? {
    let below = replicates.count { $0 < estimate }
    let equal = replicates.count { $0 == estimate }
    let share = (Double(below) + Double(equal) / 2) / Double(replicates.count)
    return share > 0 && share < 1 ? Normal.standard.quantile(share) : nil
  }

  /// estimate − bias ± z · standard error
  public func normal(level: Double = 0.95) -> ClosedRange<Double> {
    let reach = Normal.standard.upperQuantile(tail(level)) * standardError
    let centre = estimate - bias
    return centre - reach...centre + reach
  }

  /// 2 · estimate less the replicates' quantiles.
  public func basic(level: Double = 0.95) -> ClosedRange<Double> {
    let ends = percentile(level: level)
    return 2 * estimate - ends.upperBound...2 * estimate - ends.lowerBound
  }

  /// The replicates' quantiles.
  public func percentile(level: Double = 0.95) -> ClosedRange<Double> {
    quantile(tail(level))...quantile(1 - tail(level))
  }

  /// Efron's accelerated and bias-corrected interval (1987, doi:10.1080/01621459.1987.10478410): the
  /// quantiles at Φ{z₀ + (z₀ ± z)/(1 − a(z₀ ± z))}; `nil` where z₀ is undefined or the correction
  /// leaves the replicates.
  public func accelerated(level: Double = 0.95) -> ClosedRange<Double>? {
    guard let shift = biasCorrection else { return nil }
    let z = Normal.standard.upperQuantile(tail(level))
    var ends: [Double] = []
    for reach in [-z, z] {
      let denominator = 1 - acceleration * (shift + reach)
      guard denominator > 0 else { return nil }
      ends.append(Normal.standard.cumulative(shift + (shift + reach) / denominator))
    }
    return quantile(ends[0])...quantile(max(ends[0], ends[1]))
  }

  private func tail(_ level: Double) -> Double {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    return (1 - level) / 2
  }

  /// Type 6: at place p(n + 1) between the order statistics, the outermost beyond them.
  private func quantile(_ p: Double) -> Double {
    // A place that is whole but for rounding is whole.
    let exact = p * Double(replicates.count + 1)
    let place = abs(exact - exact.rounded()) < 1e-9 * exact ? exact.rounded() : exact
    let below = Int(min(max(place, 1), Double(replicates.count)))
    let share = place - Double(below)
    guard share > 0, below < replicates.count else { return replicates[below - 1] }
    return replicates[below - 1] + share * (replicates[below] - replicates[below - 1])
  }
}
