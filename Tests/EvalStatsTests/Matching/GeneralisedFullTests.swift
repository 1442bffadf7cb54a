import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Generalised full matching")
struct GeneralisedFullTests {
  static func problem(seed: UInt64, rowCount: Int, share: Double = 0.4) throws -> MatchingProblem {
    var generator = SeededGenerator(seed: seed)
    var treated = (0..<rowCount).map { _ in generator.bernoulli(share) }
    treated[0] = true
    treated[1] = false
    let columns = ["a", "b"].map { name in
      (name: name, values: (0..<rowCount).map { _ in generator.normal() })
    }
    return try MatchingProblem(
      treated: treated, covariates: columns,
      exactKeys: [("sex", (0..<rowCount).map { _ in generator.bernoulli(0.5) ? 1 : 0 })],
      scores: columns[0].values)
  }

  static func design(
    _ settings: GeneralisedFull = .init(), distance: MatchingDistance = .covariates(.euclidean),
    estimand: Estimand = .ate, exact: [String] = []
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["a", "b"], distance: distance, method: .generalisedFull(settings),
      estimand: estimand, exact: exact)
  }

  static func outcome(_ match: Match) throws -> GeneralisedFull.Outcome {
    guard case .groups(let outcome)? = match.detail else { throw Missing() }
    return outcome
  }

  struct Missing: Error {}

  /// The smallest largest distance within groups over every partition into admissible groups.
  static func best(
    _ treated: [Bool], settings: GeneralisedFull, distance: (Int, Int) -> Double
  ) -> Double {
    var best = Double.infinity
    func place(_ row: Int, _ groups: [[Int]], _ largest: Double) {
      guard largest < best else { return }
      guard row < treated.count else {
        let isAdmissible = groups.allSatisfy { group in
          group.count { treated[$0] } >= settings.minimumTreated
            && group.count { !treated[$0] } >= settings.minimumControls
        }
        if isAdmissible { best = largest }
        return
      }
      for index in groups.indices {
        var extended = groups
        extended[index].append(row)
        place(row + 1, extended, groups[index].reduce(largest) { max($0, distance($1, row)) })
      }
      place(row + 1, groups + [[row]], largest)
    }
    place(0, [], 0)
    return best
  }

  @Test(
    "the largest distance within groups is at most four times the best of any grouping",
    arguments: [(1, 1), (1, 2), (2, 1)])
  func bound(least: (treated: Int, controls: Int)) throws {
    let settings = GeneralisedFull(
      minimumTreated: least.treated, minimumControls: least.controls)
    var worst = 0.0
    for seed in 1...60 as ClosedRange<UInt64> {
      let problem = try Self.problem(seed: seed, rowCount: 8, share: 0.5)
      guard problem.treated.count(where: { $0 }) >= least.treated,
        problem.treated.count(where: { !$0 }) >= least.controls
      else { continue }
      let match = try problem.matched(by: Self.design(settings))
      let outcome = try Self.outcome(match)
      let columns = try CovariateColumns(problem.table, names: ["a", "b"]).columns.map(\.values)
      let best = Self.best(problem.treated, settings: settings) { left, right in
        columns.reduce(0) { $0 + ($1[left] - $1[right]) * ($1[left] - $1[right]) }.squareRoot()
      }
      let largest = try #require(outcome.largestDistance)
      #expect(largest <= 4 * best * (1 + 1e-12), "seed \(seed): \(largest) against \(best)")
      #expect(outcome.lowerBound <= best * (1 + 1e-12) && best <= largest * (1 + 1e-12))
      worst = max(worst, largest / best)
      #expect(match.treatedCount + match.controlCount == 8)
      for set in match.sets {
        #expect(set.treated.count >= least.treated && set.controls.count >= least.controls)
      }
    }
    #expect(worst > 1, "the bound was never put to the test")
  }

  @Test("on a line the pairs next to one another are groups; a third joins the nearer")
  func line() throws {
    let problem = try MatchingProblem(
      treated: [true, false, true, false, false], covariates: [("x", [0, 1, 10, 11, 9.5])])
    let match = try problem.matched(
      by: MatchingDesign(
        covariates: ["x"], distance: .covariates(.euclidean), method: .generalisedFull(),
        estimand: .att))
    #expect(match.sets.map(\.treated) == [[0], [2]])
    #expect(match.sets.map(\.controls) == [[1], [3, 4]])
    #expect(try Self.outcome(match).largestDistance == 1.5)
    // The control at 11 is 1 away from anyone treated.
    #expect(try Self.outcome(match).lowerBound == 1)
    // 1/1, 1/2, 1/2 scaled to a mean of 1.
    for (weight, expected) in zip([1, 3, 4].map { match.weights[$0] }, [1.5, 0.75, 0.75]) {
      #expect(agree(weight, expected, relative: 1e-15))
    }
  }

  @Test("nobody in a group is beyond the radius, and who is left out has nobody inside it")
  func radius() throws {
    let problem = try Self.problem(seed: 5, rowCount: 300, share: 0.2)
    let match = try problem.matched(
      by: Self.design(.init(radius: .distance(0.15)), estimand: .att, exact: ["sex"]))
    let columns = try CovariateColumns(problem.table, names: ["a", "b", "sex"]).columns.map(
      \.values)
    func distance(_ left: Int, _ right: Int) -> Double {
      (0..<2).reduce(0) {
        $0 + (columns[$1][left] - columns[$1][right]) * (columns[$1][left] - columns[$1][right])
      }.squareRoot()
    }
    for set in match.sets {
      let members = set.treated + set.controls
      #expect(Set(members.map { columns[2][$0] }).count == 1)
      for row in members {
        #expect(members.filter { $0 != row }.map { distance(row, $0) }.min()! <= 0.15)
      }
    }
    #expect(!match.unmatched.isEmpty && !match.sets.isEmpty)
    let placed = Set(match.sets.flatMap { $0.treated + $0.controls })
    for person in match.unmatched {
      #expect(person.reason == .noneInsideCaliper)
      let near = placed.filter { columns[2][$0] == columns[2][person.row] }
      #expect(near.allSatisfy { distance(person.row, $0) > 0.15 })
    }
  }

  @Test("only those the estimate speaks of need be covered")
  func spare() throws {
    let problem = try Self.problem(seed: 9, rowCount: 400, share: 0.1)
    let match = try problem.matched(
      by: Self.design(.init(coversEveryone: false), distance: .score(.given), estimand: .att))
    #expect(match.treatedCount == problem.treated.count { $0 })
    #expect(match.controlCount <= match.treatedCount)
    #expect(match.unmatched.isEmpty)
    let everyone = try problem.matched(
      by: Self.design(distance: .score(.given), estimand: .att))
    #expect(everyone.treatedCount + everyone.controlCount == 400)
  }

  @Test("a given score is the Euclidean distance of its column")
  func scoreIsColumn() throws {
    let problem = try Self.problem(seed: 3, rowCount: 200)
    let byScore = try problem.matched(by: Self.design(distance: .score(.given)))
    var design = Self.design()
    design.covariates = ["a"]
    #expect(try problem.matched(by: design).sets == byScore.sets)
  }

  @Test("settings that groups cannot have are refused")
  func refusals() throws {
    let problem = try Self.problem(seed: 1, rowCount: 20)
    func code(_ design: MatchingDesign) -> String? {
      do {
        _ = try problem.matched(by: design)
        return nil
      } catch { return error.code }
    }
    #expect(code(Self.design(.init(minimumControls: 0))) == "invalid-setting")
    #expect(code(Self.design(.init(radius: .distance(-1)))) == "invalid-setting")
    #expect(code(Self.design(.init(radius: .scoreDeviations(1)))) == "needs-score")
    #expect(code(Self.design(distance: .given)) == "unsupported-setting")
  }

  @Test("the tree finds the nearest by brute force, ties by row", arguments: [1, 3, 8])
  func tree(dimension: Int) {
    var generator = SeededGenerator(seed: 4)
    let count = 500
    // Coarse coordinates make many ties.
    let coordinates = (0..<(count * dimension)).map { _ in (generator.normal() * 2).rounded() }
    let rows = (0..<count).filter { $0 % 3 != 0 }
    let tree = NeighbourTree(rows: rows, coordinates: coordinates, dimension: dimension)
    for row in stride(from: 0, to: count, by: 7) {
      var found = NearestFew(4)
      tree.nearest(to: row * dimension, in: coordinates, excluding: row, into: &found)
      let expected = rows.filter { $0 != row }.map { other in
        (
          (0..<dimension).reduce(0.0) {
            let gap = coordinates[row * dimension + $1] - coordinates[other * dimension + $1]
            return $0 + gap * gap
          }, other
        )
      }.sorted { $0 < $1 }.prefix(4)
      #expect(found.points.map { Int($0.row) } == expected.map(\.1))
    }
  }
}
