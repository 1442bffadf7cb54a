extension NearestNeighbours {
  /// The nearest rows to some points of a batch, nearest first, ties by place: every row of their
  /// windows in double precision, a block of rows at a time for all of the points.
  func nearest(_ wanted: Int, to numbers: [Int], of batch: PointBatch) -> [[Neighbour]] {
    var found = [[Neighbour]](repeating: [], count: numbers.count)
    let windows = numbers.map { batch.window($0) ?? 0..<count }
    guard let lower = windows.map(\.lowerBound).min(),
      let upper = windows.map(\.upperBound).max()
    else { return found }
    let starts = numbers.map { batch.start($0, dimension) }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: ColumnCoordinates.blockRows) {
      squares in
      coordinates.forEachBlock(of: lower..<upper, at: places) { block, values in
        for place in numbers.indices {
          let part = block.clamped(to: windows[place])
          let first = part.lowerBound - block.lowerBound
          Self.write(
            values, first..<(first + part.count), from: batch.points, at: starts[place], dimension,
            to: squares)
          for row in part where contains(row) {
            take(
              Neighbour(row: row, squared: squares[row - block.lowerBound]), wanted, &found[place])
          }
        }
      }
    }
    return found
  }

  /// Puts a row in its place if it is among the nearest so many.
  private func take(_ neighbour: Neighbour, _ wanted: Int, _ found: inout [Neighbour]) {
    if found.count == wanted {
      guard let last = found.last, neighbour.squared <= last.squared, precedes(neighbour, last)
      else { return }
      found.removeLast()
    }
    let place = found.lastIndex { precedes($0, neighbour) }.map { $0 + 1 } ?? 0
    found.insert(neighbour, at: place)
  }

  /// The squared distances of some rows of a block from a point.
  private static func write(
    _ values: UnsafeBufferPointer<Double>, _ rows: Range<Int>, from points: [Double], at start: Int,
    _ dimension: Int, to squares: UnsafeMutableBufferPointer<Double>
  ) {
    for row in rows { squares[row] = 0 }
    for axis in 0..<dimension {
      let coordinate = points[start + axis]
      let place = axis * ColumnCoordinates.blockRows
      for row in rows {
        let gap = coordinate - values[place + row]
        squares[row] += gap * gap
      }
    }
  }
}
