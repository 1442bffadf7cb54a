/// Rows put in an order in which those of one cluster stand together.
struct ClusteredRows {
  /// The row that stands at each place.
  let order: [Int]
  /// The places of each cluster.
  let ranges: [Range<Int>]
  /// The distance in time of each place to the place before in its cluster.
  let gaps: [Int]

  /// - Parameters:
  ///   - waves: When each row was observed; without it rows of a cluster follow each other at
  ///     distance one in the order they are given.
  ///   - weights: Rows of weight 0 are left out.
  init(_ clusters: Clusters, waves: [Int]?, weights: [Double]?) throws(ModelError) {
    var rowsOfCluster = clusters.rowsOfCluster
    if let weights { rowsOfCluster = rowsOfCluster.map { $0.filter { weights[$0] > 0 } } }
    var gaps: [Int] = []
    if let waves {
      for cluster in rowsOfCluster.indices {
        rowsOfCluster[cluster].sort { (waves[$0], $0) < (waves[$1], $1) }
        let rows = rowsOfCluster[cluster]
        gaps.append(1)
        for (earlier, later) in zip(rows, rows.dropFirst()) {
          guard waves[later] > waves[earlier] else {
            throw .repeatedTime(rows: [earlier + 1, later + 1], time: waves[later])
          }
          gaps.append(waves[later] - waves[earlier])
        }
      }
    }
    order = rowsOfCluster.flatMap { $0 }
    self.gaps = waves == nil ? Array(repeating: 1, count: order.count) : gaps
    var start = 0
    ranges = rowsOfCluster.map { rows in
      defer { start += rows.count }
      return start..<(start + rows.count)
    }
  }

  /// Rows in the largest cluster.
  var largestCount: Int { ranges.map(\.count).max() ?? 0 }

  /// Pairs of rows within clusters.
  var pairCount: Int { ranges.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 } }
}
