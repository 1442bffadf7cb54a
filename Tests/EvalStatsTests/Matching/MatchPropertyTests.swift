import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Properties of a match")
struct MatchPropertyTests {
  /// A random problem without ties: three covariates, a given score and a sex.
  struct Sample {
    let treated: [Bool]
    let columns: [(name: String, values: [Double])]
    let sexes: [Int32]
    let scores: [Double]

    init(seed: UInt64, rowCount: Int) {
      var generator = SeededGenerator(seed: seed)
      var treated: [Bool] = []
      var values: [[Double]] = [[], [], []]
      var sexes: [Int32] = []
      for _ in 0..<rowCount {
        treated.append(generator.bernoulli(0.3))
        for index in 0..<3 { values[index].append(generator.normal()) }
        sexes.append(generator.bernoulli(0.5) ? 1 : 0)
      }
      // Both arms, whatever the draw.
      treated[0] = true
      treated[1] = false
      self.treated = treated
      columns = zip(["a", "b", "c"], values).map { (name: $0, values: $1) }
      self.sexes = sexes
      scores = zip(values[0], values[1]).map { 0.7 * $0 - 0.4 * $1 }
    }

    func problem(
      rows: [Int]? = nil, scale: [Double] = [1, 1, 1]
    ) throws -> MatchingProblem {
      let rows = rows ?? Array(treated.indices)
      return try MatchingProblem(
        treated: rows.map { treated[$0] },
        covariates: zip(columns, scale).map { column, factor in
          (name: column.name, values: rows.map { column.values[$0] * factor })
        },
        exactKeys: [("sex", rows.map { sexes[$0] })], scores: rows.map { scores[$0] })
    }
  }

