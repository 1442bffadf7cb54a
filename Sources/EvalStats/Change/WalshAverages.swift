/// The order statistics of Walsh averages (dᵢ + dⱼ)/2, i ≤ j, without listing them all.
///
/// Their median is Hodges and Lehmann's estimate of a shift (1963, doi:10.1214/aoms/1177704172);
/// the values that the signed-rank test would just not reject are its interval.
struct WalshAverages: Equatable {
  private let sorted: [Double]

  init(_ differences: [Double]) {
    sorted = differences.sorted()
  }

  /// n(n + 1)/2
  var count: Int { sorted.count * (sorted.count + 1) / 2 }

  /// The median: the mean of the two middle averages where their number is even; `nil` for none.
  var median: Double? {
    guard count > 0 else { return nil }
    let upper = orderStatistic(count / 2 + 1)
    return count.isMultiple(of: 2) ? (orderStatistic(count / 2) + upper) / 2 : upper
  }

  /// The `rank`-th smallest average, counted from 1.
  ///
  /// Halves the range until it holds no more averages than there are differences, then sorts those.
  ///
  /// - Complexity: O(*n* log(*range*/*resolution*))
  func orderStatistic(_ rank: Int) -> Double {
    precondition(rank >= 1 && rank <= count, "rank \(rank) of \(count) averages")
    // `below` averages lie at or under `low`, and at least `rank` at or under `high`.
    var low = sorted[0].nextDown
    var high = sorted[sorted.count - 1]
    var below = 0
    var atOrUnderHigh = count
    while atOrUnderHigh - below > max(16, sorted.count) {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      let underMiddle = averageCount(atMost: middle)
      if underMiddle >= rank {
        (high, atOrUnderHigh) = (middle, underMiddle)
      } else {
        (low, below) = (middle, underMiddle)
      }
    }
    return averages(above: low, upTo: high).sorted()[rank - below - 1]
  }

  /// From the largest to the smallest average d whose W⁺(d) = #{averages > d} + ½#{averages = d}
  /// lies in the tails at or beyond `cutOff` and its mirror image; `nil` where the cut-off is 0.
  func interval(cutOff: Double) -> ClosedRange<Double>? {
    guard cutOff > 0, count > 0 else { return nil }
    // The mean place of the averages equal to d, counted from 1, must reach this.
    let target = Double(count) + 0.5 - cutOff
    let upper = end(target: target)
    // The lower end is the upper one of the mirrored differences.
    let lower = -WalshAverages(sorted.map { -$0 }).end(target: target)
    return min(lower, upper)...max(lower, upper)
  }

  private func end(target: Double) -> Double {
    let value = orderStatistic(min(count, max(1, Int(target.rounded(.up)))))
    let last = averageCount(atMost: value)
    let first = averageCount(atMost: value.nextDown) + 1
    if Double(first + last) / 2 >= target || last == count { return value }
    return orderStatistic(last + 1)
  }

  private func averageCount(atMost limit: Double) -> Int {
    var total = 0
    var partner = sorted.count - 1
    // As i grows, the largest j with (dᵢ + dⱼ)/2 ≤ limit shrinks.
    for index in sorted.indices {
      while partner >= index, average(index, partner) > limit { partner -= 1 }
      guard partner >= index else { break }
      total += partner - index + 1
    }
    return total
  }

  private func averages(above low: Double, upTo high: Double) -> [Double] {
    var result: [Double] = []
    var partner = sorted.count - 1
    for index in sorted.indices {
      while partner >= index, average(index, partner) > high { partner -= 1 }
      guard partner >= index else { break }
      var other = partner
      while other >= index, average(index, other) > low {
        result.append(average(index, other))
        other -= 1
      }
    }
    return result
  }

  private func average(_ i: Int, _ j: Int) -> Double {
    // Half each first, so that two large differences do not overflow.
    0.5 * sorted[i] + 0.5 * sorted[j]
  }
}
