/// Coordinates of rows: written out, or worked out from columns where they are needed.
package enum RowCoordinates: Sendable {
  /// Row by row.
  case written([Double], dimension: Int)
  case columns(ColumnCoordinates)

  /// The number of coordinates.
  package var dimension: Int {
    switch self {
    case .written(_, let dimension): dimension
    case .columns(let columns): columns.dimension
    }
  }

  /// The coordinates of some rows, row by row.
  package func rowMajor(at places: [Int32]) -> [Double] {
    switch self {
    case .columns(let columns): return columns.rowMajor(at: places)
    case .written(let coordinates, let dimension):
      var gathered: [Double] = []
      gathered.reserveCapacity(places.count * dimension)
      for place in places {
        gathered += coordinates[(Int(place) * dimension)..<((Int(place) + 1) * dimension)]
      }
      return gathered
    }
  }

  /// The squared distance of a row from a point: the sum over the coordinates in their order.
  ///
  /// - Parameter point: The coordinates in `points` from this place on.
  package func squared(_ place: Int, from points: [Double], at start: Int) -> Double {
    switch self {
    case .columns(let columns):
      let row = columns.coordinates(of: place)
      return Self.squared(row, 0, points, start, row.count)
    case .written(let coordinates, let dimension):
      return Self.squared(coordinates, place * dimension, points, start, dimension)
    }
  }

  private static func squared(
    _ left: [Double], _ leftStart: Int, _ right: [Double], _ rightStart: Int, _ dimension: Int
  ) -> Double {
    var sum = 0.0
    for axis in 0..<dimension {
      let gap = right[rightStart + axis] - left[leftStart + axis]
      sum += gap * gap
    }
    return sum
  }

  /// Block by block the coordinates of rows, axis by axis: those of axis *a* from *a* ·
  /// `ColumnCoordinates.blockRows`.
  func forEachBlock(
    of rows: Range<Int>, at places: [Int32]?,
    _ body: (_ rows: Range<Int>, _ values: UnsafeBufferPointer<Double>) -> Void
  ) {
    switch self {
    case .columns(let columns): columns.forEachBlock(of: rows, at: places, body)
    case .written(let coordinates, let dimension):
      let blockRows = ColumnCoordinates.blockRows
      withUnsafeTemporaryAllocation(of: Double.self, capacity: blockRows * dimension) { space in
        coordinates.withUnsafeBufferPointer { coordinates in
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows) {
            let block = start..<min(start + blockRows, rows.upperBound)
            for row in 0..<block.count {
              let place = (places.map { Int($0[block.lowerBound + row]) } ?? block.lowerBound + row)
              for axis in 0..<dimension {
                space[axis * blockRows + row] = coordinates[place * dimension + axis]
              }
            }
            body(block, UnsafeBufferPointer(space))
          }
        }
      }
    }
  }
}
