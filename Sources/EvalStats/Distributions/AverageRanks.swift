/// The average ranks of a sample, by value.
struct AverageRanks: Sendable, Equatable {
  /// The distinct values, ascending.
  let values: [Double]
  /// The average rank of each, counted from 1.
  let ranks: [Double]
  /// The size of the sample.
  let count: Int

  /// The number of distinct values.
  var distinctCount: Int { values.count }

  /// Ranks a sample.
  ///
  /// - Complexity: O(*n* log *n*)
  init(_ sample: [Double]) {
    let sorted = sample.sorted()
    count = sorted.count
    var values: [Double] = []
    var ranks: [Double] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      values.append(sorted[start])
      ranks.append(Double(start + 1 + end) / 2)
      start = end
    }
    self.values = values
    self.ranks = ranks
  }

  /// Ranks known already, of distinct values that ascend.
  init(ascending values: [Double], ranks: [Double], count: Int) {
    self.values = values
    self.ranks = ranks
    self.count = count
  }

  /// The rank of a value; one that is not in the sample stands midway between its neighbours' ranks,
  /// and outside at the end.
  ///
  /// - Complexity: O(log *n*)
  func rank(of value: Double) -> Double {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    if low < values.count, values[low] == value { return ranks[low] }
    if low == 0 { return ranks.first ?? 0 }
    if low == values.count { return ranks.last ?? 0 }
    return (ranks[low - 1] + ranks[low]) / 2
  }

  /// Twice the average rank of each value of a sample, so that it is whole.
  static func doubled(_ sample: [Double]) -> [Int] {
    let ranks = AverageRanks(sample)
    return sample.map { Int(2 * ranks.rank(of: $0)) }
  }
}
