/// Rows grouped into clusters numbered 0, 1, 2 … in the order they first appear.
struct Clusters {
  /// The cluster of each row.
  let clusterOfRow: [Int]
  /// The number of clusters.
  let count: Int

  /// Numbers clusters from any labels. Rows without weight still belong to theirs, but a cluster
  /// of such rows alone does not count.
  init(labels: [Int], weights: [Double]?) {
    if let dense = Clusters(dense: labels, weights: weights) {
      self = dense
      return
    }
    var numberOfLabel: [Int: Int] = [:]
    for (row, label) in labels.enumerated() where weights.map({ $0[row] > 0 }) ?? true {
      if numberOfLabel[label] == nil { numberOfLabel[label] = numberOfLabel.count }
    }
    count = numberOfLabel.count
    clusterOfRow = labels.map { numberOfLabel[$0] ?? -1 }
  }

  /// Numbers labels that lie close together by a table instead of hashing; `nil` if they do not.
  private init?(dense labels: [Int], weights: [Double]?) {
    guard let least = labels.min(), let most = labels.max() else { return nil }
    let (span, overflows) = most.subtractingReportingOverflow(least)
    guard !overflows, span < 4 * labels.count else { return nil }
    var numberOfLabel = [Int](repeating: -1, count: span + 1)
    var count = 0
    for row in labels.indices where weights.map({ $0[row] > 0 }) ?? true {
      let place = labels[row] - least
      if numberOfLabel[place] < 0 {
        numberOfLabel[place] = count
        count += 1
      }
    }
    self.count = count
    clusterOfRow = labels.map { numberOfLabel[$0 - least] }
  }

  /// The clusters in which both groupings agree.
  static func intersection(_ first: [Int], _ second: [Int]) -> [Int] {
    struct Pair: Hashable {
      let first: Int
      let second: Int
    }
    var numberOfPair: [Pair: Int] = [:]
    return zip(first, second).map { first, second in
      let pair = Pair(first: first, second: second)
      if let number = numberOfPair[pair] { return number }
      numberOfPair[pair] = numberOfPair.count
      return numberOfPair.count - 1
    }
  }

  /// The rows of each cluster, in order; rows of no cluster are in none.
  var rowsOfCluster: [[Int]] {
    var rows = [[Int]](repeating: [], count: count)
    for (row, cluster) in clusterOfRow.enumerated() where cluster >= 0 { rows[cluster].append(row) }
    return rows
  }
}
