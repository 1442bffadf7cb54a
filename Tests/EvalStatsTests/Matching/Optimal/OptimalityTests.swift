import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Optimality of larger matches")
struct OptimalityTests {
  typealias Sample = MatchPropertyTests.Sample

  static func design(
    _ method: MatchingMethod, distance: MatchingDistance = .covariates(.mahalanobis),
    ratio: Int = 1
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["a", "b", "c"], distance: distance, method: method, ratio: ratio)
  }

  /// Every pair that is not matched is at least as far apart as its two prices allow, and every
  /// matched one at most.
  static func violations(
    of match: Match, in problem: MatchingProblem, tolerance: Double = 1e-9
  ) throws -> [String] {
    let resolved = try ResolvedDesign(match.design, for: problem)
    let metric = try resolved.pairMetric()
    let prices = try #require(match.certificate).prices
    let matched = Set(match.pairs)
    var violations: [String] = []
    for treated in problem.treated.indices where problem.treated[treated] {
      for control in problem.treated.indices where !problem.treated[control] {
        guard resolved.strata.strata[treated] == resolved.strata.strata[control],
          resolved.admits(treated, control)
        else { continue }
        let distance = metric.distance(treated, control)
        let reduced = TieredCost(0, distance) - prices[treated] - prices[control]
        let isMatched = matched.contains(.init(treated: treated, control: control))
        if isMatched
          ? reduced > TieredCost(0, tolerance) : reduced < TieredCost(0, -tolerance)
        {
          violations.append("\(isMatched ? "matched " : "")\(treated), \(control): \(reduced)")
        }
      }
    }
    return violations
  }

  static let methods: [(MatchingMethod, Int)] = [
    (.optimal, 1), (.optimal, 2), (.optimalFull(), 1),
    (.optimalFull(FullMatchingLimits(minimumControls: 0.5, maximumControls: 4)), 1),
  ]

  @Test("Prices hold for every pair there is, listed or not", arguments: 0..<4)
  func pricesHold(index: Int) throws {
    let (method, ratio) = Self.methods[index]
    for seed in 1...3 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed, rowCount: 220)
      let problem = try sample.problem()
      for distance in [MatchingDistance.covariates(.mahalanobis), .score(.given)] {
        var design = Self.design(method, distance: distance, ratio: ratio)
        if seed == 3 { design.exact = ["sex"] }
        let match = try problem.matched(by: design)
        #expect(try Self.violations(of: match, in: problem).isEmpty, "\(design)")
        #expect(abs(try #require(match.certificate).relativeGap) < 1e-12, "\(design)")
      }
    }
  }

  @Test("Where those who look are many, whoever is left out is so at the least distance")
  func solvesForControls() throws {
    let problem = try Sample(seed: 2, rowCount: 220).problem()
    var design = Self.design(.optimal)
    let forTreated = try problem.matched(by: design)
    design.estimand = .atc
    let forControls = try problem.matched(by: design)
    #expect(abs(forTreated.totalDistance - forControls.totalDistance) < 1e-9)
    #expect(try Self.violations(of: forControls, in: problem).isEmpty)
    let (treated, controls) = (problem.treated.count { $0 }, problem.treated.count { !$0 })
    #expect(forControls.unmatched.count == controls - treated)
    #expect(
      forControls.shortages.map { [$0.focalCount, $0.partnerCount] } == [[controls, treated]])
  }

  @Test("The certificate rejects a match with two partners exchanged")
  func rejectsTampering() throws {
    let problem = try Sample(seed: 1, rowCount: 200).problem()
    let match = try problem.matched(by: Self.design(.optimal))
    let certificate = try #require(match.certificate)
    let metric = try ResolvedDesign(match.design, for: problem).pairMetric()
    let (first, second) = (match.sets[3], match.sets[7])
    let exchanged =
      match.totalDistance - match.pairDistances[3][0] - match.pairDistances[7][0]
      + metric.distance(first.treated[0], second.controls[0])
      + metric.distance(second.treated[0], first.controls[0])
    #expect(certificate.gap(of: match.totalDistance) < 1e-9)
    #expect(certificate.gap(of: exchanged) > 1e-6)
    let greedy = try problem.matched(by: Self.design(.nearest(order: .data)))
    #expect(certificate.gap(of: greedy.totalDistance) > 1e-6)
  }

  @Test("The total is not above that of any greedy match of as many pairs")
  func beatsGreed() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let problem = try Sample(seed: seed, rowCount: 150).problem()
      for ratio in 1...2 {
        for distance in [MatchingDistance.covariates(.mahalanobis), .score(.given)] {
          let best = try problem.matched(
            by: Self.design(.optimal, distance: distance, ratio: ratio))
          for order in [MatchingOrder.data, .closest, .random] {
            let greedy = try problem.matched(
              by: Self.design(.nearest(order: order), distance: distance, ratio: ratio))
            #expect(best.pairs.count >= greedy.pairs.count)
            if best.pairs.count == greedy.pairs.count {
              #expect(best.totalDistance <= greedy.totalDistance + 1e-12)
            }
          }
        }
      }
    }
  }

  @Test("A score, the Euclidean distance of its column and its matrix give one total")
  func isTheSameByAnyDistance() throws {
    let sample = Sample(seed: 4, rowCount: 120)
    let controls = sample.treated.indices.filter { !sample.treated[$0] }
    let matrix = try DistanceMatrix(
      sample.treated.indices.filter { sample.treated[$0] }.flatMap { row in
        controls.map { abs(sample.scores[row] - sample.scores[$0]) }
      }, treated: sample.treated)
    let problem = try MatchingProblem(
      treated: sample.treated, covariates: [("s", sample.scores)],
      exactKeys: [("sex", sample.sexes)], scores: sample.scores, distances: matrix)
    let limits = FullMatchingLimits(minimumControls: 0.5, maximumControls: 4)
    let options: [(MatchingMethod, Int, Int?, [String])] = [
      (.optimal, 1, nil, []), (.optimal, 1, nil, ["sex"]), (.optimal, 2, nil, []),
      (.optimal, 2, 3, []), (.optimalFull(), 1, nil, []), (.optimalFull(limits), 1, nil, []),
      (.optimalFull(limits), 1, nil, ["sex"]),
    ]
    for (method, ratio, most, exact) in options {
      let totals = try [
        MatchingDistance.score(.given), .covariates(.euclidean), .given,
      ].map { distance in
        try problem.matched(
          by: MatchingDesign(
            covariates: ["s"], distance: distance, method: method, ratio: ratio, exact: exact,
            maximumRatio: most)
        ).totalDistance
      }
      #expect(
        abs(totals[0] - totals[1]) < 1e-9 && abs(totals[0] - totals[2]) < 1e-9,
        "\(method), \(ratio), \(exact): \(totals)")
    }
  }

  @Test("Both solvers find the same total, from few candidates and from all")
  func solversAgree() throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let problem = try Sample(seed: seed, rowCount: 160).problem()
      let resolved = try ResolvedDesign(Self.design(.optimal, ratio: 2), for: problem)
      let pairs = AdmissiblePairs(resolved, metric: try resolved.pairMetric())
      let everyone = pairs.focalRows.indices
      let bounds = Array(repeating: 1...2, count: everyone.count)
      var totals: [Double] = []
      for count in [2, 10_000] {
        let lists = everyone.map { pairs.nearest($0, count: count) }
        var flow = PartnerFlow(
          pairs: pairs,
          plan: .init(
            focalBounds: bounds,
            partnerBounds: Array(repeating: 0...1, count: pairs.partnerRows.count),
            wantsMore: true))
        flow.solve(lists: lists)
        var assignment = PartnerAssignment(
          terms: .init(
            capacities: Array(repeating: 2, count: everyone.count),
            held: Array(repeating: 0, count: everyone.count), fewest: 1),
          partnerCount: pairs.partnerRows.count, lists: lists, extend: pairs.nearest)
        assignment.solve()
        totals += [flow.certificate.totalDistance, assignment.certificate.totalDistance]
        #expect(flow.partners.map(\.count) == assignment.partners.map(\.count))
      }
      #expect(totals.allSatisfy { abs($0 - totals[0]) < 1e-9 }, "seed \(seed): \(totals)")
    }
  }

  @Test("Scaling a covariate, or putting rows in another order, changes no Mahalanobis total")
  func isInvariant() throws {
    let sample = Sample(seed: 5, rowCount: 120)
    for (method, ratio) in Self.methods {
      let design = Self.design(method, ratio: ratio)
      let total = try sample.problem().matched(by: design).totalDistance
      let scaled = try sample.problem(scale: [1000, 1, 0.01]).matched(by: design).totalDistance
      let reversed = try sample.problem(rows: Array(sample.treated.indices.reversed()))
        .matched(by: design).totalDistance
      #expect(abs(total - scaled) < 1e-8 && abs(total - reversed) < 1e-8, "\(method)")
    }
  }
}
