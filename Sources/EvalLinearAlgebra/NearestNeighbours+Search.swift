extension NearestNeighbours {
  /// Candidates beyond those wanted, so that two that single precision confuses do not send a search
  /// back to every row.
  private static let spare = 6
  /// Tiles a task: enough that a chunk of rows, once in a core's cache, serves many points, and as few
  /// as leave all processors busy to the end.
  private static func taskTiles(of pointCount: Int) -> Int {
    min(16, max(4, pointCount / (24 * tilePoints)))
  }

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
    let places = (0..<Int32(points.count / dimension)).map(\.self)
    guard count > 0, self.count > 0 else { return Array(repeating: [], count: places.count) }
    return forEachBatch(of: places, in: points, within: nil) { batch in
      let rough = offered(to: batch, length: count + Self.spare)
      return settled(count, batch) { number in
        proven(rough[number], number, of: batch, atLeast: count).map { Array($0.prefix(count)) }
      } scanned: {
        $0
      }
    }
  }

  /// For each point a list of at least so many rows, or all there are, of which the nearest that is
  /// left can be had.
  ///
  /// - Parameters:
  ///   - places: Where each point stands in `points`.
  ///   - points: Coordinates row by row.
  ///   - windows: The rows that each point may have; `nil` for all. Points with nearly the same
  ///     windows are best put side by side.
  package func shortlists(
    of wanted: Int, for places: [Int32], in points: [Double], within windows: [Range<Int>]? = nil
  ) -> [Shortlist] {
    precondition(
      windows?.count ?? places.count == places.count,
      "\(windows?.count ?? 0) windows for \(places.count) points")
    precondition(wanted > 0, "lists of \(wanted)")
    return forEachBatch(of: places, in: points, within: windows) { batch in
      let rough = offered(to: batch, length: wanted + Self.spare)
      return settled(wanted, batch) { number in
        roughShortlist(rough[number], number, of: batch, wanted)
          ?? proven(rough[number], number, of: batch, atLeast: wanted).map {
            Shortlist($0, wanted: wanted)
          }
      } scanned: {
        Shortlist($0, wanted: wanted)
      }
    }
  }

  /// What becomes of each point, batch by batch on all processors.
  private func forEachBatch<Result: Sendable>(
    of places: [Int32], in points: [Double], within windows: [Range<Int>]?,
    _ body: @Sendable (PointBatch) -> [Result]
  ) -> [Result] {
    let size = Self.taskTiles(of: places.count) * Self.tilePoints
    let starts = Array(stride(from: 0, to: places.count, by: size))
    let results = RowTasks.map(starts) { start in
      let range = start..<min(start + size, places.count)
      return body(
        PointBatch(
          Array(places[range]), in: points, windows: windows.map { Array($0[range]) }, of: self))
    }
    return Array(results.joined())
  }

  /// What the candidates settle, and for the other points what looking at every row does.
  private func settled<Result>(
    _ wanted: Int, _ batch: PointBatch, _ settle: (_ number: Int) -> Result?,
    scanned: ([Neighbour]) -> Result
  ) -> [Result] {
    var results = (0..<batch.count).map { isInReach(batch.norms[$0]) ? settle($0) : nil }
    let doubtful = results.indices.filter { results[$0] == nil }
    for (number, found) in zip(doubtful, nearest(wanted, to: doubtful, of: batch)) {
      results[number] = scanned(found)
    }
    return results.compactMap(\.self)
  }

  /// A list of candidates as they are, where single precision tells the first so many from those left
  /// out.
  private func roughShortlist(
    _ rough: RoughList, _ number: Int, of batch: PointBatch, _ wanted: Int
  ) -> Shortlist? {
    let window = batch.window(number)
    let candidates = rough.candidates.filter { window?.contains(Int($0.row)) ?? true }
    let norm = batch.norms[number]
    let slack = slack(norm)
    guard let last = rough.last else {
      return Shortlist(
        candidates, .init(offset: norm - slack, others: .infinity), wanted: wanted)
    }
    guard candidates.count >= wanted,
      Double(last) - Double(candidates[wanted - 1].value) > 2 * slack
    else { return nil }
    return Shortlist(
      candidates, .init(offset: norm - slack, others: Double(last) + norm - slack), wanted: wanted)
  }

  /// The candidates that no row that is missing comes before, in double precision, nearest first;
  /// `nil` if they are too few and others are left.
  private func proven(
    _ rough: RoughList, _ number: Int, of batch: PointBatch, atLeast wanted: Int
  ) -> [Neighbour]? {
    let window = batch.window(number)
    let start = batch.start(number, dimension)
    var neighbours = rough.candidates.filter { window?.contains(Int($0.row)) ?? true }
      .map { neighbour(Int($0.row), of: batch.points, at: start) }
    neighbours.sort(by: precedes)
    guard let last = rough.last else { return neighbours }
    let norm = batch.norms[number]
    let bound = Double(last) + norm - slack(norm)
    let proven = neighbours.prefix { $0.squared < bound }
    return proven.count >= wanted ? Array(proven) : nil
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
}
