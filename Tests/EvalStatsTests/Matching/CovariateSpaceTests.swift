import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Distances of covariates")
struct CovariateSpaceTests {
  static let metrics: [CovariateMetric] = [
    .mahalanobis, .robustMahalanobis, .scaledEuclidean, .euclidean,
  ]

  /// Random columns: two continuous and related, one whole, one 0/1.
  static func columns(seed: UInt64, rowCount: Int) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    let base = (0..<rowCount).map { _ in generator.normal() }
    return [
      base, base.map { 0.6 * $0 + generator.normal() },
      (0..<rowCount).map { _ in Double(generator.integer(below: 5)) },
      (0..<rowCount).map { _ in generator.bernoulli(0.3) ? 1 : 0 },
    ]
  }

  static func treated(_ rowCount: Int) -> [Bool] { (0..<rowCount).map { $0 % 3 == 0 } }

  static func space(
    _ columns: [[Double]], _ metric: CovariateMetric, levels: Set<Int> = []
  ) throws -> CovariateSpace {
    let count = columns[0].count
    return try CovariateSpace(
      CovariateColumns(
        columns: columns.enumerated().map {
          .init(
            name: "x\($0)", covariate: "x\($0)", level: levels.contains($0) ? $0 : nil, values: $1)
        }, rowCount: count),
      metric: metric, treated: treated(count), eligible: Array(repeating: true, count: count))
  }

  @Test("Mahalanobis by hand, on two columns")
  func byHand() throws {
    let x: [Double] = [4, 1, 0, 2, 3, 4]
    let y: [Double] = [1, 0, 2, 3, 2, 0]
    let space = try Self.space([x, y], .mahalanobis)
    // Rows 0 and 3 are treated: (4, 1), (2, 3), squares 2, 2, product −2. Controls x 1, 0, 3, 4 about 2: 10; y 0, 2,
    // 2, 0 about 1: 4; product (−1)(−1) + (−2)(1) + (1)(1) + (2)(−1) = −2.
    // S = [12, −4; −4, 6]/4, det = (72 − 16)/16 = 3.5, S⁻¹ = [1.5, 1; 1, 3]/3.5.
    func expected(_ dx: Double, _ dy: Double) -> Double {
      ((1.5 * dx * dx + 2 * dx * dy + 3 * dy * dy) / 3.5).squareRoot()
    }
    #expect(agree(space.distance(0, 1), expected(3, 1), relative: 1e-14))
    #expect(agree(space.distance(3, 5), expected(-2, 3), relative: 1e-14))
    #expect(space.distance(2, 2) == 0)
  }

  @Test("Mahalanobis does not change when columns are rescaled, shifted or mixed")
  func affineInvariance() throws {
    let columns = Self.columns(seed: 1, rowCount: 40)
    let space = try Self.space(columns, .mahalanobis)
    let changed = try Self.space(
      [
        columns[0].map { 1e6 * $0 + 3e7 }, zip(columns[0], columns[1]).map { $0 - 0.5 * $1 },
        columns[2].map { -1e-4 * $0 }, columns[3].map { 2 * $0 + 1 },
      ], .mahalanobis)
    for left in 0..<10 {
      for right in 10..<40 {
        #expect(agree(space.distance(left, right), changed.distance(left, right), relative: 1e-7))
      }
    }
  }

  @Test("ranks do not change under a growing transformation, so an outlier counts like the next")
  func ranks() throws {
    let columns = Self.columns(seed: 2, rowCount: 30)
    let space = try Self.space(columns, .robustMahalanobis)
    let warped = try Self.space(
      [columns[0].map { $0 * $0 * $0 * 1_000 }, columns[1], columns[2], columns[3]],
      .robustMahalanobis)
    #expect(space.coordinates == warped.coordinates)
  }

  @Test("a column given twice, or all levels of a factor, change nothing")
  func dependentColumns() throws {
    let columns = Self.columns(seed: 3, rowCount: 50)
    let space = try Self.space(columns, .mahalanobis)
    let twice = try Self.space(columns + [columns[0]], .mahalanobis)
    let levels = try Self.space(columns + [columns[3].map { 1 - $0 }], .mahalanobis)
    #expect(twice.dimension == 4 && levels.dimension == 4)
    for right in 1..<50 {
      #expect(agree(space.distance(0, right), twice.distance(0, right), relative: 1e-10))
      #expect(agree(space.distance(0, right), levels.distance(0, right), relative: 1e-10))
    }
  }

  @Test("people of different levels of a factor are 1 apart in plain Euclidean distance")
  func factorLevels() throws {
    let first = (0..<6).map { $0 % 2 == 0 ? 1.0 : 0 }
    let space = try Self.space([first, first.map { 1 - $0 }], .euclidean, levels: [0, 1])
    #expect(agree(space.distance(0, 1), 1, relative: 1e-15))
    #expect(space.distance(0, 2) == 0)
  }

  @Test("a constant column is dropped; income in pounds does not drown a rare 0/1 column")
  func rareColumn() throws {
    let count = 400
    var generator = SeededGenerator(seed: 4)
    let income = (0..<count).map { _ in 30_000 + 12_000 * generator.normal() }
    let rare = (0..<count).map { $0 % 100 < 2 ? 1.0 : 0 }
    let space = try Self.space(
      [income, rare, Array(repeating: 7, count: count)], .mahalanobis)
    #expect(space.dimension == 2)
    #expect(space.distance(2, 100) > 5)
  }

  @Test(
    "the sorted search takes the same controls as looking at every pair",
    arguments: CovariateSpaceTests.metrics, [ControlReuse.none, .atMost(2), .unlimited])
  func agreesWithBruteForce(metric: CovariateMetric, reuse: ControlReuse) throws {
    for (seed, count) in [(1, 3), (2, 17), (3, 64), (4, 65), (5, 100)] {
      let space = try Self.space(Self.columns(seed: UInt64(seed), rowCount: count), metric)
      let treated = Self.treated(count)
      let focal = (0..<count).filter { treated[$0] }
      let controls = (0..<count).filter { !treated[$0] }
      let strata = (0..<count).map { Int32($0 / 7 % 2) }
      let scores = (0..<count).map { Double($0 * 37 % 50) }
      for caliper in [nil, 12.0] {
        let slow = BruteForceGreedy(
          ratio: 2, limit: reuse.limit, controlCount: controls.count
        ) { left, right in
          let (row, other) = (focal[left], controls[right])
          guard strata[row] == strata[other],
            caliper.map({ abs(scores[row] - scores[other]) <= $0 }) ?? true
          else { return nil }
          return space.squaredDistance(row, other)
        }
        func fast(_ turn: GreedyMatcher.Turn) -> [[Int]] {
          var search = CovariateSearch(
            space: space, focalRows: focal.map(Int32.init),
            controlRows: controls.map(Int32.init), focalStrata: focal.map { strata[$0] },
            controlStrata: controls.map { strata[$0] },
            stratumCount: 2,
            scoreAxis: caliper.map { caliper in
              .init(
                focal: focal.map { scores[$0] }, control: controls.map { scores[$0] },
                caliper: caliper)
            }, constraints: PairConstraints())
          return GreedyMatcher(ratio: 2, reuse: reuse).assign(
            focalCount: focal.count, controlCount: controls.count, turn: turn, using: &search
          ).map { $0.map(\.control) }
        }
        let order = Array(focal.indices.reversed())
        #expect(fast(.sequence(order)) == slow.inOrder(order, focalCount: focal.count))
        if reuse != .unlimited {
          #expect(
            fast(.closest)
              == slow.inOrderOfDistance(nearestFirst: true, focalCount: focal.count))
        }
      }
    }
  }
}
