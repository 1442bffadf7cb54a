/// The largest matching of a bipartite graph (Hopcroft and Karp 1973, doi:10.1137/0202019).
struct BipartiteMatching {
  /// The number of pairs.
  private(set) var size = 0

  private var partnerOfLeft: [Int32]
  private var partnerOfRight: [Int32]

  /// Matches.
  ///
  /// - Parameter neighbours: for each left node its right nodes.
  /// - Complexity: O(*arcs* · √*nodes*)
  init(neighbours: [[Int32]], rightCount: Int) {
    partnerOfLeft = Array(repeating: -1, count: neighbours.count)
    partnerOfRight = Array(repeating: -1, count: rightCount)
    while let layers = layers(neighbours) {
      var next = [Int](repeating: 0, count: neighbours.count)
      for left in neighbours.indices where partnerOfLeft[left] < 0 {
        if augment(from: left, neighbours, layers, &next) { size += 1 }
      }
    }
  }

  /// How far each left node is from a free one; `nil` if no free right node is within reach.
  private func layers(_ neighbours: [[Int32]]) -> [Int32]? {
    var layer = [Int32](repeating: -1, count: neighbours.count)
    var queue: [Int] = []
    for left in neighbours.indices where partnerOfLeft[left] < 0 {
      layer[left] = 0
      queue.append(left)
    }
    var reachesFree = false
    var head = 0
    while head < queue.count {
      let left = queue[head]
      head += 1
      for right in neighbours[left] {
        let other = Int(partnerOfRight[Int(right)])
        if other < 0 {
          reachesFree = true
        } else if layer[other] < 0 {
          layer[other] = layer[left] + 1
          queue.append(other)
        }
      }
    }
    return reachesFree ? layer : nil
  }

  /// Follows the layers depth first, on a stack of its own: paths may be long.
  private mutating func augment(
    from start: Int, _ neighbours: [[Int32]], _ layers: [Int32], _ next: inout [Int]
  ) -> Bool {
    var path = [start]
    while let left = path.last {
      guard next[left] < neighbours[left].count else {
        path.removeLast()
        if let previous = path.last { next[previous] += 1 }
        continue
      }
      let right = Int(neighbours[left][next[left]])
      let other = Int(partnerOfRight[right])
      if other < 0 {
        for left in path {
          let right = neighbours[left][next[left]]
          partnerOfLeft[left] = right
          partnerOfRight[Int(right)] = Int32(left)
          next[left] += 1
        }
        return true
      }
      if layers[other] == layers[left] + 1 {
        path.append(other)
      } else {
        next[left] += 1
      }
    }
    return false
  }
}
