import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Pairs that must or may not be, units and numbers of partners")
struct PairConstraintTests {
  typealias Sample = MatchPropertyTests.Sample

  static let orders: [MatchingOrder] = [.data, .largest, .closest, .farthest]

  /// The partners of each focal row by brute force, with the pairs a rule does not admit left out.
  static func bruteForce(
    _ sample: Sample, order: MatchingOrder, ratio: Int,
    admits: @escaping (_ treated: Int, _ control: Int) -> Bool
  ) -> [Int: [Int]] {
    let focal = sample.treated.indices.filter { sample.treated[$0] }
    let control = sample.treated.indices.filter { !sample.treated[$0] }
    let greedy = BruteForceGreedy(ratio: ratio, limit: 1, controlCount: control.count) {
      let (row, other) = (focal[$0], control[$1])
      return admits(row, other) ? abs(sample.scores[row] - sample.scores[other]) : nil
    }
    let taken =
      switch order {
      case .closest, .farthest:
        greedy.inOrderOfDistance(nearestFirst: order == .closest, focalCount: focal.count)
      case .largest:
        greedy.inOrder(
          focal.indices.sorted { sample.scores[focal[$0]] > sample.scores[focal[$1]] },
          focalCount: focal.count)
      default: greedy.inOrder(Array(focal.indices), focalCount: focal.count)
      }
    return Dictionary(
      uniqueKeysWithValues: zip(focal, taken).map { ($0, $1.map { control[$0] }) })
  }

  static func partners(_ match: Match) -> [Int: [Int]] {
    Dictionary(uniqueKeysWithValues: match.sets.map { ($0.treated[0], Array($0.controls)) })
  }

  @Test("forbidden pairs are passed over, whoever chooses first", arguments: orders)
  func forbidden(order: MatchingOrder) throws {
    let sample = Sample(seed: 31, rowCount: 60)
    let design = MatchingDesign(
      covariates: ["a"], distance: .score(.given), method: .nearest(order: order), ratio: 2)
    let first = try sample.problem().matched(by: design)
    // Forbid everything that was chosen.
    let forbidden = Set(first.pairs)
    let problem = try MatchingProblem(
      treated: sample.treated, covariates: sample.columns, scores: sample.scores,
      forbidden: first.pairs)
    let match = try problem.matched(by: design)
    #expect(forbidden.isDisjoint(with: match.pairs))
    let expected = Self.bruteForce(sample, order: order, ratio: 2) {
      !forbidden.contains(MatchedPair(treated: $0, control: $1))
    }
    #expect(Self.partners(match) == expected.filter { !$0.value.isEmpty })
  }

  @Test("someone whose every pair is forbidden is left out for that reason")
  func everythingForbidden() throws {
    let problem = try MatchingProblem(
      treated: [true, false, false], covariates: [("a", [1, 1, 2])], scores: [1, 1, 2],
      forbidden: [.init(treated: 0, control: 1), .init(treated: 0, control: 2)])
    for distance in [MatchingDistance.score(.given), .covariates(.euclidean)] {
      let match = try problem.matched(by: MatchingDesign(covariates: ["a"], distance: distance))
      #expect(match.sets.isEmpty)
      #expect(match.unmatched == [.init(row: 0, reason: .allForbidden)])
    }
  }

  @Test("a forced pair stands, and the others choose as if both were gone", arguments: orders)
  func forced(order: MatchingOrder) throws {
    let sample = Sample(seed: 32, rowCount: 60)
    let focal = sample.treated.indices.filter { sample.treated[$0] }
    let control = sample.treated.indices.filter { !sample.treated[$0] }
    // The farthest controls, which nobody would choose.
    let byScore = control.sorted { sample.scores[$0] < sample.scores[$1] }
    let forced = [
      MatchedPair(treated: focal[2], control: byScore[0]),
      MatchedPair(treated: focal[5], control: byScore[1]),
    ]
    let problem = try MatchingProblem(
      treated: sample.treated, covariates: sample.columns, scores: sample.scores, forced: forced)
    let design = MatchingDesign(
      covariates: ["a"], distance: .score(.given), method: .nearest(order: order))
    let match = try problem.matched(by: design)
    let partners = Self.partners(match)
    #expect(partners[focal[2]] == [byScore[0]] && partners[focal[5]] == [byScore[1]])
    let isHeld = Set(forced.map(\.treated)).union(forced.map(\.control))
    let others = Self.bruteForce(sample, order: order, ratio: 1) {
      !isHeld.contains($0) && !isHeld.contains($1)
    }
    for (row, expected) in others where !isHeld.contains(row) {
      #expect(partners[row] ?? [] == expected)
    }
    // With a ratio of 2 the forced control is the first of two.
    var double = design
    double.ratio = 2
    let sets = Self.partners(try problem.matched(by: double))
    #expect(sets[focal[2]]?.first == byScore[0] && sets[focal[2]]?.count == 2)
  }

