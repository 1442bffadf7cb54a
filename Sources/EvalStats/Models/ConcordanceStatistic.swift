/// How well a score tells two groups apart.
public enum ConcordanceStatistic {
  /// The c statistic (area under the ROC curve): the share of pairs of one member of each group in
  /// which the member of `positive` scores higher, ties counting half.
  ///
  /// By average ranks: c = (R₁ − n₁(n₁ + 1)/2)/(n₁n₀). For a propensity score a high c does *not*
  /// mean a good score: it means little overlap between the arms.
  ///
  /// - Returns: `nil` if one group is empty or a score is not a number.
  /// - Complexity: O(*n* log *n*)
  public static func value(scores: [Double], positive: [Bool]) -> Double? {
    precondition(
      scores.count == positive.count, "\(scores.count) scores for \(positive.count) flags")
    let positives = positive.count { $0 }
    let negatives = positive.count - positives
    guard positives > 0, negatives > 0, !scores.contains(where: \.isNaN) else { return nil }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let rank = Double(start + 1 + end) / 2
      rankSum += rank * Double(order[start..<end].count { positive[$0] })
      start = end
    }
    let least = Double(positives) * Double(positives + 1) / 2
    return (rankSum - least) / (Double(positives) * Double(negatives))
  }
}
