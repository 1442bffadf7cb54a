import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Optimal matching under calipers and exact keys")
struct OptimalConstraintTests {
  /// People with an age, a sex and a score; controls are few enough for calipers to bind.
  struct Sample {
    let treated: [Bool]
    let ages: [Double]
    let sexes: [Int32]
    let scores: [Double]

    init(seed: UInt64, treated treatedCount: Int = 5, controls controlCount: Int = 6) {
      var generator = SeededGenerator(seed: seed)
      treated = (0..<(treatedCount + controlCount)).map { $0 < treatedCount }
      ages = treated.map { _ in Double(60 + generator.integer(below: 12)) }
      sexes = treated.map { _ in generator.bernoulli(0.7) ? 1 : 0 }
      scores = treated.map { _ in generator.uniform() }
    }

    func problem() throws -> MatchingProblem {
      try MatchingProblem(
        treated: treated, covariates: [("age", ages)], exactKeys: [("sex", sexes)], scores: scores)
    }

    func design(_ calipers: [Caliper], ratio: Int = 1) -> MatchingDesign {
      MatchingDesign(
        covariates: ["age"], distance: .score(.given), method: .optimal, ratio: ratio,
        exact: ["sex"], calipers: calipers)
    }

    /// The distances of a design, infinite where it forbids a pair.
    func distances(age: ClosedRange<Double>, score: Double = .infinity) -> [[Double]] {
      let controls = treated.indices.filter { !treated[$0] }
      return treated.indices.filter { treated[$0] }.map { row in
        controls.map { other in
          let distance = abs(scores[row] - scores[other])
          return sexes[row] == sexes[other] && age.contains(abs(ages[row] - ages[other]))
            && distance <= score ? distance : .infinity
        }
      }
    }
  }

