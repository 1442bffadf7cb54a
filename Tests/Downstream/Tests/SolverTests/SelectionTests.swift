import EvalSolver
import EvalStats
import Testing

@Suite("The largest balanced sample, by CBC")
struct SelectionTests {
  struct Sample {
    let treated: [Bool]
    let ages: [Double]
    let sexes: [Double]

    init(seed: UInt64, rowCount: Int) {
      var generator = SeededGenerator(seed: seed)
      var treated = (0..<rowCount).map { _ in generator.bernoulli(0.4) }
      treated[0] = true
      treated[1] = true
      treated[2] = false
      treated[3] = false
      self.treated = treated
      ages = treated.map { ($0 ? 65 : 60) + 10 * generator.normal() }
      sexes = treated.map { generator.bernoulli($0 ? 0.7 : 0.4) ? 1 : 0 }
    }

    func problem() throws -> MatchingProblem {
      try MatchingProblem(treated: treated, covariates: [("age", ages), ("sex", sexes)])
    }

    /// The standard deviation among the treated; of everyone where that is none.
    func deviation(_ values: [Double]) -> Double {
      func deviation(_ rows: [Int]) -> Double {
        let mean = rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
        if values.allSatisfy({ $0 == 0 || $0 == 1 }) { return (mean * (1 - mean)).squareRoot() }
        let squares = rows.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) }
        return (squares / Double(rows.count - 1)).squareRoot()
      }
      let own = deviation(treated.indices.filter { treated[$0] })
      return own > 0 ? own : deviation(Array(treated.indices))
    }

    /// The most treated people any balanced sample holds, by trying every sample.
    func best(ratio: Int, tolerance: Double, exactOnSex: Bool) -> Int {
      var best = 0
      for choice in 0..<(1 << treated.count) {
        let rows = treated.indices.filter { choice >> $0 & 1 == 1 }
        let (inside, outside) = (rows.filter { treated[$0] }, rows.filter { !treated[$0] })
        guard inside.count > best, outside.count == ratio * inside.count else { continue }
        if exactOnSex,
          outside.count(where: { sexes[$0] == 1 }) != ratio
            * inside.count(where: { sexes[$0] == 1 })
        {
          continue
        }
        let isBalanced = [ages, sexes].allSatisfy { values in
          let difference =
            inside.reduce(0) { $0 + values[$1] } / Double(inside.count)
            - outside.reduce(0) { $0 + values[$1] } / Double(outside.count)
          return abs(difference) <= tolerance * deviation(values) + 1e-9
        }
        if isBalanced { best = inside.count }
      }
      return best
    }
  }

  static func design(
    _ settings: BalancedSelection, ratio: Int = 1, exact: [String] = [], estimand: Estimand = .att
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["age", "sex"], distance: .covariates(.mahalanobis),
      method: .selection(settings), estimand: estimand, ratio: ratio, exact: exact)
  }

  static func outcome(_ match: Match) throws -> BalancedSelection.Outcome {
    guard case .selection(let outcome)? = match.detail else { throw Missing() }
    return outcome
  }

  struct Missing: Error {}

  let solver = CBCSolver()

  @Test(
    "no balanced sample is larger, by trying all", arguments: [(1, false), (2, false), (1, true)])
  func cardinality(ratio: Int, exactOnSex: Bool) throws {
    var sizes = Set<Int>()
    for seed in 1...25 as ClosedRange<UInt64> {
      let sample = Sample(seed: seed, rowCount: 13)
      let match = try sample.problem().matched(
        by: Self.design(
          .init(tolerance: 0.1), ratio: ratio, exact: exactOnSex ? ["sex"] : []),
        solver: solver)
      let outcome = try Self.outcome(match)
      let best = sample.best(ratio: ratio, tolerance: 0.1, exactOnSex: exactOnSex)
      #expect(outcome.chosenCount == best, "seed \(seed)")
      #expect(outcome.isOptimal && outcome.upperBound == best && outcome.gap == 0)
      #expect(match.treatedCount == best && match.controlCount == ratio * best)
      #expect(outcome.largestDifference <= 0.1 + 1e-6)
      if best > 0 {
        let found = match.balance.largestStandardisedDifference(.after) ?? 1
        #expect(abs(found - outcome.largestDifference) < 1e-9)
      }
      sizes.insert(best)
    }
    #expect(sizes.count > 1, "the sizes never differed")
  }

  @Test("the chosen are paired within exact strata, and nobody is lost by it")
  func pairs() throws {
    let sample = Sample(seed: 3, rowCount: 120)
    let match = try sample.problem().matched(
      by: Self.design(.init(formsPairs: true), exact: ["sex"]), solver: solver)
    let outcome = try Self.outcome(match)
    #expect(match.sets.count == outcome.chosenCount && outcome.chosenCount > 10)
    #expect(match.sets.allSatisfy { $0.treated.count == 1 && $0.controls.count == 1 })
    #expect(match.pairs.allSatisfy { sample.sexes[$0.treated] == sample.sexes[$0.control] })
    #expect((match.balance.largestStandardisedDifference(.after) ?? 1) <= 0.05 + 1e-6)
    #expect(match.unmatched.allSatisfy { $0.reason == .notChosen })
  }

  @Test("each arm of a profile match has the means asked for")
  func profile() throws {
    let sample = Sample(seed: 4, rowCount: 150)
    let match = try sample.problem().matched(
      by: Self.design(
        .init(goal: .means(["age": 62, "sex": 0.5]), tolerance: 0.02), estimand: .ate),
      solver: solver)
    for flag in [true, false] {
      let rows = match.weights.indices.filter {
        match.weights[$0] > 0 && sample.treated[$0] == flag
      }
      #expect(rows.count > 10)
      #expect(abs(rows.reduce(0) { $0 + sample.ages[$1] } / Double(rows.count) - 62) < 0.3)
    }
    // The treated are all there for their own profile.
    let treated = try sample.problem().matched(
      by: Self.design(.init(goal: .profile)), solver: solver)
    #expect(treated.treatedCount == sample.treated.count { $0 })
    #expect((treated.balance.largestStandardisedDifference(.after) ?? 1) <= 0.05 + 1e-6)
  }

  @Test("a search that is cut short reports how far it may be from the largest")
  func gap() throws {
    let sample = Sample(seed: 6, rowCount: 400)
    let match = try sample.problem().matched(
      by: Self.design(.init(tolerance: 0.001, timeLimit: 5, gap: 0.5)), solver: solver)
    let outcome = try Self.outcome(match)
    #expect(outcome.upperBound >= outcome.chosenCount)
    #expect(outcome.gap <= 0.5 || !outcome.isOptimal)
  }

  @Test("the standard solver of this build is CBC")
  func standard() {
    #expect(IntegerProgrammeSolvers.standard?.name.hasPrefix("CBC") == true)
  }
}
