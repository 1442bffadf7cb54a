internal import CEvalKernels

/// Rows of coordinates among which the nearest to any point are found, exactly.
///
/// Distances are worked out twice: in single precision for every row, |b|² − 2a·b about a centre of the
/// rows, sixteen rows and six points at a time, to find a few candidates; then for those as the sum of
/// squared differences in double precision, in the order of the coordinates. The bound on what the
/// first can be wrong by proves which candidates no other row comes before; where that is fewer than
/// asked for, every row is looked at in double precision. So the answer depends neither on the
/// processor's instructions nor on the number of threads, and ties go to the row that stands first.
public struct NearestNeighbours: Sendable {
  /// A row and how far it is.
  public struct Neighbour: Sendable, Equatable {
    /// The row, counted among those that were given.
    public let row: Int
    /// The squared distance.
    public let squared: Double
  }

  /// The number of rows.
  public let count: Int
  let coordinates: RowCoordinates
  /// Where each row stands among the coordinates; `nil` for all as they stand.
  let places: [Int32]?
  let centre: [Double]
  /// The largest norm of a row about the centre.
  let reach: Double
  /// Coordinates about the centre, `EVAL_PANEL_ROWS` rows a panel, axis by axis within it.
  let panels: [Float]
  /// Squared norms about the centre; infinite for a row that has been removed, or is too far out for
  /// single precision.
  private(set) var starts: [Float]
  private var isRemoved: [Bool]

  /// Arranges rows written one behind another.
  ///
  /// - Parameters:
  ///   - coordinates: finite, row by row.
  ///   - places: where each row stands among the coordinates, for a part of them or another order;
  ///     `nil` for all as they stand.
  /// - Complexity: O(*rows · dimension*), memory four bytes a coordinate beside those given.
  public init(rowMajor coordinates: [Double], dimension: Int, places: [Int32]? = nil) {
    precondition(
      dimension > 0 && coordinates.count % dimension == 0,
      "\(coordinates.count) coordinates are no rows of \(dimension)")
    self.init(
      .written(coordinates, dimension: dimension), places: places,
      count: places?.count ?? coordinates.count / dimension)
  }

  /// Arranges some rows of coordinates, or all of so many.
  package init(_ coordinates: RowCoordinates, places: [Int32]?, count: Int) {
    precondition(count < Int(Int32.max), "\(count) rows are more than 32 bits can name")
    self.coordinates = coordinates
    self.places = places
    self.count = count
    let dimension = coordinates.dimension
    let centre = Self.centre(of: coordinates, at: places, count: count)
    let panelCount = (count + Self.panelRows - 1) / Self.panelRows
    var panels = [Float](unwritten: panelCount * dimension * Self.panelRows)
    var starts = [Float](unwritten: panelCount * Self.panelRows)
    var reaches = [Double](repeating: 0, count: RowTasks.count(count))
    panels.withUnsafeMutableBufferPointer { panels in
      starts.withUnsafeMutableBufferPointer { starts in
        reaches.withUnsafeMutableBufferPointer { reaches in
          // Tasks hold whole panels and write those and an element of their own.
          nonisolated(unsafe) let (target, norms, largest) = (panels, starts, reaches)
          RowTasks.perform(rowCount: count) { task, rows in
            coordinates.forEachBlock(of: rows, at: places) { block, values in
              let most = Self.arrange(block, values, about: centre, in: target, norms)
              largest[task] = max(largest[task], most)
            }
          }
        }
      }
    }
    self.centre = centre
    self.panels = panels
    self.starts = starts
    isRemoved = Array(repeating: false, count: count)
    reach = (reaches.max() ?? 0).squareRoot()
  }

  /// Writes a block of rows into panels, and the rest of the last one as rows that are not there; the
  /// largest squared norm.
  private static func arrange(
    _ block: Range<Int>, _ values: UnsafeBufferPointer<Double>, about centre: [Double],
    in panels: UnsafeMutableBufferPointer<Float>, _ norms: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: ColumnCoordinates.blockRows
    ) { squares in
      squares.initialize(repeating: 0)
      for axis in centre.indices {
        let middle = centre[axis]
        for start in stride(from: 0, to: block.count, by: panelRows) {
          let place = axis * ColumnCoordinates.blockRows + start
          let target = (block.lowerBound + start) * centre.count + axis * panelRows
          for lane in 0..<panelRows {
            let value = values[place + lane] - middle
            squares[start + lane] += value * value
            panels[target + lane] = Float(value)
          }
        }
      }
      var most = 0.0
      for row in 0..<block.count {
        norms[block.lowerBound + row] = Float(squares[row])
        most = max(most, squares[row])
      }
      let end = block.upperBound % panelRows
      guard end > 0 else { return most }
      let panel = block.upperBound - end
      for lane in end..<panelRows {
        norms[panel + lane] = .infinity
        for axis in centre.indices {
          panels[panel * centre.count + axis * panelRows + lane] = 0
        }
      }
      return most
    }
  }

  /// A point amid the rows: the mean of up to a thousand of them. Any would do; one amid them lets
  /// single precision keep most digits.
  private static func centre(
    of coordinates: RowCoordinates, at places: [Int32]?, count: Int
  ) -> [Double] {
    let dimension = coordinates.dimension
    let step = max(1, count / 1_000)
    let chosen = stride(from: 0, to: count, by: step).map { places?[$0] ?? Int32($0) }
    let values = coordinates.rowMajor(at: chosen)
    return (0..<dimension).map { axis in
      stride(from: axis, to: values.count, by: dimension).reduce(0) { $0 + values[$1] }
        / Double(max(1, chosen.count))
    }
  }

  /// The number of coordinates.
  public var dimension: Int { coordinates.dimension }

  /// Takes a row out: it is nobody's neighbour any more.
  public mutating func remove(_ row: Int) {
    starts[row] = .infinity
    isRemoved[row] = true
  }

  /// Whether a row is still there.
  public func contains(_ row: Int) -> Bool { !isRemoved[row] }

  /// Where a row stands among the coordinates.
  func place(of row: Int) -> Int { places.map { Int($0[row]) } ?? row }

  /// A row and how far it is from a point, the coordinates in `points` from a place on.
  func neighbour(_ row: Int, of points: [Double], at start: Int) -> Neighbour {
    Neighbour(row: row, squared: coordinates.squared(place(of: row), from: points, at: start))
  }

  /// Whether the first is nearer, or stands first of two as near.
  func precedes(_ first: Neighbour, _ second: Neighbour) -> Bool {
    (first.squared, place(of: first.row)) < (second.squared, place(of: second.row))
  }

  static let panelRows = Int(EVAL_PANEL_ROWS)
  static let tilePoints = Int(EVAL_TILE_POINTS)
}
