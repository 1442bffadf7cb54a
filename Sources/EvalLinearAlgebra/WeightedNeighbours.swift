/// Points arranged to find the nearest of them again and again while the weights of the axes change.
///
/// d²(q, p) = Σ wₐ (qₐ − pₐ)². The points stand in groups of eight near one another, each with the
/// box that holds it; a box scales with the axes, so whatever the weights, a group whose box is
/// farther than the best point found is passed over. Boxes are compared eight at a time, and so are
/// the points of a group. Rounding is monotone and every sum runs over the axes in order, so a box is
/// never reckoned farther than a point inside it: the answer is exact.
///
/// Queries and points may be split into strata, and single pairs forbidden. A `Workspace` answers
/// queries for one weighting at a time.
public struct WeightedNeighbours: Sendable {
  static let groupSize = 8

  /// The number of axes.
  public let dimension: Int
  /// The number of queries.
  public let queryCount: Int
  /// The number of points.
  public let pointCount: Int
  /// Row by row.
  let queries: [Double]
  let queryStrata: [Int32]
  /// The blocks of each stratum: up to eight groups each; one more element than strata.
  let firstBlock: [Int]
  /// The groups of each block; one more element than blocks.
  let firstGroup: [Int]
  /// The points of each group in ascending order, −1 where a group is not full.
  let points: [Int32]
  /// Where each point stands in `points`.
  let slots: [Int32]
  /// Eight values an axis, axes within groups.
  let values: [SIMD8<Double>]
  /// The boxes of a block's groups, axes within blocks.
  let lower: [SIMD8<Double>]
  let upper: [SIMD8<Double>]
  /// For each query and group, a bit for each point that the query may have; empty if all may.
  let admitted: [UInt8]

  /// Arranges points.
  ///
  /// - Parameters:
  ///   - queries: coordinates row by row.
  ///   - points: coordinates row by row; of equally near points the earlier is found.
  ///   - queryStrata: the stratum of each query, from 0; a query finds points of its own alone.
  ///   - pointStrata: the stratum of each point.
  ///   - admits: whether a query may have a point; `nil` if every one of its stratum.
  /// - Complexity: O(*points · axes* · log *points*), with `admits` O(*queries · points*) and an
  ///   eighth of a byte a pair.
  public init(
    queries: [Double], points coordinates: [Double], dimension: Int, queryStrata: [Int32],
    pointStrata: [Int32], stratumCount: Int,
    admits: ((_ query: Int, _ point: Int) -> Bool)? = nil
  ) {
    precondition(
      dimension > 0 && queries.count == queryStrata.count * dimension
        && coordinates.count == pointStrata.count * dimension,
      "\(queries.count) and \(coordinates.count) coordinates for \(queryStrata.count) queries and "
        + "\(pointStrata.count) points of \(dimension) axes")
    self.dimension = dimension
    self.queries = queries
    self.queryStrata = queryStrata
    queryCount = queryStrata.count
    pointCount = pointStrata.count
    var members = [[Int32]](repeating: [], count: stratumCount)
    for (point, stratum) in pointStrata.enumerated() { members[Int(stratum)].append(Int32(point)) }
    var groups: [[Int32]] = []
    var firstBlock = [0]
    var firstGroup = [0]
    for stratum in members {
      WeightedNeighbours.split(stratum, coordinates, dimension, into: &groups)
      while firstGroup[firstGroup.count - 1] < groups.count {
        firstGroup.append(min(groups.count, firstGroup[firstGroup.count - 1] + 8))
      }
      firstBlock.append(firstGroup.count - 1)
    }
    self.firstBlock = firstBlock
    self.firstGroup = firstGroup
    points = groups.flatMap { $0 + Array(repeating: -1, count: 8 - $0.count) }
    var slots = [Int32](repeating: -1, count: pointCount)
    for (slot, point) in points.enumerated() where point >= 0 { slots[Int(point)] = Int32(slot) }
    self.slots = slots
    func value(_ point: Int32, _ axis: Int) -> Double {
      coordinates[Int(point) * dimension + axis]
    }
    values = groups.flatMap { group in
      (0..<dimension).map { axis in
        var lanes = SIMD8<Double>(repeating: value(group[0], axis))
        for (lane, point) in group.enumerated() { lanes[lane] = value(point, axis) }
        return lanes
      }
    }
    var lower: [SIMD8<Double>] = []
    var upper: [SIMD8<Double>] = []
    for block in 0..<(firstGroup.count - 1) {
      for axis in 0..<dimension {
        var (low, high) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for (lane, group) in (firstGroup[block]..<firstGroup[block + 1]).enumerated() {
          let lanes = values[group * dimension + axis]
          low[lane] = lanes.min()
          high[lane] = lanes.max()
        }
        lower.append(low)
        upper.append(high)
      }
    }
    self.lower = lower
    self.upper = upper
    var admitted: [UInt8] = []
    if let admits {
      admitted = [UInt8](repeating: 0, count: queryCount * groups.count)
      for query in 0..<queryCount {
        let stratum = Int(queryStrata[query])
        for group in firstGroup[firstBlock[stratum]]..<firstGroup[firstBlock[stratum + 1]] {
          var bits: UInt8 = 0
          for (lane, point) in groups[group].enumerated() where admits(query, Int(point)) {
            bits |= 1 << UInt8(lane)
          }
          admitted[query * groups.count + group] = bits
        }
      }
    }
    self.admitted = admitted
  }

  var groupCount: Int { points.count / 8 }

  /// Halves points along the axis on which they spread most until eight or fewer are left.
  private static func split(
    _ members: [Int32], _ coordinates: [Double], _ dimension: Int, into groups: inout [[Int32]]
  ) {
    guard members.count > groupSize else {
      if !members.isEmpty { groups.append(members.sorted()) }
      return
    }
    func value(_ point: Int32, _ axis: Int) -> Double {
      coordinates[Int(point) * dimension + axis]
    }
    var widest = (axis: 0, spread: -1.0)
    for axis in 0..<dimension {
      let mean = members.reduce(0) { $0 + value($1, axis) } / Double(members.count)
      let spread = members.reduce(0) {
        $0 + (value($1, axis) - mean) * (value($1, axis) - mean)
      }
      if spread > widest.spread { widest = (axis, spread) }
    }
    let sorted = members.sorted {
      (value($0, widest.axis), $0) < (value($1, widest.axis), $1)
    }
    // Whole groups on the left, so that only the last group of a stratum is short.
    let half = (members.count / 2 + groupSize - 1) / groupSize * groupSize
    split(Array(sorted[..<half]), coordinates, dimension, into: &groups)
    split(Array(sorted[half...]), coordinates, dimension, into: &groups)
  }
}
