internal import EvalLinearAlgebra

/// Groups of near people inside one exact stratum.
///
/// Everyone points to the nearest people they need for a group. First members whose needs share
/// nobody make a group with those they point to, as many as can; then everyone else joins the group of
/// the nearest person who is in one. A person's needs are no farther than in any grouping, and someone
/// they need is in a group, so two members are at most four such steps apart.
struct NeighbourGroups: Sendable {
  /// Coordinates of all rows, and the arm of each.
  let coordinates: [Double]
  let dimension: Int
  let treated: [Bool]
  let settings: GeneralisedFull
  /// The squared radius.
  let squaredRadius: Double
  /// Whether a row must be in a group.
  let isWanted: @Sendable (Int) -> Bool

  /// Queries a block of the parallel loop does at a time.
  private static let blockSize = 1_024

  struct Result {
    /// The rows of each group.
    var groups: [[Int]] = []
    /// The largest of the squared distances from anyone in a group to those they need.
    var largestNeed = 0.0
  }

  /// Groups the rows of one stratum.
  ///
  /// - Complexity: O(*n* log *n*) for few dimensions.
  func groups(of rows: [Int]) -> Result {
    let arms = [rows.filter { treated[$0] }, rows.filter { !treated[$0] }]
    let trees = arms.map {
      NeighbourTree(rows: $0, coordinates: coordinates, dimension: dimension)
    }
    let needs = needs(of: rows, trees: trees)
    var group = [Int: Int](minimumCapacity: rows.count)
    var result = Result()
    for place in seedOrder(rows, needs) {
      guard let need = needs[place] else { continue }
      let members = [rows[place]] + need.rows.map(Int.init)
      guard members.allSatisfy({ group[$0] == nil }) else { continue }
      for row in members { group[row] = result.groups.count }
      result.groups.append(members)
      result.largestNeed = max(result.largestNeed, need.squared)
    }
    let taken = rows.filter { group[$0] != nil }
    let left = rows.indices.filter { group[rows[$0]] == nil && isWanted(rows[$0]) }
    let tree = NeighbourTree(rows: taken, coordinates: coordinates, dimension: dimension)
    let nearest = parallel(left) { place -> Int32? in
      var found = NearestFew(1, within: squaredRadius)
      tree.nearest(
        to: rows[place] * dimension, in: coordinates, excluding: -1, into: &found)
      return found.points.first?.row
    }
    for (place, row) in zip(left, nearest) {
      guard let row, let number = group[Int(row)] else { continue }
      result.groups[number].append(rows[place])
      if let need = needs[place] { result.largestNeed = max(result.largestNeed, need.squared) }
    }
    return result
  }

  /// Those someone needs for a group of their own, and the squared distance of the farthest.
  private struct Need: Sendable {
    let rows: [Int32]
    let squared: Double
  }

  /// The needs of each row; `nil` where there are not enough people within the radius.
  private func needs(of rows: [Int], trees: [NeighbourTree]) -> [Need?] {
    parallel(Array(rows.indices)) { place in
      let row = rows[place]
      var needed: [Int32] = []
      var farthest = 0.0
      for (arm, tree) in trees.enumerated() {
        let isOwn = treated[row] == (arm == 0)
        let count =
          (arm == 0 ? settings.minimumTreated : settings.minimumControls) - (isOwn ? 1 : 0)
        var found = NearestFew(count, within: squaredRadius)
        tree.nearest(to: row * dimension, in: coordinates, excluding: row, into: &found)
        guard found.points.count == count else { return nil }
        needed += found.points.map(\.row)
        farthest = max(farthest, found.points.last?.squared ?? 0)
      }
      return Need(rows: needed, squared: farthest)
    }
  }

  /// Those whom few others need come first: their groups stand in fewer people's way. Ties by row.
  private func seedOrder(_ rows: [Int], _ needs: [Need?]) -> [Int] {
    var demand = [Int32: Int](minimumCapacity: rows.count)
    for need in needs { for row in need?.rows ?? [] { demand[row, default: 0] += 1 } }
    let demands = rows.map { demand[Int32($0)] ?? 0 }
    return rows.indices.filter { isWanted(rows[$0]) }
      .sorted { (demands[$0], rows[$0]) < (demands[$1], rows[$1]) }
  }

  /// Works on each element in blocks, in parallel; the results stand in order.
  private func parallel<Value: Sendable>(
    _ elements: [Int], _ work: @Sendable (Int) -> Value
  ) -> [Value] {
    Workers.map(count: elements.count, blockSize: Self.blockSize) { work(elements[$0]) }
  }
}
