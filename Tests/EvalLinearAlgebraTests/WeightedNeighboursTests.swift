import Testing

@testable import EvalLinearAlgebra

@Suite("Nearest neighbours under changing weights")
struct WeightedNeighboursTests {
  /// Small whole coordinates from a linear congruence, so that many distances tie.
  struct Sample {
    let dimension: Int
    let queries: [Double]
    let points: [Double]
    let queryStrata: [Int32]
    let pointStrata: [Int32]

    init(queryCount: Int, pointCount: Int, dimension: Int, stratumCount: Int) {
      var state: UInt64 = 7
      func draw(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
      }
      self.dimension = dimension
      queries = (0..<(queryCount * dimension)).map { _ in Double(draw(7)) }
      points = (0..<(pointCount * dimension)).map { _ in Double(draw(7)) }
      queryStrata = (0..<queryCount).map { _ in Int32(draw(UInt64(stratumCount))) }
      pointStrata = (0..<pointCount).map { _ in Int32(draw(UInt64(stratumCount))) }
    }

    func nearest(
      to query: Int, weights: [Double], gone: Set<Int>, admits: (Int, Int) -> Bool
    ) -> Int? {
      var best: (squared: Double, point: Int)?
      for point in pointStrata.indices
      where pointStrata[point] == queryStrata[query] && !gone.contains(point)
        && admits(query, point)
      {
        var squared = 0.0
        for axis in 0..<dimension {
          // Rooted and multiplied as the search does it, so that ties are the same ones.
          let gap =
            points[point * dimension + axis] * weights[axis].squareRoot()
            - queries[query * dimension + axis] * weights[axis].squareRoot()
          squared += gap * gap
        }
        if best.map({ squared < $0.squared }) ?? true { best = (squared, point) }
      }
      return best?.point
    }
  }

  @Test(
    "finds what comparing with everyone finds, earlier points first",
    arguments: [(1, 1), (3, 1), (8, 2), (9, 3), (17, 2), (64, 1), (65, 4), (300, 1), (300, 40)],
    [false, true])
  func bruteForce(size: (pointCount: Int, stratumCount: Int), isConstrained: Bool) {
    let sample = Sample(
      queryCount: 20, pointCount: size.pointCount, dimension: 3, stratumCount: size.stratumCount)
    let admits = { (query: Int, point: Int) in !isConstrained || (query + point) % 3 != 0 }
    let neighbours = WeightedNeighbours(
      queries: sample.queries, points: sample.points, dimension: 3,
      queryStrata: sample.queryStrata, pointStrata: sample.pointStrata,
      stratumCount: size.stratumCount, admits: isConstrained ? admits : nil)
    var search = WeightedNeighbours.Workspace(neighbours)
    for weights in [[1.0, 1, 1], [0, 1, 0.25], [1000, 1e-3, 7], [0, 0, 0]] {
      search.weigh(weights)
      var gone: Set<Int> = []
      for query in 0..<20 {
        let found = search.nearest(to: query)
        #expect(
          found == sample.nearest(to: query, weights: weights, gone: gone, admits: admits),
          "query \(query), weights \(weights)")
        // Take out what was found, and now and then put someone back.
        if let found {
          search.remove(found)
          gone.insert(found)
        }
        if query % 4 == 3, let back = gone.min() {
          search.restore(back)
          gone.remove(back)
        }
      }
    }
  }

  @Test("weighing again puts every point back")
  func weighing() {
    let neighbours = WeightedNeighbours(
      queries: [0], points: [1, 2], dimension: 1, queryStrata: [0], pointStrata: [0, 0],
      stratumCount: 1)
    var search = WeightedNeighbours.Workspace(neighbours)
    search.remove(0)
    #expect(search.nearest(to: 0) == 1)
    search.remove(1)
    #expect(search.nearest(to: 0) == nil)
    search.weigh([2])
    #expect(search.nearest(to: 0) == 0)
  }
}
