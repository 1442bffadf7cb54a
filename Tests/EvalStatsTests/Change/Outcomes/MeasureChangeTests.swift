import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

/// Peers: R 4.2.2 `lm`, clubSandwich 0.5.8 `vcovCR(type = "CR2")` and `coef_test(test =
/// "Satterthwaite")`; MASS 7.3-58.2 `polr`, sandwich 3.0-2 `vcovCL(type = "HC0")`.
@Suite("Measures and ordered answers by model")
struct MeasureChangeTests {
  private static let before: [Double?] = [
    5.1, 6.2, 4.8, 7.0, 5.5, 6.1, 4.9, 5.8, 6.6, 5.2, 6.0, 4.4,
  ]
  private static let after: [Double?] = [
    4.6, 6.0, 4.9, 6.1, 5.6, 6.3, 4.0, 5.7, 6.0, 5.5, 6.2, 4.1,
  ]
  private static let arms = (0..<12).map { $0 % 3 == 0 ? Arm.treated : .control }
  private static let sets = (0..<12).map { $0 / 3 }
  private static let weights = (0..<12).map { $0 % 3 == 0 ? 1 : 0.5 }

  @Test("ANCOVA and change scores are the peer's, weighted and clustered by set")
  func matched() throws {
    let change = try MeasureChange(
      arms: Self.arms, sets: Self.sets, weights: Self.weights, before: Self.before,
      after: Self.after)
    let ancova = try change.ancova()
    #expect(agree(ancova.estimate, -0.443903715332288, relative: 1e-11))
    #expect(agree(try #require(ancova.standardError), 0.29745846732986, relative: 1e-9))
    #expect(agree(try #require(ancova.degreesOfFreedom), 2.81286036430409, relative: 1e-8))
    #expect(agree(try #require(ancova.pValue), 0.238241757112232, relative: 1e-8))
    #expect(
      ancova.method == "analysis of covariance, weighted, CR2 by matched set, "
        + "Satterthwaite t(2.8)")
    let score = try change.changeScore()
    #expect(agree(score.estimate, -0.425, relative: 1e-12))
    #expect(agree(try #require(score.standardError), 0.289755644178562, relative: 1e-10))
    #expect(agree(try #require(score.degreesOfFreedom), 3, relative: 1e-9))
    #expect(agree(try #require(score.pValue), 0.238717634365403, relative: 1e-9))
    #expect(score.caveats.isEmpty)
  }

  @Test("missing values and scores made of earlier use are said")
  func caveats() throws {
    var after = Self.after
    after[4] = nil
    let change = try MeasureChange(
      arms: Self.arms + [.control], sets: Self.sets + [9], weights: Self.weights + [0],
      before: Self.before + [nil], after: after + [nil], holdsPriorUse: true)
    #expect(change.incompleteCount == 1)
    let caveats = try change.changeScore().caveats
    #expect(caveats[0] == "1 member has a value missing and is left out.")
    #expect(caveats[1].contains("made from earlier admissions"))
  }

  @Test("people who serve in several sets are clusters too")
  func sharedPeople() throws {
    // Two controls serve twice.
    let persons = [0, 1, 2, 3, 1, 4, 5, 6, 2, 7, 8, 9]
    let change = try MeasureChange(
      arms: Self.arms, sets: Self.sets, persons: persons, weights: Self.weights,
      before: Self.before, after: Self.after)
    let score = try change.changeScore()
    // vcovCL(lm(after - before ~ treated, weights), data.frame(set, person), type = "HC1")
    #expect(agree(try #require(score.standardError), 0.299224982709963, relative: 1e-11))
    #expect(score.degreesOfFreedom == 3)
    #expect(score.method == "change scores, weighted, CR1S by matched set and person, t(3)")
    #expect(score.caveats.count == 2)
    let apart = try MeasureChange(
      arms: Self.arms, sets: Self.sets, persons: Array(0..<12), weights: Self.weights,
      before: Self.before, after: Self.after)
    #expect(try apart.changeScore().method.contains("CR2 by matched set,"))
  }

  @Test("a two-way covariance that had to be clipped says so in the finding, no other does")
  func clipping() throws {
    var generator = SeededGenerator(seed: 21)
    let persons = [0, 1, 2, 3, 1, 4, 5, 6, 2, 7, 8, 9]
    let cells = zip(Self.sets, persons).map { 100 * $0 + $1 }
    let treated = Self.arms.map { $0 == .treated ? 1.0 : 0 }
    var counts = [false: 0, true: 0]
    for _ in 0..<300 {
      let after = persons.map { _ in generator.normal() }
      let fit = try GeneralisedLinearModel(family: .gaussian).fit(
        DesignMatrix(
          names: ["(Intercept)", "treated"],
          matrix: Matrix(columns: [treated.map { _ in 1 }, treated])), response: after)
      func covariance(_ labels: [Int]) throws -> Matrix {
        try fit.covariance(.clustered(by: labels, correction: .cr1s))
      }
      let sum = try covariance(Self.sets) + covariance(persons) - covariance(cells)
      let determinant = sum[0, 0] * sum[1, 1] - sum[0, 1] * sum[0, 1]
      let isNegative = determinant < 0 || sum[0, 0] + sum[1, 1] < 0
      let finding = try MeasureChange(
        arms: Self.arms, sets: Self.sets, persons: persons, before: after.map { _ in 0 },
        after: after
      ).changeScore()
      counts[isNegative, default: 0] += 1
      #expect(
        finding.method.contains("by matched set and person, negative eigenvalues set to zero, t(")
          == isNegative, "\(finding.method), determinant \(determinant)")
    }
    #expect(counts[true, default: 0] > 5 && counts[false, default: 0] > 5, "\(counts)")
  }

  @Test("a further covariate enters, one that repeats another is named")
  func covariates() throws {
    let change = try MeasureChange(
      arms: Self.arms, sets: Self.sets, before: Self.before, after: Self.after)
    let ages: [Double] = [70, 72, 81, 65, 90, 77, 69, 83, 85, 74, 79, 66]
    let design = DesignMatrix(names: ["age"], matrix: Matrix(columns: [ages]))
    let adjusted = try change.ancova(design)
    #expect(adjusted.estimate != (try change.ancova().estimate))
    let twice = DesignMatrix(
      names: ["again"], matrix: Matrix(columns: [Self.before.map { $0 ?? 0 }]))
    #expect(throws: OutcomeError.model(.collinear(columns: ["again"]))) {
      try change.ancova(twice)
    }
  }

  @Test("an arm, a second set or any variation wanting is refused or said")
  func refusals() throws {
    #expect(throws: OutcomeError.emptyArm(.treated)) {
      try MeasureChange(arms: [.control], sets: [0], before: [1], after: [1])
    }
    #expect(throws: OutcomeError.tooFew("matched sets", found: 1, needed: 2)) {
      try MeasureChange(
        arms: [.treated, .control], sets: [0, 0], before: [1, 1], after: [1, 1])
    }
    #expect(throws: OutcomeError.invalidValue(column: "after", row: 0, allowed: "a finite number"))
    {
      try MeasureChange(arms: [.treated], sets: [0], before: [1], after: [.infinity])
    }
    let still = try MeasureChange(
      arms: Self.arms, sets: Self.sets, before: Self.before, after: Self.before
    ).changeScore()
    #expect(still.estimate == 0 && still.standardError == nil && still.pValue == nil)
    let alike = try MeasureChange(
      arms: Self.arms, sets: Self.sets, before: Self.before,
      after: Self.before.map { $0.map { $0 + 0.1 } }
    ).changeScore()
    #expect(abs(alike.estimate) < 1e-12 && alike.standardError == nil && alike.pValue == nil)
  }

  private static let answers: [Int?] = [
    1, 2, 2, 3, 4, 4, 5, 3, 2, 1, 5, 4, 2, 3, 3, 4, 5, 5, 4, 4, 3, 5, 1, 2, 3, 4, 5, 5, 4, 2,
  ]
  private static let group: [Double] =
    Array(repeating: 0, count: 12) + Array(repeating: 1, count: 10) + [0, 1, 0, 1, 0, 1, 0, 1]
  private static let pain: [Double] = [
    3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7,
  ].map { $0 / 10 }
  private static let design = DesignMatrix(
    names: ["(Intercept)", "group", "pain"],
    matrix: Matrix(columns: [group.map { _ in 1 }, group, pain]))

  @Test("proportional odds are polr's, model-based and clustered")
  func proportionalOdds() throws {
    let model = try ProportionalOddsModel(answers: Self.answers, design: Self.design)
    #expect(model.names == ["group", "pain"])
    for (found, expected) in zip(
      model.coefficients + model.cutPoints,
      [
        0.851590845940103, -1.137313580506557, -2.379939419151242, -0.999216228737442,
        -0.131911825771614, 1.119033905179351,
      ])
    {
      #expect(agree(found, expected, relative: 1e-6))
    }
    #expect(agree(model.logLikelihood, -45.9833316264477, relative: 1e-12))
    #expect(agree(model.standardErrors[0], 0.677462896477058, relative: 1e-5))
    #expect(agree(model.standardErrors[1], 1.348863457604159, relative: 1e-5))
    let clusters = (0..<30).map { $0 % 10 }
    let clustered = try ProportionalOddsModel(
      answers: Self.answers, design: Self.design, clusters: clusters)
    #expect(agree(clustered.standardErrors[0], 0.608828732316734, relative: 1e-5))
    #expect(agree(clustered.standardErrors[1], 1.086312036822981, relative: 1e-5))
    let ratio = try #require(clustered.oddsRatio(of: "group"))
    #expect(ratio.degreesOfFreedom == 9)
    #expect(ratio.method == "proportional odds, CR1 by cluster, t(9)")
    #expect(clustered.oddsRatio(of: "age") == nil)
  }

  @Test("a column's unit and origin change its coefficient alone", arguments: [1e-7, 1e7, 1e100])
  func units(unit: Double) throws {
    let clusters = (0..<30).map { $0 % 10 }
    let plain = try ProportionalOddsModel(
      answers: Self.answers, design: Self.design, clusters: clusters)
    let shift = unit > 1e50 ? 0 : 40.0
    let other = try ProportionalOddsModel(
      answers: Self.answers,
      design: DesignMatrix(
        names: ["group", "pain"],
        matrix: Matrix(columns: [Self.group, Self.pain.map { unit * ($0 + shift) }])),
      clusters: clusters)
    #expect(agree(other.logLikelihood, plain.logLikelihood, relative: 1e-11))
    #expect(agree(other.coefficients[0], plain.coefficients[0], relative: 1e-8))
    #expect(agree(other.coefficients[1] * unit, plain.coefficients[1], relative: 1e-8))
    for (place, factor) in [1, unit].enumerated() {
      #expect(
        agree(other.standardErrors[place] * factor, plain.standardErrors[place], relative: 1e-8))
    }
    for (found, cut) in zip(other.cutPoints, plain.cutPoints) {
      #expect(agree(found, cut + shift * plain.coefficients[1], relative: 1e-8))
    }
  }

  @Test("answers turned round have the opposite coefficients")
  func turnedRound() throws {
    let model = try ProportionalOddsModel(answers: Self.answers, design: Self.design)
    let turned = try ProportionalOddsModel(
      answers: Self.answers.map { $0.map { 6 - $0 } }, design: Self.design)
    for (first, second) in zip(model.coefficients, turned.coefficients) {
      #expect(agree(first, -second, relative: 1e-9))
    }
    for (first, second) in zip(model.cutPoints, turned.cutPoints.reversed()) {
      #expect(agree(first, -second, relative: 1e-9))
    }
  }

  @Test("two answers are a logit; answers nobody gave are none; missing rows are left out")
  func twoAnswers() throws {
    let model = try ProportionalOddsModel(
      answers: [0, 0, 7, 7, 0, 7, nil, 0, 7],
      design: DesignMatrix(
        names: ["x"], matrix: Matrix(columns: [[0, 0, 0, 1, 1, 1, 1, 1, 1]])))
    #expect(model.answers == [0, 7] && model.rowCount == 8)
    // Odds of the higher answer: 1/2 without x, 3/2 with.
    #expect(agree(try #require(model.oddsRatio(of: "x")?.estimate), 3, relative: 1e-9))
    #expect(
      agree(
        model.standardErrors[0], (1.0 / 1 + 1 / 2.0 + 1 / 3.0 + 1 / 2.0).squareRoot(),
        relative: 1e-8))
  }

  @Test("separated, alike or repeated columns are refused")
  func modelRefusals() {
    func fit(_ answers: [Int?], _ x: [[Double]]) throws -> ProportionalOddsModel {
      try ProportionalOddsModel(
        answers: answers,
        design: DesignMatrix(
          names: x.indices.map { "x\($0)" }, matrix: Matrix(columns: x)))
    }
    #expect(throws: OutcomeError.model(.separated(columns: ["x0"], rowCount: 6))) {
      try fit([1, 1, 1, 2, 2, 2], [[0, 0, 0, 1, 1, 1]])
    }
    #expect(throws: OutcomeError.tooFew("answers in use", found: 1, needed: 2)) {
      try fit([1, 1], [[0, 1]])
    }
    #expect(throws: OutcomeError.model(.collinear(columns: ["x1"]))) {
      try fit([1, 2, 1, 2], [[0, 1, 1, 0], [0, 2, 2, 0]])
    }
    #expect(throws: OutcomeError.self) { try fit([1, 2], [[0, .nan]]) }
  }
}