  static let designs: [MatchingDesign] = {
    let names = ["a", "b", "c"]
    let score = MatchingDistance.score(.given)
    return [
      MatchingDesign(covariates: names, distance: score, ratio: 2),
      MatchingDesign(
        covariates: names, distance: score, method: .nearest(order: .closest), ratio: 2,
        exact: ["sex"], calipers: [.score(0.3)]),
      MatchingDesign(covariates: names, distance: .score(.fitted()), calipers: [.score(0.2)]),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis),
        method: .nearest(order: .closest), exact: ["sex"]),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis), method: .nearest(reuse: .unlimited),
        ratio: 3, calipers: [.covariate("a", 0.5)]),
      MatchingDesign(
        covariates: names, distance: .covariatesWithinScore(.mahalanobis, of: ["b", "c"], .given),
        method: .nearest(reuse: .atMost(2)), estimand: .atc, ratio: 2, calipers: [.score(0.5)],
        discard: .both),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis), method: .optimal, ratio: 2,
        exact: ["sex"], calipers: [.covariate("a", 0.6)]),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis), method: .optimal, ratio: 2,
        calipers: [.covariate("a", 0.6)], maximumRatio: 3),
    ]
  }()

  /// The pairs by original row.
  static func pairs(_ match: Match, rows: [Int]) -> Set<[Int]> {
    Set(match.pairs.map { [rows[$0.treated], rows[$0.control]] })
  }

  @Test("where nothing ties, the order of the rows does not matter", arguments: designs)
  func permutation(design: MatchingDesign) throws {
    let sample = Sample(seed: 11, rowCount: 90)
    var generator = SeededGenerator(seed: 5)
    var shuffled = Array(0..<90)
    generator.shuffle(&shuffled)
    let match = try sample.problem().matched(by: design)
    let other = try sample.problem(rows: shuffled).matched(by: design)
    #expect(!match.sets.isEmpty)
    #expect(Self.pairs(match, rows: Array(0..<90)) == Self.pairs(other, rows: shuffled))
    for (place, row) in shuffled.enumerated() {
      #expect(agree(match.weights[row], other.weights[place], relative: 1e-12))
    }
  }

  @Test("the same design on the same data gives the same match, bit by bit", arguments: designs)
  func repeatable(design: MatchingDesign) throws {
    let problem = try Sample(seed: 12, rowCount: 70).problem()
    let match = try problem.matched(by: design)
    let again = try problem.matched(by: design)
    #expect(match.sets == again.sets && match.weights == again.weights)
    #expect(match.pairDistances == again.pairDistances)
  }

  @Test("rescaling covariates leaves a Mahalanobis match as it is")
  func rescaling() throws {
    let sample = Sample(seed: 13, rowCount: 120)
    let design = MatchingDesign(
      covariates: ["a", "b", "c"], distance: .covariates(.mahalanobis), ratio: 2)
    let match = try sample.problem().matched(by: design)
    let scaled = try sample.problem(scale: [1e5, 0.01, -3]).matched(by: design)
    #expect(match.sets == scaled.sets)
    #expect(agree(match.totalDistance, scaled.totalDistance, relative: 1e-10))
  }

  @Test("a control far away changes nothing where the score is given and the caliper raw")
  func farAway() throws {
    let sample = Sample(seed: 14, rowCount: 60)
    let design = MatchingDesign(
      covariates: ["a"], distance: .score(.given), ratio: 2,
      calipers: [.score(0.4, isStandardised: false)])
    let match = try sample.problem().matched(by: design)
    let wider = try MatchingProblem(
      treated: sample.treated + [false],
      covariates: [("a", sample.columns[0].values + [99])], scores: sample.scores + [1_000]
    ).matched(by: design)
    #expect(match.sets == wider.sets)
    #expect(Array(wider.weights.dropLast()) == match.weights && wider.weights.last == 0)
  }

  @Test(
    "weights: 1 for whoever looks, Σ 1/k of a partner's sets in proportion, mean 1 in each arm",
    arguments: designs)
  func weights(design: MatchingDesign) throws {
    let match = try Sample(seed: 15, rowCount: 100).problem().matched(by: design)
    var shares = [Double](repeating: 0, count: 100)
    for set in match.sets {
      let partners = design.estimand == .att ? set.controls : set.treated
      for partner in partners { shares[partner] += 1 / Double(partners.count) }
    }
    let used = shares.filter { $0 > 0 }
    let scale = Double(used.count) / used.reduce(0, +)
    for row in match.weights.indices {
      let expected =
        match.isFocal(row)
        ? match.sets.contains { $0.treated.contains(row) || $0.controls.contains(row) } ? 1 : 0
        : shares[row] * scale
      #expect(agree(match.weights[row], expected, relative: 1e-12))
    }
    for arm in [true, false] {
      let weights = match.weights.indices.filter { match.treated[$0] == arm }
        .map { match.weights[$0] }.filter { $0 > 0 }
      #expect(agree(weights.reduce(0, +), Double(weights.count), relative: 1e-12))
    }
  }

  @Test(
    "everyone who looked for partners has some, or stands among the unmatched with a reason",
    arguments: designs)
  func everyoneAccounted(design: MatchingDesign) throws {
    let match = try Sample(seed: 16, rowCount: 80).problem().matched(by: design)
    let focal = match.treated.indices.filter { match.isFocal($0) }
    let matched = match.sets.map { design.estimand == .att ? $0.treated[0] : $0.controls[0] }
    #expect((matched + match.unmatched.map(\.row)).sorted() == focal)
  }

  @Test("rows of identical covariates have bit-identical fitted scores, wherever they stand")
  func identicalRows() throws {
    let sample = Sample(seed: 17, rowCount: 101)
    let rows = Array(0..<101) + Array(0..<101)
    let match = try sample.problem(rows: rows).matched(
      by: MatchingDesign(covariates: ["a", "b", "c"]))
    let scores = try #require(match.scores)
    #expect((0..<101).allSatisfy { scores[$0] == scores[$0 + 101] })
  }

  @Test("leaving out incomplete rows is the same as never having had them")
  func exclusion() throws {
    let sample = Sample(seed: 18, rowCount: 60)
    let isMissing = (0..<60).map { $0 % 9 == 4 }
    let kept = (0..<60).filter { !isMissing[$0] }
    let table = try Table([
      ("a", .real(Values(sample.columns[0].values, missing: isMissing))),
      ("b", .real(Values(sample.columns[1].values))),
    ])
    for distance in [MatchingDistance.score(.fitted()), .covariates(.robustMahalanobis)] {
      var design = MatchingDesign(covariates: ["a", "b"], distance: distance)
      design.missing = .exclude
      let match = try MatchingProblem(treated: sample.treated, table: table).matched(by: design)
      let alone = try sample.problem(rows: kept).matched(by: design)
      #expect(match.excluded == (0..<60).filter { isMissing[$0] })
      #expect(
        Self.pairs(match, rows: Array(0..<60)) == Self.pairs(alone, rows: kept))
      #expect(match.balance.sampleSizes == alone.balance.sampleSizes)
      #expect(
        match.unmatchedCounts[.missingCovariate]
          == (0..<60).count { isMissing[$0] && sample.treated[$0] })
    }
  }

  @Test("a random order is drawn from the seed alone")
  func randomOrder() throws {
    let problem = try Sample(seed: 19, rowCount: 80).problem()
    func sets(_ seed: UInt64) throws -> [MatchedSet] {
      try problem.matched(
        by: MatchingDesign(
          covariates: ["a"], distance: .score(.given), method: .nearest(order: .random),
          seed: seed)
      ).sets
    }
    #expect(try sets(1) == sets(1))
    #expect(try sets(1) != sets(2))
  }
}
