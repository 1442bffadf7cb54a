extension WeightedNeighbours {
  /// Answers queries for one weighting of the axes; points may be taken out and put back.
  ///
  /// For one thread at a time. It owns its buffers, allocated once, and never hands a pointer out.
  public struct Workspace: ~Copyable {
    private let neighbours: WeightedNeighbours
    private let queries: UnsafeMutablePointer<Double>
    private let values: UnsafeMutablePointer<SIMD8<Double>>
    private let lower: UnsafeMutablePointer<SIMD8<Double>>
    private let upper: UnsafeMutablePointer<SIMD8<Double>>
    /// 0 for a point that is there, infinity for one that is not.
    private let absence: UnsafeMutablePointer<SIMD8<Double>>
    /// 0 for a group of a block, infinity where a block has fewer than eight.
    private let absentGroups: UnsafeMutablePointer<SIMD8<Double>>
    /// For a byte of `admitted`, 0 for each bit that is set and infinity for each that is not.
    private let refusals: UnsafeMutablePointer<SIMD8<Double>>
    /// What each query found last, for a bound to begin with.
    private let hints: UnsafeMutablePointer<Int32>

    /// Creates a workspace, of unit weights until told otherwise.
    public init(_ neighbours: WeightedNeighbours) {
      self.neighbours = neighbours
      queries = .allocate(capacity: max(1, neighbours.queries.count))
      values = .allocate(capacity: max(1, neighbours.values.count))
      lower = .allocate(capacity: max(1, neighbours.lower.count))
      upper = .allocate(capacity: max(1, neighbours.upper.count))
      absence = .allocate(capacity: max(1, neighbours.groupCount))
      absentGroups = .allocate(capacity: neighbours.firstGroup.count)
      refusals = .allocate(capacity: 256)
      hints = .allocate(capacity: max(1, neighbours.queryCount))
      for block in 0..<(neighbours.firstGroup.count - 1) {
        let count = neighbours.firstGroup[block + 1] - neighbours.firstGroup[block]
        var absent = SIMD8<Double>.zero
        for lane in count..<8 { absent[lane] = .infinity }
        absentGroups[block] = absent
      }
      for byte in 0..<256 {
        var refused = SIMD8<Double>.zero
        for lane in 0..<8 where byte >> lane & 1 == 0 { refused[lane] = .infinity }
        refusals[byte] = refused
      }
      for query in 0..<neighbours.queryCount { hints[query] = -1 }
      weigh(Array(repeating: 1, count: neighbours.dimension))
    }

    deinit {
      queries.deallocate()
      values.deallocate()
      lower.deallocate()
      upper.deallocate()
      absence.deallocate()
      absentGroups.deallocate()
      refusals.deallocate()
      hints.deallocate()
    }

    /// Sets the weight of each axis and puts every point back.
    ///
    /// - Precondition: one weight an axis, each finite and not negative.
    /// - Complexity: O((*queries + points*) · *axes*)
    public mutating func weigh(_ weights: [Double]) {
      let dimension = neighbours.dimension
      precondition(
        weights.count == dimension && weights.allSatisfy { $0 >= 0 && $0.isFinite },
        "\(weights) are no weights of \(dimension) axes")
      for (axis, weight) in weights.enumerated() {
        let factor = weight.squareRoot()
        neighbours.queries.withUnsafeBufferPointer { source in
          for place in stride(from: axis, to: source.count, by: dimension) {
            queries[place] = source[place] * factor
          }
        }
        WeightedNeighbours.scale(neighbours.values, by: factor, axis, dimension, into: values)
        WeightedNeighbours.scale(neighbours.lower, by: factor, axis, dimension, into: lower)
        WeightedNeighbours.scale(neighbours.upper, by: factor, axis, dimension, into: upper)
      }
      neighbours.points.withUnsafeBufferPointer { points in
        for group in 0..<neighbours.groupCount {
          absence[group] = .zero
          // Only the last lanes of a group can be empty.
          var lane = 7
          while points[group * 8 + lane] < 0 {
            absence[group][lane] = .infinity
            lane -= 1
          }
        }
      }
    }

    /// Takes a point out.
    public mutating func remove(_ point: Int) {
      let slot = Int(neighbours.slots[point])
      absence[slot / 8][slot % 8] = .infinity
    }

    /// Puts a point back.
    public mutating func restore(_ point: Int) {
      let slot = Int(neighbours.slots[point])
      absence[slot / 8][slot % 8] = 0
    }

    /// The nearest point a query may have, the earlier of equally near ones; `nil` if none is left.
    ///
    /// - Complexity: O(*points · axes*) at worst; mostly about an eighth of that and less.
    public mutating func nearest(to query: Int) -> Int? {
      let dimension = neighbours.dimension
      let place = queries + query * dimension
      let refused = neighbours.admitted.isEmpty ? nil : refusals
      var best = Double.infinity
      var found = Int32.max
      let hint = hints[query]
      if hint >= 0 {
        let slot = Int(neighbours.slots[Int(hint)])
        let squared = distances(slot / 8, place, query, refused)[slot % 8]
        if squared < .infinity { (best, found) = (squared, hint) }
      }
      let stratum = Int(neighbours.queryStrata[query])
      for block in neighbours.firstBlock[stratum]..<neighbours.firstBlock[stratum + 1] {
        var bounds = absentGroups[block]
        let (low, high) = (lower + block * dimension, upper + block * dimension)
        for axis in 0..<dimension {
          let at = SIMD8(repeating: place[axis])
          let below = low[axis] - at
          let above = at - high[axis]
          var gap = below.replacing(with: above, where: above .> below)
          gap.replace(with: 0, where: gap .< 0)
          bounds += gap * gap
        }
        guard WeightedNeighbours.least(bounds) <= best else { continue }
        let first = neighbours.firstGroup[block]
        for lane in 0..<8 where bounds[lane] <= best && bounds[lane] < .infinity {
          let squared = distances(first + lane, place, query, refused)
          let least = WeightedNeighbours.least(squared)
          guard least <= best, least < .infinity else { continue }
          for other in 0..<8 where squared[other] == least {
            let point = neighbours.points[(first + lane) * 8 + other]
            if least < best || point < found { (best, found) = (least, point) }
          }
        }
      }
      guard best < .infinity else { return nil }
      hints[query] = found
      return Int(found)
    }

    /// The squared distances of a group's points, infinite for those the query may not have.
    @inline(__always)
    private func distances(
      _ group: Int, _ place: UnsafeMutablePointer<Double>, _ query: Int,
      _ refused: UnsafeMutablePointer<SIMD8<Double>>?
    ) -> SIMD8<Double> {
      var sum = absence[group]
      if let refused {
        sum += refused[Int(neighbours.admitted[query * neighbours.groupCount + group])]
      }
      let values = values + group * neighbours.dimension
      for axis in 0..<neighbours.dimension {
        let gap = values[axis] - SIMD8(repeating: place[axis])
        sum += gap * gap
      }
      return sum
    }
  }

  /// Every `dimension`-th element from `axis` on, times a factor.
  fileprivate static func scale(
    _ source: [SIMD8<Double>], by factor: Double, _ axis: Int, _ dimension: Int,
    into target: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    source.withUnsafeBufferPointer { source in
      for place in stride(from: axis, to: source.count, by: dimension) {
        target[place] = source[place] * factor
      }
    }
  }

  /// The least of eight.
  @inline(__always)
  fileprivate static func least(_ lanes: SIMD8<Double>) -> Double {
    let (low, high) = (lanes.lowHalf, lanes.highHalf)
    let four = low.replacing(with: high, where: high .< low)
    let (left, right) = (four.lowHalf, four.highHalf)
    let two = left.replacing(with: right, where: right .< left)
    return Swift.min(two[0], two[1])
  }
}
