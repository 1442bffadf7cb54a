import Testing

@testable import EvalStats

@Suite("The memory that a match needs")
struct MemoryEstimateTests {
  private static func problem(
    rows: Int, columns: Int = 2, treated: Int = 10
  ) throws -> MatchingProblem {
    try MatchingProblem(
      treated: (0..<rows).map { $0 < treated },
      covariates: (0..<columns).map { column in
        (name: "x\(column)", values: (0..<rows).map { Double($0 * (column + 1) % 97) })
      }, exactKeys: [("sex", (0..<rows).map { Int32($0 % 2) })])
  }

  private static func names(_ count: Int) -> [String] { (0..<count).map { "x\($0)" } }

  @Test("of what is given is a number for each value and a flag for each arm")
  func input() throws {
    let problem = try Self.problem(rows: 1_000)
    let design = MatchingDesign(covariates: Self.names(2))
    // Two columns and a key of 8 bytes, and the arm.
    #expect(try problem.memoryEstimate(for: design).inputBytes == 1_000 * (2 * 8 + 8 + 1))
    let scored = MatchingProblem(
      treated: problem.treated, table: problem.table,
      scores: Array(repeating: 0.5, count: 1_000),
      forbidden: [MatchedPair(treated: 0, control: 500)],
      distances: try DistanceMatrix(
        Array(repeating: 1, count: 10 * 990), treated: problem.treated))
    #expect(
      try scored.memoryEstimate(for: design).inputBytes
        == 1_000 * (2 * 8 + 8 + 1) + 8_000 + 16 + 8 * 10 * 990 + 4_000)
  }

  @Test("of many columns is what the balance holds, beside what is looked up and the sets")
  func balance() throws {
    let design = MatchingDesign(covariates: Self.names(12))
    let work = try Self.problem(rows: 4_000, columns: 12).memoryEstimate(for: design).workBytes
    // A stratum, two flags, a score and one column's look-up; twelve columns of those who count with
    // nine numbers of each; weights and the check of the sets. Then a set for each of ten.
    let row = (4 + 2 + 8 + 24) + (12 * 8 + 72) + 32
    #expect(work == 4_000 * row + 10 * (288 + 40 + 128 + 16))
  }

  @Test(
    "grows with rows, columns, partners and keys, and never to less",
    arguments: [
      MatchingDesign(covariates: []),
      MatchingDesign(covariates: [], distance: .covariates(.mahalanobis)),
      MatchingDesign(covariates: [], distance: .covariates(.robustMahalanobis)),
      MatchingDesign(covariates: [], method: .optimal),
      MatchingDesign(covariates: [], method: .optimalFull()),
      MatchingDesign(covariates: [], distance: .covariates(.mahalanobis), method: .genetic()),
      MatchingDesign(covariates: [], method: .subclassification()),
      MatchingDesign(covariates: [], method: .coarsenedExact()),
      MatchingDesign(covariates: [], method: .exact),
      MatchingDesign(covariates: [], method: .generalisedFull()),
      MatchingDesign(covariates: [], method: .weighting(.overlap)),
      MatchingDesign(covariates: [], method: .weighting(.entropyBalance(EntropyBalance()))),
      MatchingDesign(
        covariates: [],
        method: .selection(BalancedSelection())),
    ])
  func growth(design: MatchingDesign) throws {
    func work(
      rows: Int = 3_000, columns: Int = 3, treated: Int = 10,
      _ change: (inout MatchingDesign) -> Void = { _ in }
    ) throws -> Int {
      var design = design
      design.covariates = Self.names(columns)
      change(&design)
      return try Self.problem(rows: rows, columns: columns, treated: treated)
        .memoryEstimate(for: design).workBytes
    }
    let plain = try work()
    #expect(plain > 3_000 * 8)
    #expect(try work(rows: 6_000) > plain + plain / 2, "almost all of it is a share a row")
    #expect(try work(columns: 9) >= plain)
    #expect(try work(columns: 60) > plain, "the balance holds them all")
    #expect(try work(treated: 1_500) >= plain)
    #expect(try work { $0.ratio = 5 } >= plain)
    #expect(try work { $0.exact = ["sex"] } > plain, "a key is looked up and shown")
    #expect(try work { $0.antiExact = ["sex"] } > plain)
    // Nobody has more partners than there are people.
    #expect(try work { $0.ratio = .max } < 1 << 40)
    #expect(try work { $0.ratio = -1 } == plain)
  }

  @Test("counts a factor a level, what is filled in, and what rows left out leave behind")
  func levels() throws {
    let rows = 2_000
    func work(_ column: Column, missing: MissingRule = .error) throws -> Int {
      let table = try Table([
        ("treated", .boolean(Values((0..<rows).map { $0 < 9 }))), ("a", column),
        ("b", .real(Values((0..<rows).map { Double($0) }))),
      ])
      return try MatchingProblem(table: table, treatment: "treated").memoryEstimate(
        for: MatchingDesign(covariates: ["a", "b"], method: .exact, missing: missing)
      ).workBytes
    }
    let real = try work(.real(Values((0..<rows).map { Double($0) })))
    let integer = try work(.integer(Values(Array(0..<rows))))
    #expect(integer == real + 8 * rows, "a copy as numbers")
    let two = try work(.factor(Factor((0..<rows).map { "\($0 % 2)" })))
    let five = try work(.factor(Factor((0..<rows).map { "\($0 % 5)" })))
    let text = try work(.text(Values((0..<rows).map { "\($0 % 5)" })))
    // Each level is a column of the balance.
    #expect(five == two + 3 * 8 * rows && text == five)
    let gaps = Values((0..<rows).map { Double($0) }, missing: (0..<rows).map { $0 % 7 == 0 })
    let flagged = try work(.real(gaps), missing: .indicator)
    #expect(flagged > real + 16 * rows, "filled in, and marked")
    // Both columns are copied then.
    #expect(try work(.real(gaps), missing: .exclude) == real + 16 * rows + rows)
  }

  @Test("of a genetic search grows with the threads, each of which has a workspace")
  func threads() throws {
    let problem = try Self.problem(rows: 2_000, columns: 4)
    let design = MatchingDesign(
      covariates: Self.names(4), distance: .covariates(.mahalanobis), method: .genetic())
    let works = try [1, 2, 4].map {
      try problem.memoryEstimate(for: design, threads: $0).workBytes
    }
    #expect(works[1] - works[0] == 2_000 * (10 * 4 + 16))
    #expect(works[2] - works[1] == 2 * (works[1] - works[0]))
    #expect(try problem.memoryEstimate(for: design, threads: .max).workBytes < 1 << 40)
  }

  @Test("says where data may need more, and refuses a column that is not there")
  func bounds() throws {
    let problem = try Self.problem(rows: 200)
    func estimate(_ method: MatchingMethod) throws -> MemoryEstimate {
      try problem.memoryEstimate(
        for: MatchingDesign(covariates: Self.names(2), method: method))
    }
    #expect(try estimate(.optimal).dependsOnData && estimate(.optimalFull()).dependsOnData)
    #expect(try !estimate(.nearest()).dependsOnData && !estimate(.exact).dependsOnData)
    let total = try estimate(.nearest())
    #expect(total.totalBytes == total.inputBytes + total.workBytes)
    #expect(throws: MatchingError.self) {
      try problem.memoryEstimate(for: MatchingDesign(covariates: ["x9"]))
    }
  }
}
