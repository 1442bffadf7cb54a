import CEvalKernels
import Testing

@testable import EvalLinearAlgebra

@Suite("Nearest neighbours, exactly")
struct NearestNeighboursTests {
  /// A linear congruence, so that every machine draws the same.
  struct Draw: Sendable {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func integer(below bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }

    /// Between −1 and 1, in steps of 2⁻³⁰.
    mutating func number() -> Double { Double(integer(below: 1 << 31)) * 0x1p-30 - 1 }
  }

  /// What comparing with every row finds.
  static func nearest(
    _ count: Int, to point: ArraySlice<Double>, among rows: [Double], dimension: Int,
    where isThere: (Int) -> Bool = { _ in true }
  ) -> [NearestNeighbours.Neighbour] {
    let all = (0..<(rows.count / dimension)).filter(isThere).map { row in
      var squared = 0.0
      for axis in 0..<dimension {
        let gap = point[point.startIndex + axis] - rows[row * dimension + axis]
        squared += gap * gap
      }
      return NearestNeighbours.Neighbour(row: row, squared: squared)
    }
    return Array(all.sorted { ($0.squared, $0.row) < ($1.squared, $1.row) }.prefix(count))
  }

  /// Expects the nearest rows to each point to be what comparing with every row finds.
  static func expectNearest(
    _ count: Int, to points: [Double], among rows: [Double], dimension: Int
  ) {
    let found = NearestNeighbours(rowMajor: rows, dimension: dimension)
      .nearest(count, toRowMajor: points)
    #expect(found.count == points.count / dimension)
    for point in found.indices {
      #expect(
        found[point]
          == nearest(
            count, to: slice(point, of: points, dimension), among: rows, dimension: dimension))
    }
  }

  static func slice(_ point: Int, of points: [Double], _ dimension: Int) -> ArraySlice<Double> {
    points[(point * dimension)..<((point + 1) * dimension)]
  }

  @Test(
    "finds what comparing with every row finds",
    arguments: [1, 3, 8, 15, 16, 17, 64, 65, 700, 2_000], [1, 2, 7, 20])
  func bruteForce(rowCount: Int, dimension: Int) {
    var draw = Draw(UInt64(rowCount * 31 + dimension))
    let rows = (0..<(rowCount * dimension)).map { _ in draw.number() }
    // One more point than fills whole tasks.
    let points = (0..<(97 * dimension)).map { _ in draw.number() }
    Self.expectNearest(5, to: points, among: rows, dimension: dimension)
  }

  /// What a list gives while one after another of its answers leaves: rows in the order of distance.
  static func taken(
    _ list: Shortlist, from pool: NearestNeighbours, to points: [Double], at place: Int
  ) -> (rows: [NearestNeighbours.Neighbour], last: Shortlist.Answer) {
    var (list, pool) = (list, pool)
    var found: [NearestNeighbours.Neighbour] = []
    while true {
      let answer = list.nearest(in: pool, to: points, at: place) { _ in false }
      guard case .found(let neighbour) = answer else { return (found, answer) }
      found.append(neighbour)
      pool.remove(neighbour.row)
    }
  }

  @Test("single precision serves where the data are ordinary: it proves more than were asked for")
  func shortlistsServe() {
    var draw = Draw(11)
    let rows = (0..<(2_000 * 7)).map { _ in draw.number() }
    let points = (0..<(97 * 7)).map { _ in draw.number() }
    let pool = NearestNeighbours(rowMajor: rows, dimension: 7)
    let lists = pool.shortlists(of: 5, for: Array(0..<97), in: points)
    for (point, list) in lists.enumerated() {
      let (found, last) = Self.taken(list, from: pool, to: points, at: point * 7)
      let expected = Self.nearest(
        found.count, to: Self.slice(point, of: points, 7), among: rows, dimension: 7)
      #expect(found == expected)
      // Looking at every row in double precision finds exactly five.
      #expect(found.count > 5 && last == .unknown)
    }
  }

  @Test("a list passes over rows that are not for its point")
  func passedOver() {
    let pool = NearestNeighbours(rowMajor: [0, 1, 2, 3, 4], dimension: 1)
    var lists = pool.shortlists(of: 9, for: [0], in: [1.9])
    func nearest(_ isPassedOver: (Int) -> Bool) -> Int? {
      guard
        case .found(let found) = lists[0].nearest(
          in: pool, to: [1.9], at: 0, passingOver: isPassedOver)
      else { return nil }
      return found.row
    }
    #expect(nearest { _ in false } == 2)
    #expect(nearest { $0 == 2 } == 1)
    #expect(nearest { [1, 2].contains($0) } == 3)
    #expect(nearest { _ in true } == nil)
  }

  @Test("gives ties to the lower row, however many there are", arguments: [1, 3, 6])
  func ties(dimension: Int) {
    var draw = Draw(5)
    let rows = (0..<(1_000 * dimension)).map { _ in Double(draw.integer(below: 3)) }
    let points = (0..<(20 * dimension)).map { _ in Double(draw.integer(below: 3)) }
    Self.expectNearest(12, to: points, among: rows, dimension: dimension)
  }

  @Test(
    "is not misled by the digits single precision loses",
    arguments: [
      // A common offset; one row far out; all but equal; overflow and underflow of squares.
      (offset: 1e9, far: 0.0, scale: 1.0), (0, 1e7, 1), (0, 0, 1e-7), (1e3, 0, 1e-9),
      (0, 0, 1e25), (0, 0, 1e-25), (0, 1e300, 1),
    ])
  func lostDigits(offset: Double, far: Double, scale: Double) {
    var draw = Draw(9)
    let dimension = 4
    var rows = (0..<(900 * dimension)).map { _ in offset + scale * draw.number() }
    rows[17] += far
    let points = (0..<(30 * dimension)).map { _ in offset + scale * draw.number() }
    Self.expectNearest(3, to: points, among: rows, dimension: dimension)
  }

  @Test("passes over rows that were removed, and finds fewer where fewer are left")
  func removed() {
    var draw = Draw(3)
    let rows = (0..<(200 * 2)).map { _ in draw.number() }
    let points = (0..<(10 * 2)).map { _ in draw.number() }
    var neighbours = NearestNeighbours(rowMajor: rows, dimension: 2)
    var left = Set(0..<200)
    while !left.isEmpty {
      let found = neighbours.nearest(4, toRowMajor: points)
      for point in found.indices {
        #expect(
          found[point]
            == Self.nearest(4, to: Self.slice(point, of: points, 2), among: rows, dimension: 2) {
              left.contains($0)
            })
      }
      for row in Set(found.joined().map(\.row)) {
        neighbours.remove(row)
        left.remove(row)
      }
    }
    #expect(neighbours.nearest(4, toRowMajor: points) == Array(repeating: [], count: 10))
  }

  @Test("looks among some of the rows alone, and counts them from 0")
  func places() {
    var draw = Draw(8)
    let rows = (0..<(300 * 3)).map { _ in draw.number() }
    let places = (0..<300).filter { $0 % 3 == 1 }.map(Int32.init)
    let found = NearestNeighbours(rowMajor: rows, dimension: 3, places: places)
      .nearest(2, toRowMajor: rows)
    for point in found.indices {
      let expected = Self.nearest(
        2, to: Self.slice(point, of: rows, 3), among: rows, dimension: 3
      ) { $0 % 3 == 1 }
      #expect(found[point].map { Int(places[$0.row]) } == expected.map(\.row))
    }
  }

  @Test(
    "looks among a window of the rows, in any order, and gives ties to the place",
    arguments: [2, 40])
  func windows(steps: UInt64) {
    var draw = Draw(6)
    let (rowCount, dimension) = (700, 4)
    let rows = (0..<(rowCount * dimension)).map { _ in Double(draw.integer(below: steps)) }
    // Every seventh row first, and so on.
    let order = (0..<7).flatMap { part in (0..<(rowCount / 7)).map { Int32(7 * $0 + part) } }
    let windows = (0..<100).map { _ in
      let start = draw.integer(below: UInt64(rowCount))
      return start..<(start + draw.integer(below: UInt64(rowCount - start + 1)))
    }
    let points = (0..<(windows.count * dimension)).map { _ in Double(draw.integer(below: steps)) }
    let pool = NearestNeighbours(rowMajor: rows, dimension: dimension, places: order)
    let lists = pool.shortlists(
      of: 3, for: Array(0..<Int32(windows.count)), in: points, within: windows)
    for point in lists.indices {
      let there = Set(windows[point].map { Int(order[$0]) })
      let expected = Self.nearest(
        rowCount, to: Self.slice(point, of: points, dimension), among: rows, dimension: dimension,
        where: there.contains)
      let (found, last) = Self.taken(lists[point], from: pool, to: points, at: point * dimension)
      let places = found.map { Int(order[$0.row]) }
      #expect(places.count >= min(3, there.count))
      #expect(places == expected.prefix(places.count).map(\.row))
      #expect(last == .unknown || places.count == there.count)
    }
  }

  @Test("asks nothing of nobody")
  func nothing() {
    #expect(NearestNeighbours(rowMajor: [], dimension: 2).nearest(3, toRowMajor: [1, 2]) == [[]])
    let one = NearestNeighbours(rowMajor: [1, 2], dimension: 2)
    #expect(one.nearest(3, toRowMajor: []).isEmpty)
    #expect(one.nearest(0, toRowMajor: [1, 2]) == [[]])
  }

  @Test(
    "the kernel of every instruction set finds the same candidates",
    arguments: [1, 5, 20])
  func instructions(dimension: Int) {
    var draw = Draw(4)
    let (panelCount, length) = (70, 9)
    let width = Int(EVAL_PANEL_ROWS) * dimension
    let panels = (0..<(panelCount * width)).map { _ in Float(draw.integer(below: 64)) }
    let starts = (0..<(panelCount * Int(EVAL_PANEL_ROWS))).map { _ in
      draw.integer(below: 10) == 0 ? Float.infinity : Float(draw.integer(below: 512))
    }
    let pointCount = 3 * Int(EVAL_TILE_POINTS)
    let points = (0..<(pointCount * dimension)).map { _ in Float(draw.integer(below: 64) - 32) }
    // Whole numbers below 2²⁴ are exact in any order of sums.
    let expected = (0..<pointCount).map { point in
      let (tile, lane) = point.quotientAndRemainder(dividingBy: Int(EVAL_TILE_POINTS))
      return starts.indices.map { row in
        let (panel, place) = row.quotientAndRemainder(dividingBy: Int(EVAL_PANEL_ROWS))
        return (0..<dimension).reduce(starts[row]) { sum, axis in
          sum + panels[panel * width + axis * Int(EVAL_PANEL_ROWS) + place]
            * points[(tile * dimension + axis) * Int(EVAL_TILE_POINTS) + lane]
        }
      }.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.prefix(length)
    }
    for instructions in [EvalBaseline, eval_instructions()] {
      var values = [Float](repeating: .infinity, count: pointCount * length)
      var rows = [Int32](repeating: -1, count: pointCount * length)
      eval_offer_rows(
        instructions, panels, starts, 0, Int64(panelCount), points, 3, Int64(dimension),
        Int64(length), &values, &rows)
      for point in 0..<pointCount {
        let entries = (point * length)..<((point + 1) * length)
        #expect(Array(values[entries]) == expected[point].map(\.element))
        #expect(Array(rows[entries]) == expected[point].map { Int32($0.offset) })
      }
    }
  }
}
