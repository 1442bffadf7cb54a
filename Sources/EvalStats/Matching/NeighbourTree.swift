/// Points in a tree of boxes, for the nearest of them to any point (Friedman, Bentley and Finkel 1977,
/// doi:10.1145/355744.355745).
struct NeighbourTree: Sendable {
  /// A box around the points of `range`; a leaf where `children` is `nil`.
  private struct Node: Sendable {
    var range: Range<Int>
    var children: (Int, Int)?
  }

  /// Points a leaf holds at most: fewer cost more boxes than they save distances.
  private static let leafSize = 10

  private let dimension: Int
  /// The row of each point, in the order of the tree.
  private var rows: [Int32]
  /// Row-major, in the order of the tree.
  private var coordinates: [Double]
  private var nodes: [Node] = []
  /// The least, then the largest coordinates of each node.
  private var bounds: [Double] = []

  /// The number of points.
  var count: Int { rows.count }

  /// Builds a tree.
  ///
  /// - Parameters:
  ///   - rows: the rows of the points.
  ///   - coordinates: of all rows, `dimension` each.
  /// - Complexity: O(*n* log *n*), memory O(*n · dimension*).
  init(rows: [Int], coordinates: [Double], dimension: Int) {
    self.dimension = dimension
    self.rows = rows.map(Int32.init)
    self.coordinates = []
    if !rows.isEmpty { _ = build(0..<rows.count, coordinates) }
    self.coordinates.reserveCapacity(rows.count * dimension)
    for row in self.rows {
      let start = Int(row) * dimension
      self.coordinates.append(contentsOf: coordinates[start..<(start + dimension)])
    }
  }

  /// Adds the node of a range and those below it; returns its place.
  private mutating func build(_ range: Range<Int>, _ values: [Double]) -> Int {
    let place = nodes.count
    nodes.append(Node(range: range, children: nil))
    var widest = (axis: 0, width: -1.0)
    var least: [Double] = []
    var largest: [Double] = []
    for axis in 0..<dimension {
      var (low, high) = (Double.infinity, -Double.infinity)
      for index in range {
        let value = values[Int(rows[index]) * dimension + axis]
        if value < low { low = value }
        if value > high { high = value }
      }
      least.append(low)
      largest.append(high)
      if high - low > widest.width { widest = (axis, high - low) }
    }
    bounds += least + largest
    guard range.count > NeighbourTree.leafSize, widest.width > 0 else { return place }
    let middle = range.lowerBound + range.count / 2
    select(middle, in: range, by: widest.axis, values)
    let lower = build(range.lowerBound..<middle, values)
    let upper = build(middle..<range.upperBound, values)
    nodes[place].children = (lower, upper)
    return place
  }

  /// Puts the point of rank `target` along an axis in its place, no larger ones before it (Hoare
  /// 1961, doi:10.1145/366622.366647).
  private mutating func select(
    _ target: Int, in range: Range<Int>, by axis: Int, _ values: [Double]
  ) {
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let pivot = values[Int(rows[(low + high) / 2]) * dimension + axis]
      var (left, right) = (low, high)
      while left <= right {
        while values[Int(rows[left]) * dimension + axis] < pivot { left += 1 }
        while values[Int(rows[right]) * dimension + axis] > pivot { right -= 1 }
        if left <= right {
          rows.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if target <= right {
        high = right
      } else if target >= left {
        low = left
      } else {
        return
      }
    }
  }

  /// Adds the points nearest to a point to those found, nearest first, ties by the lower row.
  ///
  /// - Parameters:
  ///   - point: its coordinates stand in `source` from this index on.
  ///   - excluded: a row that is passed over.
  func nearest(
    to point: Int, in source: [Double], excluding excluded: Int, into found: inout NearestFew
  ) {
    guard !nodes.isEmpty, found.capacity > 0 else { return }
    search(0, point, source, Int32(excluded), &found)
  }

  private func search(
    _ place: Int, _ point: Int, _ source: [Double], _ excluded: Int32, _ found: inout NearestFew
  ) {
    guard let (lower, upper) = nodes[place].children else {
      for index in nodes[place].range where rows[index] != excluded {
        let limit = found.worst
        var sum = 0.0
        let start = index * dimension
        for axis in 0..<dimension {
          let gap = source[point + axis] - coordinates[start + axis]
          sum += gap * gap
          if sum > limit { break }
        }
        if sum <= limit { found.offer(row: rows[index], squared: sum) }
      }
      return
    }
    let (toLower, toUpper) = (gap(lower, point, source), gap(upper, point, source))
    // The nearer box first; a box as far as the worst found may hold a tie of a lower row.
    if toLower <= toUpper {
      if toLower <= found.worst { search(lower, point, source, excluded, &found) }
      if toUpper <= found.worst { search(upper, point, source, excluded, &found) }
    } else {
      if toUpper <= found.worst { search(upper, point, source, excluded, &found) }
      if toLower <= found.worst { search(lower, point, source, excluded, &found) }
    }
  }

  /// The squared distance of a point to a box. Summed in the order of the axes as distances are, so
  /// rounding never puts it above the distance of a point inside.
  private func gap(_ place: Int, _ point: Int, _ source: [Double]) -> Double {
    var sum = 0.0
    let start = place * 2 * dimension
    for axis in 0..<dimension {
      let value = source[point + axis]
      let below = bounds[start + axis] - value
      let above = value - bounds[start + dimension + axis]
      let gap = below > 0 ? below : above > 0 ? above : 0
      sum += gap * gap
    }
    return sum
  }
}

/// The few nearest points seen so far.
struct NearestFew: Sendable {
  /// How many are wanted.
  let capacity: Int
  /// Nearest first, ties by row.
  private(set) var points: [(squared: Double, row: Int32)] = []
  /// The squared distance beyond which none is of use.
  private(set) var worst: Double

  init(_ capacity: Int, within squaredRadius: Double = .infinity) {
    self.capacity = capacity
    worst = squaredRadius
  }

  mutating func offer(row: Int32, squared: Double) {
    if points.count == capacity {
      guard let last = points.last, (squared, row) < last else { return }
      points.removeLast()
    }
    var place = points.count
    while place > 0, (squared, row) < points[place - 1] { place -= 1 }
    points.insert((squared, row), at: place)
    if points.count == capacity, let last = points.last { worst = last.squared }
  }
}
