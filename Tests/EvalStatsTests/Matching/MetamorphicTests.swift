import EvalTestSupport
import Testing

@testable import EvalStats

/// Ways to say the same thing that must come to the same.
@Suite("What leaves a match as it is")
struct MetamorphicTests {
  typealias Sample = MatchPropertyTests.Sample

  /// Options that all distances can honour: 48 sets at explicit orders.
  static let options: [MatchingDesign] = {
    let orders: [MatchingOrder] = [.data, .random, .closest, .farthest]
    let reuses: [ControlReuse] = [.none, .atMost(2), .unlimited]
    return orders.flatMap { order in
      reuses.flatMap { reuse in
        [1, 3].flatMap { ratio in
          [false, true].map { isConstrained in
            MatchingDesign(
              covariates: ["a"], method: .nearest(order: order, reuse: reuse),
              estimand: ratio == 1 && isConstrained ? .atc : .att, ratio: ratio,
              exact: isConstrained ? ["sex"] : [],
              calipers: isConstrained ? [.covariate("b", 0.8)] : [],
              minimumRatio: ratio == 3 && isConstrained ? 2 : 1, seed: 7)
          }
        }
      }
    }
  }()

  @Test(
    "a score is the Euclidean distance of its column, the column as a score, and their matrix",
    arguments: options)
  func oneDistanceFourWays(design: MatchingDesign) throws {
    let sample = Sample(seed: 21, rowCount: 70)
    let values = sample.columns[0].values
    let (treated, controls) = (
      values.indices.filter { sample.treated[$0] }, values.indices.filter { !sample.treated[$0] }
    )
    let problem = try MatchingProblem(
      treated: sample.treated, covariates: sample.columns, exactKeys: [("sex", sample.sexes)],
      scores: values,
      distances: DistanceMatrix(
        treated.flatMap { row in controls.map { abs(values[row] - values[$0]) } },
        treated: sample.treated))
    let distances: [MatchingDistance] = [
      .score(.given), .score(.column("a")), .covariates(.euclidean), .given,
    ]
    let matches = try distances.map { distance in
      var design = design
      design.distance = distance
      return try problem.matched(by: design)
    }
    #expect(matches[0].sets.count > 5)
    for match in matches.dropFirst() {
      #expect(match.sets == matches[0].sets)
      #expect(match.unmatched == matches[0].unmatched)
      #expect(match.weights == matches[0].weights)
      #expect(agree(match.totalDistance, matches[0].totalDistance, relative: 1e-10))
    }
  }

  @Test(
    "strata matched one by one on the scale of the whole sample are the match of the whole",
    arguments: [
      MatchingDistance.covariates(.mahalanobis), .covariates(.scaledEuclidean),
      .covariates(.robustMahalanobis), .score(.given),
      .covariatesWithinScore(.mahalanobis, of: ["b", "c"], .given),
    ])
  func strataOneByOne(distance: MatchingDistance) throws {
    let sample = Sample(seed: 22, rowCount: 160)
    let whole = try sample.problem()
    var design = MatchingDesign(
      covariates: ["a", "b", "c"], distance: distance, method: .nearest(order: .data), ratio: 2,
      exact: ["sex"], calipers: [.covariate("a", 0.7, isStandardised: true)])
    if distance.score != nil { design.calipers.append(.score(0.6)) }
    let match = try whole.matched(by: design)
    let scale = try whole.scale(for: design)
    var sets: [MatchedSet] = []
    for sex in Set(sample.sexes) {
      let rows = sample.sexes.indices.filter { sample.sexes[$0] == sex }
      let part = try sample.problem(rows: rows).matched(by: design, on: scale)
      sets += part.sets.map { set in
        MatchedSet(treated: set.treated.map { rows[$0] }, controls: set.controls.map { rows[$0] })
      }
      // On its own scale a stratum is another problem.
      let alone = try sample.problem(rows: rows).matched(by: design)
      #expect(alone.caliperWidths != part.caliperWidths)
      #expect(part.caliperWidths == match.caliperWidths)
    }
    #expect(match.sets.count > 10)
    #expect(sets.sorted { $0.treated[0] < $1.treated[0] } == match.sets)
  }

  @Test("no pair of 1,000 strata of about three rows breaks the caliper on a covariate")
  func caliperInSmallStrata() throws {
    var generator = SeededGenerator(seed: 23)
    let rowCount = 3_000
    let strata = (0..<rowCount).map { _ in Int32(generator.integer(below: 1_000)) }
    let treated = (0..<rowCount).map { _ in generator.bernoulli(0.35) }
    let ages = (0..<rowCount).map { _ in Double(18 + generator.integer(below: 70)) }
    let visits = (0..<rowCount).map { _ in Double(generator.poisson(mean: 3)) }
    let problem = try MatchingProblem(
      treated: treated, covariates: [("age", ages), ("visits", visits)],
      exactKeys: [("stratum", strata)])
    let design = MatchingDesign(
      covariates: ["age", "visits"], distance: .covariates(.mahalanobis), exact: ["stratum"],
      calipers: [.covariate("age", 5)])
    // Every stratum's own brute force, in the order of the rows.
    let space = try CovariateSpace(
      CovariateColumns(problem.table, names: ["age", "visits"]), metric: .mahalanobis,
      treated: treated, eligible: Array(repeating: true, count: rowCount))
    let focal = treated.indices.filter { treated[$0] }
    let control = treated.indices.filter { !treated[$0] }
    let greedy = BruteForceGreedy(ratio: 1, limit: 1, controlCount: control.count) { left, right in
      let (row, other) = (focal[left], control[right])
      guard strata[row] == strata[other], abs(ages[row] - ages[other]) <= 5 else { return nil }
      return space.distance(row, other)
    }
    let expected = greedy.inOrder(Array(focal.indices), focalCount: focal.count)
    let match = try problem.matched(by: design)
    #expect(match.pairs.count > 150)
    #expect(
      match.pairs.allSatisfy {
        abs(ages[$0.treated] - ages[$0.control]) <= 5 && strata[$0.treated] == strata[$0.control]
      })
    let partners = Dictionary(
      uniqueKeysWithValues: match.pairs.map { ($0.treated, $0.control) })
    for (index, row) in focal.enumerated() {
      #expect(partners[row] == expected[index].first.map { control[$0] })
    }
    // A negative caliper demands the opposite of every pair.
    var apart = design
    apart.calipers = [.covariate("age", -5)]
    let far = try problem.matched(by: apart)
    #expect(!far.pairs.isEmpty)
    #expect(far.pairs.allSatisfy { abs(ages[$0.treated] - ages[$0.control]) > 5 })
  }
}