  @Test("Drops only the unmatchable, whatever the caliper")
  func dropsOnlyTheUnmatchable() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed)
      let cases: [([Caliper], [[Double]])] = [
        ([.covariate("age", 2)], sample.distances(age: 0...2)),
        ([.covariate("age", -2)], sample.distances(age: 2.0.nextUp...99)),
        (
          [.score(0.2, isStandardised: false)], sample.distances(age: 0...99, score: 0.2)
        ),
        (
          [.covariate("age", 3), .score(0.3, isStandardised: false)],
          sample.distances(age: 0...3, score: 0.3)
        ),
      ]
      for (calipers, distances) in cases {
        let match = try sample.problem().matched(by: sample.design(calipers))
        let best = Self.mostPairs(distances)
        #expect(
          match.sets.count == best.pairs && abs(match.totalDistance - best.distance) < 1e-12,
          "seed \(seed), \(calipers): \(match.sets) at \(match.totalDistance) against \(best)")
        #expect(abs(try #require(match.certificate).gap) < 1e-12)
      }
    }
  }

  /// The most pairs, then the least distance: one focal unit after another, by the controls taken.
  static func mostPairs(_ distances: [[Double]]) -> (pairs: Int, distance: Double) {
    var bestOfTaken: [Int: (pairs: Int, distance: Double)] = [0: (0, 0)]
    for line in distances {
      var next = bestOfTaken
      for (taken, value) in bestOfTaken {
        for (control, distance) in line.enumerated()
        where distance < .infinity && taken >> control & 1 == 0 {
          let other = next[taken | 1 << control] ?? (0, .infinity)
          let found = (value.pairs + 1, value.distance + distance)
          if (-found.0, found.1) < (-other.0, other.1) { next[taken | 1 << control] = found }
        }
      }
      bestOfTaken = next
    }
    return bestOfTaken.values.min { (-$0.pairs, $0.distance) < (-$1.pairs, $1.distance) } ?? (0, 0)
  }

  @Test("A witness names as many people, and as many partners, as there are")
  func witnessesAreTrue() throws {
    var count = 0
    for seed in 1...60 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed)
      let match = try sample.problem().matched(by: sample.design([.covariate("age", 1)]))
      let distances = sample.distances(age: 0...1)
      let left = match.unmatched.count
      let missing = match.shortages.reduce(0) { $0 + $1.focalCount - $1.partnerCount }
      #expect(missing == left, "seed \(seed): \(match.shortages) for \(match.unmatched)")
      // Every subset of the treated: some must be the ones named.
      let pairsOfSubsets = (0..<(1 << distances.count)).map { subset in
        let people = distances.indices.filter { subset >> $0 & 1 == 1 }
        let partners = distances[0].indices.count { control in
          people.contains { distances[$0][control] < .infinity }
        }
        return (people, partners)
      }
      for shortage in match.shortages {
        count += 1
        let sex = shortage.stratum.first?.value
        #expect(
          pairsOfSubsets.contains { people, partners in
            people.count == shortage.focalCount && partners == shortage.partnerCount
              && people.allSatisfy { "\(sample.sexes[$0])" == sex }
          }, "seed \(seed): \(shortage)")
      }
    }
    #expect(count > 20)
  }

  @Test("A witness is a sentence without a person in it")
  func witnessReadsWell() throws {
    let problem = try MatchingProblem(
      treated: [true, true, true, false, false],
      covariates: [("age", [70, 71, 72, 70, 90])], exactKeys: [("sex", [1, 1, 1, 1, 1])],
      scores: [0.1, 0.2, 0.3, 0.1, 0.2])
    let match = try problem.matched(
      by: MatchingDesign(
        covariates: ["age"], distance: .score(.given), method: .optimal, exact: ["sex"],
        calipers: [.covariate("age", 5)]))
    #expect(
      match.shortages.map(\.description) == [
        "3 treated with sex = 1 have 1 control inside the caliper of 5.0 on age"
      ])
    #expect(match.explanation.contains("\(match.shortages[0])."))
    // 70 and 71 go to the two controls of 70 and 90: the third never has one.
    #expect(match.sufficientCaliper == nil)
  }

  @Test(
    "The sufficient caliper is the smallest at which everyone has a partner", arguments: [1, 2])
  func sufficientCaliperIsExact(ratio: Int) throws {
    var found = 0
    for seed in 1...60 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed, treated: 4, controls: 10)
      var design = sample.design([.covariate("age", 0)], ratio: ratio)
      design.minimumRatio = ratio
      // With a second caliper the general search is used, without one the search on a line.
      if seed % 2 == 0 { design.calipers.append(.covariate("age", -0.5)) }
      let least = seed % 2 == 0 ? 0.5.nextUp : 0
      let match = try sample.problem().matched(by: design)
      guard match.sets.count < 4 else { continue }
      let widths = (0...12).map(Double.init).filter { width in
        guard least <= width else { return false }
        let repeated = sample.distances(age: least...width)
          .flatMap { Array(repeating: $0, count: ratio) }
        return Self.mostPairs(repeated).pairs == repeated.count
      }
      #expect(match.sufficientCaliper?.width == widths.first, "seed \(seed)")
      guard let caliper = match.sufficientCaliper else { continue }
      found += 1
      design.calipers[0] = caliper
      #expect(try sample.problem().matched(by: design).sets.count == 4, "seed \(seed)")
    }
    #expect(found > 5)
  }

  @Test("The sufficient score caliper is in the unit of the design's own")
  func sufficientScoreCaliper() throws {
    for seed in 1...30 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed, treated: 3, controls: 9)
      var design = sample.design([.score(0.01)])
      let match = try sample.problem().matched(by: design)
      guard let caliper = match.sufficientCaliper else { continue }
      #expect(caliper.isStandardised)
      design.calipers = [caliper]
      #expect(try sample.problem().matched(by: design).sets.count == 3, "seed \(seed)")
      design.calipers[0].width *= 1 - 1e-9
      #expect(try sample.problem().matched(by: design).sets.count < 3, "seed \(seed)")
    }
  }

  @Test("Designs that match nobody, or not everyone, say why")
  func explainsInfeasibility() throws {
    let problem = try MatchingProblem(
      treated: [true, true, false, true], covariates: [("age", [50, 50, 50, 80])],
      exactKeys: [("sex", [0, 1, 1, 1])], scores: [0.2, 0.2, 0.2, 0.9])
    var design = MatchingDesign(
      covariates: ["age"], distance: .score(.given), method: .optimal, ratio: 3, exact: ["sex"])
    let match = try problem.matched(by: design)
    #expect(match.unmatched.map(\.row) == [0, 3])
    #expect(match.unmatched.map(\.reason) == [.noneInExactStratum, .allTaken])
    #expect(match.shortages.map(\.partnerCount) == [1, 0])
    design.exact = []
    design.calipers = [.covariate("age", -100)]
    let empty = try problem.matched(by: design)
    #expect(empty.sets.isEmpty && empty.certificate?.gap == 0)
    #expect(empty.unmatched.map(\.reason) == Array(repeating: .noneInsideCaliper, count: 3))
    design.method = .optimalFull()
    design.ratio = 1
    #expect(try problem.matched(by: design).sets.isEmpty)
  }

  @Test("Identical people tie, and one treated person has the nearest")
  func handlesTies() throws {
    let same = try MatchingProblem(
      treated: [true, false, true, false, false],
      covariates: [("x", [1, 1, 1, 1, 1])], scores: [0.5, 0.5, 0.5, 0.5, 0.5])
    let design = MatchingDesign(covariates: [], distance: .score(.given), method: .optimal)
    let match = try same.matched(by: design)
    #expect(match.sets.count == 2 && match.totalDistance == 0 && match.certificate?.gap == 0)
    let single = try MatchingProblem(
      treated: [false, false, true], covariates: [("x", [1, 5, 4])])
    let covariates = MatchingDesign(
      covariates: ["x"], distance: .covariates(.mahalanobis), method: .optimal)
    #expect(try single.matched(by: covariates).sets == [MatchedSet(treated: [2], controls: [1])])
  }
}
