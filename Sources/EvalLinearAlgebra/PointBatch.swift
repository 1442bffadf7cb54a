internal import CEvalKernels

/// Some points made ready for the kernel: about the rows' centre, times −2, a tile beside the other.
struct PointBatch: Sendable {
  /// Coordinates row by row, of these and other points.
  let points: [Double]
  private let places: [Int32]
  private let windows: [Range<Int>]?
  /// Squared norms about the centre.
  let norms: [Double]
  fileprivate let tiles: [Float]

  var count: Int { places.count }

  init(
    _ places: [Int32], in points: [Double], windows: [Range<Int>]?, of rows: NearestNeighbours
  ) {
    let (dimension, width) = (rows.dimension, NearestNeighbours.tilePoints)
    let tileCount = (places.count + width - 1) / width
    var tiles = [Float](repeating: 0, count: tileCount * width * dimension)
    var norms = [Double](repeating: 0, count: places.count)
    for (number, place) in places.enumerated() {
      let (tile, lane) = number.quotientAndRemainder(dividingBy: width)
      for axis in 0..<dimension {
        let value = points[Int(place) * dimension + axis] - rows.centre[axis]
        tiles[(tile * dimension + axis) * width + lane] = Float(-2 * value)
        norms[number] += value * value
      }
    }
    self.points = points
    self.places = places
    self.windows = windows
    self.norms = norms
    self.tiles = tiles
  }

  /// The rows a point may have; `nil` for all.
  func window(_ number: Int) -> Range<Int>? { windows?[number] }

  /// Where the coordinates of a point begin.
  func start(_ number: Int, _ dimension: Int) -> Int { Int(places[number]) * dimension }
}

/// What the kernel found for one point.
struct RoughList {
  /// In ascending order.
  let candidates: [Shortlist.RoughCandidate]
  /// The value that no row that is not here has less than; `nil` if every row is.
  let last: Float?
}

extension NearestNeighbours {
  /// The candidates of each point of a batch, so many at most, of the rows in its window and in a few
  /// beside it.
  func offered(to batch: PointBatch, length: Int) -> [RoughList] {
    let width = Self.tilePoints
    let tileCount = (batch.count + width - 1) / width
    var values = [Float](repeating: .infinity, count: tileCount * width * length)
    var rows = [Int32](repeating: -1, count: values.count)
    if batch.window(0) == nil {
      offer(0..<count, to: 0..<tileCount, of: batch.tiles, length, &values, &rows)
    } else {
      for tile in 0..<tileCount {
        let members = (tile * width)..<min((tile + 1) * width, batch.count)
        let windows = members.compactMap(batch.window)
        let lower = windows.map(\.lowerBound).min() ?? 0
        let upper = windows.map(\.upperBound).max() ?? 0
        offer(lower..<upper, to: tile..<(tile + 1), of: batch.tiles, length, &values, &rows)
      }
    }
    return (0..<batch.count).map { number in
      let entries = (number * length)..<((number + 1) * length)
      let found = entries.prefix { rows[$0] >= 0 }
      return RoughList(
        candidates: found.map { .init(row: rows[$0], value: values[$0]) },
        last: found.count == length ? values[entries.upperBound - 1] : nil)
    }
  }

  /// Offers the rows of a range, and the few before and behind it in their panels, to some tiles.
  private func offer(
    _ range: Range<Int>, to chosen: Range<Int>, of tiles: [Float], _ length: Int,
    _ values: inout [Float], _ rows: inout [Int32]
  ) {
    let width = Self.tilePoints
    tiles.withUnsafeBufferPointer { tiles in
      values.withUnsafeMutableBufferPointer { values in
        rows.withUnsafeMutableBufferPointer { rows in
          // Slices of arrays that outlive the call.
          eval_offer_rows(
            eval_instructions(), panels, starts, Int64(range.lowerBound / Self.panelRows),
            Int64((range.upperBound + Self.panelRows - 1) / Self.panelRows),
            UnsafeBufferPointer(rebasing: tiles[(chosen.lowerBound * width * dimension)...])
              .baseAddress,
            Int64(chosen.count), Int64(dimension), Int64(length),
            UnsafeMutableBufferPointer(rebasing: values[(chosen.lowerBound * width * length)...])
              .baseAddress,
            UnsafeMutableBufferPointer(rebasing: rows[(chosen.lowerBound * width * length)...])
              .baseAddress)
        }
      }
    }
  }
}
