/// Rows grouped into clusters numbered 0, 1, 2 … in the order they first appear.
struct Clusters {
  /// The cluster of each row.
  let clusterOfRow: [Int]
  /// The number of clusters.
  let count: Int

  /// Numbers clusters from any labels. Rows without weight still belong to theirs, but a cluster
  /// of such rows alone does not count.
  init(labels: [Int], weights: [Double]?) {
    var numberOfLabel: [Int: Int] = [:]
    for (row, label) in labels.enumerated() where weights.map({ $0[row] > 0 }) ?? true {
      if numberOfLabel[label] == nil { numberOfLabel[label] = numberOfLabel.count }
    }
    count = numberOfLabel.count
    clusterOfRow = labels.map { numberOfLabel[$0] ?? -1 }
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
