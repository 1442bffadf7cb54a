/// Rows of coordinates in panels of eight, so that eight squared distances are worked out at once.
///
/// Every squared distance is the sum of squared differences in the order of the coordinates, each
/// rounded once, exactly as a plain loop over one row would give it: nothing cancels, and results do
/// not depend on the width of the processor's registers.
package struct RowPanels: Sendable {
  /// The rows in a panel.
  package static let width = 8

  package let rowCount: Int
  package let dimension: Int
  /// Coordinate *d* of panel *p* stands at *p* · `dimension` + *d*; rows beyond the last are infinite.
  private let panels: [SIMD8<Double>]

  /// Puts rows into panels.
  ///
  /// - Parameter coordinates: row by row, `rowCount · dimension` of them.
  package init(rowMajor coordinates: [Double], dimension: Int) {
    precondition(
      dimension > 0 && coordinates.count % dimension == 0,
      "\(coordinates.count) coordinates are no rows of \(dimension)")
    let rowCount = coordinates.count / dimension
    let panelCount = (rowCount + RowPanels.width - 1) / RowPanels.width
    var panels = [SIMD8<Double>](
      repeating: SIMD8(repeating: .infinity), count: panelCount * dimension)
    for row in 0..<rowCount {
      let (panel, lane) = row.quotientAndRemainder(dividingBy: RowPanels.width)
      for axis in 0..<dimension {
        panels[panel * dimension + axis][lane] = coordinates[row * dimension + axis]
      }
    }
    self.rowCount = rowCount
    self.dimension = dimension
    self.panels = panels
  }

  /// One number a row in panels, for `scan(_:rows:offset:offsets:visit:)`.
  package struct Offsets: Sendable {
    fileprivate let panels: [SIMD8<Double>]

    package init(_ values: [Double]) {
      let panelCount = (values.count + RowPanels.width - 1) / RowPanels.width
      var panels = [SIMD8<Double>](
        repeating: SIMD8(repeating: -.infinity), count: panelCount)
      for (row, value) in values.enumerated() {
        panels[row / RowPanels.width][row % RowPanels.width] = value
      }
      self.panels = panels
    }
  }

  /// Visits the rows whose squared distance from a point is at most a limit, in order.
  ///
  /// - Parameters:
  ///   - point: `dimension` coordinates.
  ///   - rows: the rows to look at.
  ///   - limit: the limit to begin with.
  ///   - visit: told a row and its squared distance; returns the limit from now on.
  /// - Complexity: O(*rows · dimension*)
  package func scan(
    _ point: ArraySlice<Double>, rows: Range<Int>, limit: Double,
    visit: (_ row: Int, _ squared: Double) -> Double
  ) {
    guard !rows.isEmpty else { return }
    precondition(point.count == dimension, "\(point.count) coordinates for \(dimension)")
    // Finite, so that a difference to it is a number.
    var limit = min(limit, Double.greatestFiniteMagnitude.nextDown)
    let width = RowPanels.width
    point.withUnsafeBufferPointer { point in
      panels.withUnsafeBufferPointer { panels in
        for panel in (rows.lowerBound / width)...((rows.upperBound - 1) / width) {
          let squared = RowPanels.squared(point, panels, panel: panel)
          if RowPanels.hasNegative(squared - SIMD8(repeating: limit.nextUp)) {
            limit = min(
              limit,
              RowPanels.visitLanes(of: panel, squared, rows: rows, limit: limit, visit: visit))
          }
        }
      }
    }
  }

  /// Kept out of the loop: reaching single lanes there would send every panel through memory.
  @inline(never)
  private static func visitLanes(
    of panel: Int, _ squared: SIMD8<Double>, rows: Range<Int>, limit: Double,
    visit: (_ row: Int, _ squared: Double) -> Double
  ) -> Double {
    var limit = limit
    for lane in 0..<width where squared[lane] <= limit {
      let row = panel * width + lane
      if rows.contains(row) { limit = visit(row, squared[lane]) }
    }
    return limit
  }

  /// Visits the rows nearer to a point than the sum of the point's offset and their own.
  ///
  /// - Parameters:
  ///   - point: `dimension` coordinates.
  ///   - rows: the rows to look at.
  ///   - offset: the point's offset.
  ///   - offsets: the rows' offsets; −∞ for a row never to be visited, ∞ for one always.
  ///   - visit: told a row and its squared distance. The comparison is of squares, so a row whose
  ///     distance equals the sum but for rounding may or may not be visited.
  /// - Complexity: O(*rows · dimension*)
  package func scan(
    _ point: ArraySlice<Double>, rows: Range<Int>, offset: Double, offsets: Offsets,
    visit: (_ row: Int, _ squared: Double) -> Void
  ) {
    guard !rows.isEmpty else { return }
    precondition(point.count == dimension, "\(point.count) coordinates for \(dimension)")
    let width = RowPanels.width
    point.withUnsafeBufferPointer { point in
      panels.withUnsafeBufferPointer { panels in
        for panel in (rows.lowerBound / width)...((rows.upperBound - 1) / width) {
          let reach = offsets.panels[panel] + offset
          let squared = RowPanels.squared(point, panels, panel: panel)
          // Of a negative reach the square is to be negative too.
          if RowPanels.hasNegative(squared - reach * RowPanels.magnitude(reach)) {
            RowPanels.visitLanes(of: panel, squared, reach: reach, rows: rows, visit: visit)
          }
        }
      }
    }
  }

  /// Kept out of the loop, as above.
  @inline(never)
  private static func visitLanes(
    of panel: Int, _ squared: SIMD8<Double>, reach: SIMD8<Double>, rows: Range<Int>,
    visit: (_ row: Int, _ squared: Double) -> Void
  ) {
    for lane in 0..<width where reach[lane] > 0 && squared[lane] < reach[lane] * reach[lane] {
      let row = panel * width + lane
      if rows.contains(row) { visit(row, squared[lane]) }
    }
  }

  /// Whether a lane is below 0. The lanes' comparison operators go lane by lane, this does not.
  @inline(__always)
  private static func hasNegative(_ values: SIMD8<Double>) -> Bool {
    let bits = unsafeBitCast(values, to: SIMD8<Int64>.self)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return (two[0] | two[1]) < 0
  }

  @inline(__always)
  private static func magnitude(_ values: SIMD8<Double>) -> SIMD8<Double> {
    let bits = unsafeBitCast(values, to: SIMD8<Int64>.self) & SIMD8(repeating: Int64.max)
    return unsafeBitCast(bits, to: SIMD8<Double>.self)
  }

  /// The squared distances of a panel's rows from a point.
  @inline(__always)
  private static func squared(
    _ point: UnsafeBufferPointer<Double>, _ panels: UnsafeBufferPointer<SIMD8<Double>>, panel: Int
  ) -> SIMD8<Double> {
    var sum = SIMD8<Double>(repeating: 0)
    let first = panel * point.count
    for axis in 0..<point.count {
      let gap = panels[first + axis] - SIMD8(repeating: point[axis])
      sum += gap * gap
    }
    return sum
  }
}
