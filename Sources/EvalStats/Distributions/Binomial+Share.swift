extension Binomial {
  /// Clopper and Pearson's exact interval of a share (1934, doi:10.1093/biomet/26.4.404): the
  /// shares that neither tail of the binomial rejects at half of 1 − `level`.
  ///
  /// - Precondition: 0 ≤ `successes` ≤ `trials`; 0 < `level` < 1. No trials leave 0…1.
  public static func shareInterval(
    successes: Int, trials: Int, level: Double = 0.95
  ) -> ClosedRange<Double> {
    precondition(
      successes >= 0 && successes <= trials, "\(successes) successes of \(trials) trials")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let tail = (1 - level) / 2
    let failures = trials - successes
    let lower =
      successes == 0
      ? 0 : Beta(alpha: Double(successes), beta: Double(failures + 1)).quantile(tail)
    let upper =
      failures == 0
      ? 1 : Beta(alpha: Double(successes + 1), beta: Double(failures)).upperQuantile(tail)
    return lower...max(lower, upper)
  }
}
