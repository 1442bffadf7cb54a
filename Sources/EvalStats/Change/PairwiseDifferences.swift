/// The order statistics of all differences xᵢ − yⱼ, without listing them all.
///
/// Their median is Hodges and Lehmann's estimate of the shift between two groups (1963,
/// doi:10.1214/aoms/1177704172).
struct PairwiseDifferences {
  private let first: [Double]
  private let second: [Double]

  init(_ first: [Double], _ second: [Double]) {
    self.first = first.sorted()
    self.second = second.sorted()
  }

  var count: Int { first.count * second.count }

  /// The median: the mean of the two middle differences where their number is even; `nil` for none.
  var median: Double? {
    guard count > 0 else { return nil }
    let upper = orderStatistic(count / 2 + 1)
    return count.isMultiple(of: 2) ? (orderStatistic(count / 2) + upper) / 2 : upper
  }

  /// The `rank`-th smallest difference, counted from 1.
  ///
  /// Halves the range until few differences are left in it, then sorts those.
  ///
  /// - Complexity: O(*n* log(*range*/*resolution*))
  func orderStatistic(_ rank: Int) -> Double {
    precondition(rank >= 1 && rank <= count, "rank \(rank) of \(count) differences")
    var low = (first[0] - second[second.count - 1]).nextDown
    var high = first[first.count - 1] - second[0]
    var below = 0
    var atOrUnderHigh = count
    while atOrUnderHigh - below > max(16, first.count + second.count) {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      let underMiddle = differenceCount(atMost: middle)
      if underMiddle >= rank {
        (high, atOrUnderHigh) = (middle, underMiddle)
      } else {
        (low, below) = (middle, underMiddle)
      }
    }
    var left: [Double] = []
    for value in first {
      for other in second where value - other > low && value - other <= high {
        left.append(value - other)
      }
    }
    return left.sorted()[rank - below - 1]
  }

  private func differenceCount(atMost limit: Double) -> Int {
    var total = 0
    var start = 0
    // As x grows, the least y with x − y ≤ limit grows.
    for value in first {
      while start < second.count, value - second[start] > limit { start += 1 }
      total += second.count - start
    }
    return total
  }
}
