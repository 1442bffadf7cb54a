internal import CEvalKernels

extension NearestNeighbours {
  /// Candidates beyond those wanted, so that two that single precision confuses do not send a search
  /// back to every row.
  private static let spare = 6
  /// Points a task: enough that a chunk of rows, once in a core's cache, serves many.
  private static let taskTiles = 16

  /// The nearest rows to each of some points, nearest first, ties by place.
  ///
  /// - Parameters:
  ///   - count: How many; fewer are found where fewer are left.
  ///   - points: Row by row, as many coordinates each as the rows have.
  /// - Complexity: O(*points · rows · dimension*), memory O(*points · count*).
  public func nearest(_ count: Int, toRowMajor points: [Double]) -> [[Neighbour]] {
    precondition(
      points.count % dimension == 0, "\(points.count) coordinates are no points of \(dimension)")
    precondition(count >= 0, "\(count) neighbours")
    return shortlists(
      of: count, for: Array(0..<Int32(points.count / dimension)), in: points
    ).map { Array($0.prefix(count)) }
  }

  /// For each point at least so many nearest rows, or all there are: nearest first, ties by the lower
  /// row, and nobody left out that comes before the last.
  ///
  /// - Parameters:
  ///   - places: Where each point stands in `source`.
  ///   - source: Coordinates row by row.
  ///   - windows: The rows that each point may have; `nil` for all. Points with nearly the same
  ///     windows are best put side by side.
  package func shortlists(
    of wanted: Int, for places: [Int32], in source: [Double], within windows: [Range<Int>]? = nil
  ) -> [[Neighbour]] {
    precondition(
      windows?.count ?? places.count == places.count,
      "\(windows?.count ?? 0) windows for \(places.count) points")
    var lists = [[Neighbour]](repeating: [], count: places.count)
    guard wanted > 0, count > 0 else { return lists }
    let perTask = Self.taskTiles * Self.tilePoints
    lists.withUnsafeMutableBufferPointer { lists in
      // Each task writes the lists of its own points.
      nonisolated(unsafe) let target = lists
      RowTasks.perform(itemCount: (places.count + perTask - 1) / perTask) { task in
        let range = (task * perTask)..<min((task + 1) * perTask, places.count)
        search(wanted, places[range], source, windows?[range]) { target[$0] = $1 }
      }
    }
    return lists
  }

  private func search(
    _ wanted: Int, _ places: ArraySlice<Int32>, _ source: [Double],
    _ windows: ArraySlice<Range<Int>>?, _ found: (_ point: Int, _ neighbours: [Neighbour]) -> Void
  ) {
    let length = wanted + Self.spare
    let tileCount = (places.count + Self.tilePoints - 1) / Self.tilePoints
    var tiles = [Float](repeating: 0, count: tileCount * Self.tilePoints * dimension)
    var norms = [Double](repeating: 0, count: places.count)
    for (number, place) in places.enumerated() {
      let (tile, lane) = number.quotientAndRemainder(dividingBy: Self.tilePoints)
      for axis in 0..<dimension {
        let value = source[Int(place) * dimension + axis] - centre[axis]
        tiles[(tile * dimension + axis) * Self.tilePoints + lane] = Float(-2 * value)
        norms[number] += value * value
      }
    }
    var values = [Float](repeating: .infinity, count: tileCount * Self.tilePoints * length)
    var rows = [Int32](repeating: -1, count: values.count)
    if let windows {
      for tile in 0..<tileCount {
        let members = windows.dropFirst(tile * Self.tilePoints).prefix(Self.tilePoints)
        let lower = members.map(\.lowerBound).min() ?? 0
        let upper = members.map(\.upperBound).max() ?? 0
        offer(lower..<upper, to: tile..<(tile + 1), of: tiles, length, &values, &rows)
      }
    } else {
      offer(0..<count, to: 0..<tileCount, of: tiles, length, &values, &rows)
    }
    for (number, place) in places.enumerated() {
      let entries = (number * length)..<((number + 1) * length)
      let start = Int(place) * dimension
      let point = source[start..<(start + dimension)]
      let window = windows?[places.startIndex + number] ?? 0..<count
      var neighbours = rows[entries].filter { window.contains(Int($0)) }.map { row in
        Neighbour(row: Int(row), squared: squared(point, Int(row), limit: .infinity))
      }
      neighbours.sort {
        ($0.squared, self.place(of: $0.row)) < ($1.squared, self.place(of: $1.row))
      }
      if rows[entries.upperBound - 1] >= 0 {
        // What no row that is missing can be nearer than.
        let bound = Double(values[entries.upperBound - 1]) + norms[number] - slack(norms[number])
        let proven = neighbours.count { $0.squared < bound }
        if proven >= wanted {
          neighbours.removeLast(neighbours.count - proven)
        } else {
          neighbours = scan(wanted, point, window)
        }
      } else if !isInReach(norms[number]) {
        neighbours = scan(wanted, point, window)
      }
      found(places.startIndex + number, neighbours)
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

  /// The most by which single precision can mistake |b|² − 2a·b of a point with this squared norm.
  ///
  /// Coordinates, products and sums are each rounded by 2⁻²⁴ of themselves at most, d + 3 of them one
  /// on top of another, of terms that add up to |b|² + 2|a||b|; what is too small for a normal number
  /// is lost altogether.
  private func slack(_ norm: Double) -> Double {
    let terms = Double(dimension + 6)
    return terms * 0x1p-24 * (reach * reach + 2 * norm.squareRoot() * reach) + terms * 0x1p-125
      + Double(dimension) * 0x1p-50 * norm
  }

  /// Whether no value overflows in single precision.
  private func isInReach(_ norm: Double) -> Bool {
    reach < 0x1p60 && norm < 0x1p120
  }

  /// Every row of a window in double precision: the nearest, nearest first, ties by place.
  private func scan(
    _ wanted: Int, _ point: ArraySlice<Double>, _ window: Range<Int>
  ) -> [Neighbour] {
    var found: [Neighbour] = []
    var limit = Double.infinity
    for row in window where contains(row) {
      let squared = squared(point, row, limit: limit)
      let next = found.firstIndex {
        (squared, place(of: row)) < ($0.squared, place(of: $0.row))
      }
      guard next != nil || found.count < wanted else { continue }
      if found.count == wanted { found.removeLast() }
      found.insert(Neighbour(row: row, squared: squared), at: min(next ?? found.count, found.count))
      if found.count == wanted, let last = found.last { limit = last.squared }
    }
    return found
  }
}
