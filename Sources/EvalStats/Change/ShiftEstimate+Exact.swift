extension ShiftEstimate {
  /// From the exact signed-rank test given the ranks with their ties, zeros dropped.
  ///
  /// Without ties: the median of the Walsh averages, and the order statistics the exact law asks
  /// for. With ties: at each average d the statistic V(d) is worked out anew, the shifted zeros
  /// ranked and counted nowhere, and held against the law of the ranks as observed. The estimate is
  /// the middle between the largest d with V(d) > E and the smallest with V(d) ≤ ⌈E⌉, the interval
  /// from the largest d with V(d) above the 97.5% point to the smallest at or below the 2.5% point
  /// (as exactRankTests does). Ties give a coarse law: with many, `normal` is smoother.
  ///
  /// - Throws: `ChangeError.noVariation` where every difference is zero, `.invalidValue`,
  ///   `.tooLargeForExact` beyond `SignedRankTest.exactLimit` differences.
  /// - Complexity: O(*n*³)
  public static func exact(
    differences: [Double], level: Double = 0.95
  ) throws(ChangeError) -> ShiftEstimate {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    try requireFinite(differences, column: "differences")
    let kept = differences.filter { $0 != 0 }.sorted()
    guard !kept.isEmpty else { throw .noVariation(method: "the signed-rank test") }
    guard kept.count <= SignedRankTest.exactLimit else {
      throw .tooLargeForExact(method: "the signed-rank test")
    }
    let law = SignedRankDistribution(
      doubledRanks: AverageRanks.doubled(kept.map(abs)))
    let tail = (1 - level) / 2
    let averages = WalshAverages(kept)
    guard cubedTies(kept.map(abs)) > 0 else {
      return ordered(
        count: averages.count, rank: Int(law.quantile(tail)),
        orderStatistic: averages.orderStatistic)
    }
    var shifts: [Double] = []
    for (index, value) in kept.enumerated() {
      for other in kept[index...] { shifts.append((value + other) / 2) }
    }
    return inverted(
      shifts, expectation: law.mean, lower: law.quantile(tail), upper: law.quantile(1 - tail)
    ) { shift in
      signedRank(kept, shift)
    }
  }

  /// From the exact rank-sum test given the ranks with their ties: how far the first group stands
  /// above the second. As for paired differences, over all xᵢ − yⱼ.
  ///
  /// - Throws: `ChangeError.tooFewPeople` for an empty group, `.noVariation` where all values are
  ///   alike, `.invalidValue`, `.tooLargeForExact` beyond `RankSumTest.exactLimit` values.
  /// - Complexity: O(*n*³)
  public static func exact(
    _ first: [Double], _ second: [Double], level: Double = 0.95
  ) throws(ChangeError) -> ShiftEstimate {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let test = try RankSumTest(first, second)
    guard let law = test.law else { throw .tooLargeForExact(method: "the rank-sum test") }
    let least = Double(first.count * (first.count + 1)) / 2
    let tail = (1 - level) / 2
    let differences = PairwiseDifferences(first, second)
    guard cubedTies(first + second) > 0 else {
      return ordered(
        count: differences.count, rank: Int(law.quantile(tail) - least),
        orderStatistic: differences.orderStatistic)
    }
    let (ones, others) = (first.sorted(), second.sorted())
    let shifts = ones.flatMap { value in others.map { value - $0 } }
    return inverted(
      shifts, expectation: law.mean - least, lower: law.quantile(tail) - least,
      upper: law.quantile(1 - tail) - least
    ) { shift in
      rankSum(ones, others, shift)
    }
  }

  private static func ordered(
    count: Int, rank: Int, orderStatistic: (Int) -> Double
  ) -> ShiftEstimate {
    let lower = orderStatistic((count + 1) / 2)
    let upper = count.isMultiple(of: 2) ? orderStatistic(count / 2 + 1) : lower
    return ShiftEstimate(
      estimate: (lower + upper) / 2, balanced: lower...upper,
      interval: rank >= 1 ? orderStatistic(rank)...orderStatistic(count + 1 - rank) : nil)
  }

  /// A shift a tail away is rejected where V lies above `upper` or at or below `lower`; where no
  /// average is, the outermost stands for the end.
  private static func inverted(
    _ shifts: [Double], expectation: Double, lower: Double, upper: Double,
    statistic: (Double) -> Double
  ) -> ShiftEstimate {
    var distinct: [Double] = []
    for shift in shifts.sorted() where shift != distinct.last { distinct.append(shift) }
    let values = distinct.map(statistic)
    let outermost = (distinct[0], distinct[distinct.count - 1])
    func last(above bound: Double) -> Double {
      values.lastIndex { $0 > bound }.map { distinct[$0] } ?? outermost.0
    }
    func first(atMost bound: Double) -> Double {
      values.firstIndex { $0 <= bound }.map { distinct[$0] } ?? outermost.1
    }
    let ends = (last(above: expectation), first(atMost: expectation.rounded(.up)))
    let interval = (last(above: upper), first(atMost: lower))
    return ShiftEstimate(
      estimate: (ends.0 + ends.1) / 2, balanced: min(ends.0, ends.1)...max(ends.0, ends.1),
      interval: interval.0 <= interval.1 ? interval.0...interval.1 : nil)
  }

  /// V(d): the ranks of |xᵢ − d| over those above d. `sorted` ascends.
  private static func signedRank(_ sorted: [Double], _ shift: Double) -> Double {
    // Sizes ascend outwards from the shift on either side.
    var above = sorted.firstIndex { $0 - shift > 0 } ?? sorted.count
    var below = above - 1
    var ranked = 0
    var total = 0.0
    while above < sorted.count || below >= 0 {
      let rising = above < sorted.count ? sorted[above] - shift : .infinity
      let falling = below >= 0 ? shift - sorted[below] : .infinity
      let size = min(rising, falling)
      let start = (above, below)
      while above < sorted.count, sorted[above] - shift == size { above += 1 }
      while below >= 0, shift - sorted[below] == size { below -= 1 }
      let tied = above - start.0 + start.1 - below
      total += Double(above - start.0) * (Double(ranked) + Double(tied + 1) / 2)
      ranked += tied
    }
    return total
  }

  /// U(d): how often xᵢ − d exceeds yⱼ, ties counting a half. Both ascend.
  private static func rankSum(_ first: [Double], _ second: [Double], _ shift: Double) -> Double {
    var total = 0.0
    var below = 0
    var atMost = 0
    for value in first {
      let shifted = value - shift
      while below < second.count, second[below] < shifted { below += 1 }
      while atMost < second.count, second[atMost] <= shifted { atMost += 1 }
      total += Double(below + atMost) / 2
    }
    return total
  }
}
