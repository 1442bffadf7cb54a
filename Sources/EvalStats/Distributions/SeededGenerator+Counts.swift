extension SeededGenerator {
  /// Below this mean counts are drawn by inversion, whose cost grows with the mean; above by
  /// rejection, whose cost does not.
  private static let inversionMean = 10.0

  /// A Poisson count with a given mean.
  ///
  /// Inversion from one uniform for means below 10; above, Hörmann's transformed rejection PTRS
  /// (1993, doi:10.1016/0167-6687(93)90997-4) with the exact log mass in Loader's saddle-point form,
  /// so that large means do not cancel.
  ///
  /// - Precondition: 0 ≤ `mean` ≤ 10¹⁵.
  /// - Complexity: O(1) draws on average.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e15, "the mean must lie in [0, 1e15], found \(mean)")
    if mean == 0 { return 0 }
    if mean < Self.inversionMean {
      let u = uniform()
      var mass = PortableElementary.exp(-mean)
      var sum = mass
      var count = 0
      // The sum stops growing once the mass is below its last bit.
      while u >= sum && mass > 0 {
        count += 1
        mass *= mean / Double(count)
        sum += mass
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = openUniform()
      let us = 0.5 - abs(u)
      let candidate = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= squeeze { return Int(candidate) }
      if candidate < 0 || us <= 0 || (us < 0.013 && v > us) { continue }
      let left = PortableElementary.log(v * inverseAlpha / (a / (us * us) + b))
      if left <= PortableMass.logPoisson(candidate, mean: mean) { return Int(candidate) }
    }
  }

  /// The number of successes in independent trials.
  ///
  /// Inversion from one uniform where trials × probability < 10; above, Hörmann's BTRS (1993,
  /// doi:10.1080/00949659308811496) with the exact log mass in saddle-point form.
  ///
  /// - Precondition: 0 ≤ `trials` ≤ 10¹⁵, 0 ≤ `probability` ≤ 1.
  /// - Complexity: O(1) draws on average.
  public mutating func binomial(trials: Int, probability: Double) -> Int {
    precondition(
      trials >= 0 && trials <= 1_000_000_000_000_000,
      "the number of trials must lie in [0, 1e15], found \(trials)")
    requireProbability(probability)
    if probability > 0.5 {
      return trials - binomial(trials: trials, probability: 1 - probability)
    }
    if trials == 0 || probability == 0 { return 0 }
    let n = Double(trials)
    let p = probability
    let mean = n * p
    if mean < Self.inversionMean {
      let u = uniform()
      let odds = p / (1 - p)
      var mass = PortableElementary.exp(n * PortableElementary.logOnePlus(-p))
      var sum = mass
      var count = 0
      while u >= sum && mass > 0 && count < trials {
        count += 1
        mass *= odds * (n - Double(count) + 1) / Double(count)
        sum += mass
      }
      return count
    }
    let root = (mean * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * root
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let centre = mean + 0.5
    let alpha = (2.83 + 5.1 / b) * root
    let squeeze = 0.92 - 4.2 / b
    let mode = ((n + 1) * p).rounded(.down)
    let logModeMass = PortableMass.logBinomial(mode, trials: n, probability: p)
    while true {
      let u = uniform() - 0.5
      let v = openUniform()
      let us = 0.5 - abs(u)
      let candidate = ((2 * a / us + b) * u + centre).rounded(.down)
      if us >= 0.07 && v <= squeeze { return Int(candidate) }
      if candidate < 0 || candidate > n || us <= 0 { continue }
      let left = PortableElementary.log(v * alpha / (a / (us * us) + b))
      let right = PortableMass.logBinomial(candidate, trials: n, probability: p) - logModeMass
      if left <= right { return Int(candidate) }
    }
  }

  /// A negative binomial count with a given size and mean: a Poisson whose mean is gamma, so that
  /// the variance is mean + mean²/size.
  ///
  /// - Precondition: `size` is positive and finite, `mean` ≥ 0.
  public mutating func negativeBinomial(size: Double, mean: Double) -> Int {
    precondition(mean >= 0, "the mean must not be negative, found \(mean)")
    return poisson(mean: gamma(shape: size) * (mean / size))
  }
}
