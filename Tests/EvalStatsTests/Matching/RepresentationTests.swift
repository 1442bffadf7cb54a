import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("What a match estimates")
struct RepresentationTests {
  /// Four treated people with scores 1, 2, 9 and one of no known age; three controls near the first.
  static func problem() throws -> MatchingProblem {
    MatchingProblem(
      treated: [true, true, true, true, false, false, false],
      table: try Table([
        (
          "age",
          .integer(
            Values(
              [60, 62, 90, 0, 61, 62, 63],
              missing: [false, false, false, true, false, false, false]))
        ),
        ("frail", .boolean(Values([false, false, true, true, false, true, false]))),
      ]), scores: [1, 2, 9, 2, 1, 2, 3])
  }

  static func match(
    missing: MissingRule = .exclude, estimand: Estimand = .att, calipers: [Caliper] = []
  ) throws -> Match {
    try problem().matched(
      by: MatchingDesign(
        covariates: ["age", "frail"], distance: .score(.given), method: .nearest(order: .data),
        estimand: estimand, calipers: calipers, missing: missing))
  }

  @Test("everyone asked about counts, the excluded too, and each reason is counted")
  func counts() throws {
    let found = try Self.match(calipers: [.score(0.5, isStandardised: false)]).representation
    #expect(found.askedCount == 4 && found.representedCount == 2 && !found.isWhole)
    #expect(
      found.losses == [
        .init(reason: .noneInsideCaliper, count: 1), .init(reason: .missingCovariate, count: 1),
      ])
    #expect(
      found.sentence()
        == "The estimate speaks of 2 of the 4 treated people, those with a control inside the "
        + "caliper and of whom every covariate is known: it is not the effect on all treated "
        + "people.")
    #expect(
      found.lossLines { "<\($0)>" } == [
        "<1> left out: nobody is inside the caliper.", "<1> left out: a covariate is missing.",
      ])
  }

  @Test("those left out are described by what is known of them, over the SD of all asked about")
  func differences() throws {
    let found = try Self.match(calipers: [.score(0.5, isStandardised: false)]).representation
    let age = try #require(found.rows.first { $0.name == "age" })
    // Known ages 60, 62 matched and 90 not; mean 212/3, variance (10.67² + 8.67² + 19.33²)/2.
    #expect(age.meanRepresented == 61 && age.meanLeftOut == 90)
    #expect(agree(age.meanAsked, 212.0 / 3, relative: 1e-15))
    let deviation = ((60 - 212.0 / 3, 62 - 212.0 / 3, 90 - 212.0 / 3))
    let variance =
      (deviation.0 * deviation.0 + deviation.1 * deviation.1 + deviation.2 * deviation.2) / 2
    #expect(
      agree(
        try #require(age.standardisedDifference), -29 / variance.squareRoot(), relative: 1e-13))
    let gap = try #require(found.rows.first { $0.name == "age: missing" })
    #expect(gap.meanRepresented == 0 && gap.meanLeftOut == 0.5)
    #expect(found.largestDifferences().map(\.name) == ["frail", "age", "age: missing"])
    #expect(
      found.differenceSentence()
        == "They differ most from those left out in frail (0% against 100%), age (61.0 against "
        + "90.0), age: missing (0% against 50%).")
  }

  @Test("nothing is said of differences where everyone is in the match")
  func whole() throws {
    let found = Representation(
      estimand: .att, isAsked: [true, true, false], shares: [1, 1, 0], reasons: [:],
      covariates: CovariateColumns(
        columns: [.init(name: "x", covariate: "x", values: [1, 2, 3])], rowCount: 3))
    #expect(found.isWhole && found.sentence() == "The estimate speaks of all 2 treated people.")
    #expect(found.differenceSentence() == nil && found.losses.isEmpty)
    #expect(found.rows[0].meanLeftOut == nil && found.rows[0].standardisedShift == 0)
  }

  @Test("an empty match speaks of nobody")
  func empty() throws {
    let found = try Self.match(
      missing: .indicator, calipers: [.score(0, isStandardised: false), .covariate("frail", -1)]
    ).representation
    #expect(found.representedCount == 0 && found.rows.isEmpty)
    #expect(
      found.sentence()
        == "The estimate speaks of nobody: none of the 4 treated people is in the match.")
    #expect(found.differenceSentence() == nil)
  }

  @Test("for the effect on the controls it is controls that are spoken of")
  func controls() throws {
    let found = try Self.match(estimand: .atc, calipers: [.score(0.5, isStandardised: false)])
      .representation
    #expect(found.askedCount == 3 && found.representedCount == 2)
    #expect(found.sentence().contains("2 of the 3 controls, those with a treated person inside"))
  }

  @Test("weights that count people unequally move the population without leaving anyone out")
  func reweighted() throws {
    let found = Representation(
      estimand: .ate, isAsked: [true, true, true], shares: [2, 1, 1], reasons: [:],
      covariates: CovariateColumns(
        columns: [.init(name: "x", covariate: "x", values: [10, 20, 30])], rowCount: 3))
    #expect(found.isReweighted && !found.isWhole && found.representedCount == 3)
    #expect(found.rows[0].meanRepresented == 17.5 && found.rows[0].meanAsked == 20)
    #expect(found.rows[0].standardisedShift == -0.25)
    #expect(
      found.differenceSentence()
        == "They differ most from the people asked about in x (17.5 against 20.0).")
    #expect(found.sentence().contains("do not all count the same"))
  }

  @Test("a match explains whom it speaks of, and balance by group takes a column")
  func match() throws {
    let match = try Self.match(calipers: [.score(0.5, isStandardised: false)])
    #expect(match.explanation.contains(match.representation.sentence()))
    #expect(match.meanPairDistance == 0)
    let grouped = match.balance(
      by: .integer(Values([1, 1, 2, 2, 1, 1, 2])), standardisedBy: .withinGroup)
    #expect(grouped.groups.map(\.name) == ["1", "2"])
    #expect(grouped.groups[0].treatedCount == 2 && grouped.groups[1].treatedCount == 1)
    #expect(grouped.groups[1].unmatchedArms == [.treated, .control])
  }
}
