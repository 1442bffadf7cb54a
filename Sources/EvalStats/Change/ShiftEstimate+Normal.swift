extension ShiftEstimate {
  /// From the normal approximation of the signed-rank test: the differences without their zeros are
  /// shifted until the test holds them balanced, or just rejects.
  ///
  /// The estimate is the median of the Walsh averages (dᵢ + dⱼ)/2. An end is the average at which
  /// the number of averages beyond it passes N/2 + z·σ + ½, N being their number and σ² the variance
  /// with the ties that every shift leaves. The statistic is a step function, so ends are exact
  /// averages: searches that stop early (wilcox.test in R stops within 10⁻⁴) agree that far.
  ///
  /// - Throws: `ChangeError.noVariation` where every difference is zero, `.invalidValue`.
  /// - Complexity: O(*n* log(*range*/*resolution*))
  public static func normal(
    differences: [Double], continuityCorrection: Bool = true, level: Double = 0.95
  ) throws(ChangeError) -> ShiftEstimate {
    try requireFinite(differences, column: "differences")
    let kept = differences.filter { $0 != 0 }
    guard !kept.isEmpty else { throw .noVariation(method: "the signed-rank test") }
    let averages = WalshAverages(kept)
    let count = Double(kept.count)
    let variance =
      count * (count + 1) * (2 * count + 1) / 24 - cubedTies(kept) / 48
    return normal(
      count: averages.count, variance: variance, continuityCorrection, level,
      orderStatistic: averages.orderStatistic)
  }

  /// From the normal approximation of the rank-sum test: how far the first group stands above the
  /// second. The estimate is the median of all differences xᵢ − yⱼ, the ends as for paired
  /// differences.
  ///
  /// - Throws: `ChangeError.tooFewPeople` for an empty group, `.invalidValue`.
  /// - Complexity: O(*n* log(*range*/*resolution*))
  public static func normal(
    _ first: [Double], _ second: [Double], continuityCorrection: Bool = true, level: Double = 0.95
  ) throws(ChangeError) -> ShiftEstimate {
    try requireFinite(first, column: "first group")
    try requireFinite(second, column: "second group")
    guard !first.isEmpty, !second.isEmpty else { throw .tooFewPeople(found: 0, needed: 1) }
    let counts = (Double(first.count), Double(second.count))
    let total = counts.0 + counts.1
    // A shift in general position ties nobody of one group with the other.
    let ties = cubedTies(first) + cubedTies(second)
    let variance = counts.0 * counts.1 / 12 * (total + 1 - ties / (total * (total - 1)))
    let differences = PairwiseDifferences(first, second)
    return normal(
      count: differences.count, variance: variance, continuityCorrection, level,
      orderStatistic: differences.orderStatistic)
  }

  private static func normal(
    count: Int, variance: Double, _ continuityCorrection: Bool, _ level: Double,
    orderStatistic: (Int) -> Double
  ) -> ShiftEstimate {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let lowerMiddle = orderStatistic((count + 1) / 2)
    let upperMiddle = count.isMultiple(of: 2) ? orderStatistic(count / 2 + 1) : lowerMiddle
    let reach =
      Normal.standard.upperQuantile((1 - level) / 2) * variance.squareRoot()
      + (continuityCorrection ? 0.5 : 0)
    // So many lie at or below the lower end that the others no longer pass the bound.
    let rank = Int((Double(count) / 2 - reach).rounded(.up))
    return ShiftEstimate(
      estimate: (lowerMiddle + upperMiddle) / 2, balanced: lowerMiddle...upperMiddle,
      interval: rank >= 1 ? orderStatistic(rank)...orderStatistic(count + 1 - rank) : nil)
  }

  /// Σ(t³ − t) over groups of t equal values.
  static func cubedTies(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    var total = 0.0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      let size = Double(end - start)
      total += size * size * size - size
      start = end
    }
    return total
  }

  static func requireFinite(_ values: [Double], column: String) throws(ChangeError) {
    for (row, value) in values.enumerated() where !value.isFinite {
      throw .invalidValue(column: column, row: row)
    }
  }
}
