import Testing

@testable import EvalStats

@Suite("What cannot be matched")
struct MatchingErrorTests {
  static let table: Table = {
    let columns: [(name: String, column: Column)] = [
      ("age", .integer(Values([60, 50, 40, 30], missing: [false, false, true, false]))),
      ("sex", .factor(Factor(["m", "f", "m", nil]))),
      ("weight", .real(Values([70, 80, 90, 60]))),
      ("treat", .integer(Values([1, 1, 0, 0]))),
      ("dose", .integer(Values([0, 2, 1, 0]))),
    ]
    do { return try Table(columns) } catch { preconditionFailure("\(error)") }
  }()

  static func error(
    treated: [Bool] = [true, true, false, false], scores: [Double]? = [0.4, 0.3, 0.2, 0.1],
    _ change: (inout MatchingDesign) -> Void = { _ in }
  ) -> MatchingError? {
    var design = MatchingDesign(covariates: ["weight"], distance: .score(.given))
    change(&design)
    do throws(MatchingError) {
      _ = try MatchingProblem(treated: treated, table: table, scores: scores).matched(by: design)
      return nil
    } catch { return error }
  }

  @Test("an arm without people")
  func emptyArm() {
    #expect(Self.error(treated: [false, false, false, false]) == .noTreated(rows: 4))
    #expect(
      Self.error(treated: [true, true, true, true])?.description
        == "all of the 4 rows are treated; add people who were not")
    // Leaving rows out may empty an arm too.
    #expect(
      Self.error { design in
        design.covariates = ["age", "sex"]
        design.missing = .exclude
      } == .noControls(rows: 2))
  }

  @Test("missing covariates, each with its number of rows, exact columns included")
  func missing() {
    #expect(
      Self.error { design in
        design.covariates = ["age"]
        design.exact = ["sex"]
      }
        == .covariates(
          .missing([.init(column: "age", rows: 1), .init(column: "sex", rows: 1)])))
    // A filled-in value cannot be inside a caliper.
    #expect(
      Self.error { design in
        design.missing = .indicator
        design.calipers = [.covariate("age", 5)]
      } == .covariates(.missing([.init(column: "age", rows: 1)])))
  }

  @Test("an unknown column, with the nearest name")
  func unknownColumn() {
    #expect(
      Self.error { $0.exact = ["sexe"] }?.description
        == "column 'sexe': there is no such column; did you mean 'sex'?")
  }

  @Test("a treatment that is not 0 and 1")
  func treatment() {
    #expect(throws: MatchingError.treatmentNotBinary(column: "dose", rows: 1)) {
      try MatchingProblem(table: Self.table, treatment: "dose")
    }
    #expect(throws: MatchingError.treatmentMissing(column: "age", rows: 1)) {
      try MatchingProblem(table: Self.table, treatment: "age")
    }
    #expect((try? MatchingProblem(table: Self.table, treatment: "treat"))?.treated.count == 4)
  }

  @Test("settings no data could support")
  func settings() {
    #expect(Self.error { $0.ratio = 0 } == .ratio(0))
    #expect(Self.error { $0.method = .nearest(reuse: .atMost(0)) } == .reuse(0))
    #expect(Self.error { $0.calipers = [.score(-0.2)] } == .caliperWidth(.score(-0.2)))
    #expect(
      Self.error { $0.calipers = [.covariate("weight", .nan)] }?.code == "invalid-caliper")
    #expect(
      Self.error {
        $0.missing = .exclude
        $0.calipers = [.covariate("sex", 1)]
      }
        == .caliperOnFactor("sex"))
    #expect(Self.error(scores: nil) == .scoresNotGiven)
    #expect(Self.error(scores: [0.1, .nan, 0.2, .infinity]) == .scoresNotFinite(rows: 2))
    #expect(
      Self.error { design in
        design.distance = .covariates(.mahalanobis)
        design.calipers = [.score(0.2)]
      } == .needsScore("a caliper on the score"))
    #expect(
      Self.error { design in
        design.distance = .covariates(.euclidean)
        design.discard = .both
      }?.code == "needs-score")
  }

  @Test("covariates that do not vary within the arms, and arms that do not overlap")
  func noDistance() {
    #expect(
      Self.error { design in
        design.covariates = ["treat"]
        design.distance = .covariates(.mahalanobis)
      } == .noVaryingCovariate(["treat"]))
    #expect(Self.error { $0.discard = .both } == .nobodyInCommonSupport(.treated))
  }

  @Test("perfect separation is told by the model of the score")
  func separation() {
    let error = Self.error { design in
      design.covariates = ["dose", "treat"]
      design.distance = .score(.fitted())
    }
    guard case .scoreNotFitted(let inner) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(inner.code == "separated-outcome")
    #expect(error?.message.hasPrefix("the score could not be fitted: ") == true)
  }
}
