internal import CEvalKernels

/// Rows of coordinates among which the nearest to any point are found, exactly.
///
/// Distances are worked out twice: in single precision for every row, |b|² − 2a·b about the rows'
/// centre, sixteen rows and six points at a time, to find a few candidates; then for those as the sum
/// of squared differences in double precision, in the order of the coordinates. The bound on what the
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

  /// The number of coordinates.
  public let dimension: Int
  /// The number of rows.
  public let count: Int
  private let coordinates: [Double]
  private let rows: RowPlaces
  let centre: [Double]
  /// The largest norm of a row about the centre.
  let reach: Double
  /// Coordinates about the centre, `EVAL_PANEL_ROWS` rows a panel, axis by axis within it.
  let panels: [Float]
  /// Squared norms about the centre; infinite for a row that has been removed, or is too far out for
  /// single precision.
  private(set) var starts: [Float]
  private var isRemoved: [Bool]

  /// Arranges rows.
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
    let count = places?.count ?? coordinates.count / dimension
    precondition(count < Int(Int32.max), "\(count) rows are more than 32 bits can name")
    self.coordinates = coordinates
    self.dimension = dimension
    self.count = count
    let rows = RowPlaces(places: places, dimension: dimension)
    self.rows = rows
    let centre = rows.means(of: coordinates, count: count)
    let panelCount = (count + Self.panelRows - 1) / Self.panelRows
    var panels = [Float](unwritten: panelCount * dimension * Self.panelRows)
    var starts = [Float](unwritten: panelCount * Self.panelRows)
    var reaches = [Double](repeating: 0, count: RowTasks.count(panelCount * Self.panelRows))
    coordinates.withUnsafeBufferPointer { coordinates in
      panels.withUnsafeMutableBufferPointer { panels in
        starts.withUnsafeMutableBufferPointer { starts in
          reaches.withUnsafeMutableBufferPointer { reaches in
            // Tasks hold whole panels and write those and an element of their own.
            nonisolated(unsafe) let (from, to) = (coordinates, panels)
            nonisolated(unsafe) let (norms, largest) = (starts, reaches)
            RowTasks.perform(rowCount: panelCount * Self.panelRows) { task, range in
              for row in range {
                let (panel, lane) = row.quotientAndRemainder(dividingBy: Self.panelRows)
                let target = panel * dimension * Self.panelRows + lane
                guard row < count else {
                  for axis in 0..<dimension { to[target + axis * Self.panelRows] = 0 }
                  norms[row] = .infinity
                  continue
                }
                let start = rows.start(of: row)
                var squared = 0.0
                for axis in 0..<dimension {
                  let value = from[start + axis] - centre[axis]
                  to[target + axis * Self.panelRows] = Float(value)
                  squared += value * value
                }
                norms[row] = Float(squared)
                largest[task] = max(largest[task], squared)
              }
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

  /// Takes a row out: it is nobody's neighbour any more.
  public mutating func remove(_ row: Int) {
    starts[row] = .infinity
    isRemoved[row] = true
  }

  /// Whether a row is still there.
  public func contains(_ row: Int) -> Bool { !isRemoved[row] }

  /// Where a row stands among the coordinates.
  func place(of row: Int) -> Int { rows.place(of: row) }

  /// The squared distance of a row from a point, or some number above the limit as soon as it is
  /// exceeded.
  func squared(_ point: ArraySlice<Double>, _ row: Int, limit: Double) -> Double {
    let start = rows.start(of: row)
    var sum = 0.0
    for axis in 0..<dimension {
      let gap = point[point.startIndex + axis] - coordinates[start + axis]
      sum += gap * gap
      if sum > limit { return sum }
    }
    return sum
  }

  static let panelRows = Int(EVAL_PANEL_ROWS)
  static let tilePoints = Int(EVAL_TILE_POINTS)
}

/// Where rows stand in row-major coordinates: row *i* at `places[i]`, or at *i* without places.
struct RowPlaces: Sendable {
  let places: [Int32]?
  let dimension: Int

  func place(of row: Int) -> Int { places.map { Int($0[row]) } ?? row }

  func start(of row: Int) -> Int { place(of: row) * dimension }

  /// The mean of each coordinate, added up in blocks of fixed size.
  func means(of coordinates: [Double], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: RowTasks.count(count) * dimension)
    coordinates.withUnsafeBufferPointer { coordinates in
      sums.withUnsafeMutableBufferPointer { sums in
        // Each task adds to sums of its own.
        nonisolated(unsafe) let (from, to) = (coordinates, sums)
        RowTasks.perform(rowCount: count) { task, range in
          for row in range {
            let start = start(of: row)
            for axis in 0..<dimension { to[task * dimension + axis] += from[start + axis] }
          }
        }
      }
    }
    return (0..<dimension).map { axis in
      stride(from: axis, to: sums.count, by: dimension).reduce(0) { $0 + sums[$1] }
        / Double(max(1, count))
    }
  }
}