  @Test("forced pairs that cannot be are errors that name the rows")
  func impossiblePairs() throws {
    func error(
      forced: [MatchedPair], forbidden: [MatchedPair] = [], ratio: Int = 1
    ) -> MatchingError? {
      do throws(MatchingError) {
        let problem = try MatchingProblem(
          treated: [true, true, false, false], covariates: [("a", [1, 2, 1, 9])],
          scores: [1, 2, 1, 9], forbidden: forbidden, forced: forced)
        _ = try problem.matched(
          by: MatchingDesign(
            covariates: ["a"], distance: .score(.given), ratio: ratio,
            calipers: [.score(3, isStandardised: false)]))
        return nil
      } catch { return error }
    }
    let pair = MatchedPair(treated: 0, control: 2)
    #expect(error(forced: [pair]) == nil)
    #expect(
      error(forced: [.init(treated: 0, control: 3)])
        == .forcedPairInadmissible(.init(treated: 0, control: 3)))
    #expect(error(forced: [pair], forbidden: [pair]) == .forcedPairInadmissible(pair))
    #expect(
      error(forced: [.init(treated: 2, control: 0)])
        == .pairOfOneArm(.init(treated: 2, control: 0)))
    #expect(
      error(forced: [.init(treated: 0, control: 7)])
        == .pairOfOneArm(.init(treated: 0, control: 7)))
    #expect(
      error(forced: [pair, .init(treated: 1, control: 2)], ratio: 2)
        == .forcedTooOften(row: 2, limit: 1))
    #expect(
      error(forced: [.init(treated: 0, control: 7)])?.description
        == "rows 1 and 8: a pair must be a treated person and a control; correct the rows")
  }

  @Test("a person with many candidate rows serves once, and never themselves", arguments: orders)
  func units(order: MatchingOrder) throws {
    var generator = SeededGenerator(seed: 33)
    let sample = Sample(seed: 34, rowCount: 90)
    let people = sample.treated.indices.map { _ in generator.integer(below: 40) }
    let table = try Table([
      ("a", .real(Values(sample.columns[0].values))), ("person", .integer(Values(people))),
    ])
    let problem = MatchingProblem(treated: sample.treated, table: table, scores: sample.scores)
    func match(ratio: Int, _ reuse: ControlReuse) throws -> Match {
      try problem.matched(
        by: MatchingDesign(
          covariates: ["a"], distance: .score(.given), method: .nearest(order: order, reuse: reuse),
          ratio: ratio, unit: "person"))
    }
    for ratio in [1, 2] {
      let once = try match(ratio: ratio, .none)
      let used = once.sets.flatMap { $0.controls.map { people[$0] } }
      #expect(Set(used).count == used.count && used.count > 10)
      #expect(once.pairs.allSatisfy { people[$0.treated] != people[$0.control] })
    }
    let twice = try match(ratio: 2, .atMost(2))
    let uses = Dictionary(
      twice.sets.flatMap { $0.controls.map { (people[$0], 1) } }, uniquingKeysWith: +)
    #expect(uses.values.max() == 2)
    let freely = try match(ratio: 3, .unlimited)
    #expect(freely.sets.allSatisfy { Set($0.controls.map { people[$0] }).count == 3 })
    // With unlimited reuse each takes the nearest row of each of the three nearest people.
    for set in freely.sets {
      let own = people[set.treated[0]]
      var seen: Set<Int> = [own]
      let expected = sample.treated.indices.filter { !sample.treated[$0] }
        .sorted {
          abs(sample.scores[$0] - sample.scores[set.treated[0]])
            < abs(sample.scores[$1] - sample.scores[set.treated[0]])
        }
        .filter { seen.insert(people[$0]).inserted }
      #expect(Array(set.controls) == Array(expected.prefix(3)))
    }
  }

  @Test("a unit that is not recorded is an error, not one big unit")
  func missingUnit() throws {
    let table = try Table([
      ("a", .real(Values([1, 2, 3]))),
      ("person", .integer(Values([1, 2, 3], missing: [false, true, true]))),
    ])
    #expect(
      throws: MatchingError.covariates(.missing([.init(column: "person", rows: 2)]))
    ) {
      try MatchingProblem(treated: [true, false, false], table: table, scores: [1, 2, 3])
        .matched(by: MatchingDesign(covariates: ["a"], distance: .score(.given), unit: "person"))
    }
  }

  @Test("who finds too few partners leaves them to the others, who choose again")
  func fewestPartners() throws {
    // Inside the caliper of 2.5 the person at 4 reaches the control at 2 only, and takes it; the
    // person at 1.4 has 1 left and is short too, until 2 is given back.
    let scores: [Double] = [4, 1.4, 1, 2]
    let problem = try MatchingProblem(
      treated: [true, true, false, false], covariates: [("a", scores)], scores: scores)
    for order in [MatchingOrder.data, .closest] {
      var design = MatchingDesign(
        covariates: ["a"], distance: .score(.given), method: .nearest(order: order), ratio: 2,
        calipers: [.score(2.5, isStandardised: false)])
      let loose = try problem.matched(by: design)
      #expect(loose.sets.map(\.controls) == [[3], [2]])
      design.minimumRatio = 2
      let strict = try problem.matched(by: design)
      #expect(strict.sets == [MatchedSet(treated: [1], controls: [2, 3])])
      #expect(strict.unmatched == [.init(row: 0, reason: .tooFewPartners)])
      #expect(throws: MatchingError.ratioBounds(fewest: 3, mean: 2, most: 2)) {
        design.minimumRatio = 3
        _ = try problem.matched(by: design)
      }
    }
  }

  @Test("numbers of partners that vary follow the odds, within bounds, and average the ratio")
  func variableRatio() throws {
    // Odds 9, 1, 1/9: scaled by s, held in 1…4: 4, s, 1 average 2 where s = 1.
    #expect(
      VariableRatio(odds: [9, 1, 1.0 / 9], fewest: 1, mean: 2, most: 4).counts == [4, 1, 1])
    #expect(VariableRatio(odds: [1, 1, 1], fewest: 1, mean: 2, most: 3).counts == [2, 2, 2])
    // 5 between two alike: the lower row has one more.
    #expect(
      VariableRatio(odds: [2, 2, 1], fewest: 1, mean: 2, most: 5).counts.reduce(0, +) == 6)
    var generator = SeededGenerator(seed: 35)
    for _ in 0..<50 {
      let odds = (0..<17).map { _ in generator.exponential() + 0.01 }
      let counts = VariableRatio(odds: odds, fewest: 1, mean: 3, most: 6).counts
      #expect(counts.reduce(0, +) == 51 && counts.min() ?? 0 >= 1 && counts.max() ?? 9 <= 6)
      for (left, right) in zip(odds.indices.dropLast(), odds.indices.dropFirst())
      where odds[left] > odds[right] {
        #expect(counts[left] >= counts[right])
      }
    }
    let sample = Sample(seed: 36, rowCount: 200)
    let match = try sample.problem().matched(
      by: MatchingDesign(
        covariates: ["a", "b"], method: .nearest(reuse: .unlimited), ratio: 2, maximumRatio: 4))
    let scores = try #require(match.scores)
    #expect(match.pairs.count == 2 * match.sets.count)
    let counts = match.sets.map(\.controls.count)
    #expect(counts.min() == 1 && counts.max() ?? 0 >= 3)
    // The likelier to be treated, the fewer controls there are of their like.
    let byScore = match.sets.sorted { scores[$0.treated[0]] < scores[$1.treated[0]] }
    for (lower, higher) in zip(byScore.dropLast(), byScore.dropFirst()) {
      #expect(lower.controls.count >= higher.controls.count)
    }
    #expect(throws: MatchingError.needsScore("a number of partners that varies")) {
      try sample.problem().matched(
        by: MatchingDesign(
          covariates: ["a"], distance: .covariates(.mahalanobis), ratio: 2, maximumRatio: 4))
    }
    let outside = sample.scores.indices.count {
      sample.treated[$0] && !(sample.scores[$0] > 0 && sample.scores[$0] < 1)
    }
    #expect(throws: MatchingError.scoreNotAProbability(rows: outside)) {
      try sample.problem().matched(
        by: MatchingDesign(
          covariates: ["a"], distance: .score(.given), ratio: 2, maximumRatio: 4))
    }
  }
}
