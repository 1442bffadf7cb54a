import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// Expected counts, totals and balance by MatchIt 4.7.2 on the lalonde data.
@Suite("A match of one table")
struct TableMatchTests {
  let formula = "treat ~ age + educ + race + married + nodegree + re74 + re75"
  let table: Table

  init() throws { table = try CSVReader.table(at: SampleData.path("nsw/lalonde.csv")) }

  private func match(
    _ formula: String, _ change: (inout MatchingDesign) -> Void = { _ in }
  ) throws -> TableMatchResult {
    var design = MatchingDesign(covariates: [])
    change(&design)
    return try TableMatch(formula: formula, design: design).run(on: table)
  }

  @Test("a score caliper of 0.2 SD keeps 113 pairs and gives the reference balance")
  func caliper() throws {
    let result = try match(formula) { $0.calipers = [.score(0.2)] }
    #expect(result.pairs == 113)
    #expect(agree(result.totalDistance, 3.7751393951277707, relative: 1e-6))
    let age = try #require(result.balance.first { $0.name == "age" })
    #expect(agree(try #require(age.standardisedDifferenceAfter), 0.0482364519, absolute: 0.02))
    #expect(result.sampleSizes.map(\.matched) == [113, 113])
    #expect(result.sampleSizes.map(\.unmatched) == [72, 316])
    #expect(result.unmatchedReasons.values.reduce(0, +) == 72)
    #expect(result.representation.asked == 185 && result.representation.represented == 113)
    #expect(result.representation.losses.map(\.count).reduce(0, +) == 72)
    let text = try result.formatted(as: .text)
    #expect(text.contains("The estimate speaks of 113 of the 185 treated people, those with"))
    #expect(text.contains("They differ most from those left out in raceblack (74% against 100%)"))
    // The variance of age is 0.38 of the controls'; its means agree.
    #expect(age.verdict == .failed && result.balanceSummary?.verdict == .failed)
    let married = try #require(result.balance.first { $0.name == "married" })
    #expect(married.verdict == .withinNoise)
    #expect(agree(try #require(married.percentImprovement), 83.59, absolute: 0.01))
  }

  @Test("Mahalanobis distance in data order, without ties that matter")
  func mahalanobis() throws {
    let result = try match("treat ~ age + educ + married + nodegree + re74 + re75") {
      $0.distance = .covariates(.mahalanobis)
    }
    #expect(result.pairs == 185)
    #expect(agree(result.totalDistance, 141.0927401466486, relative: 2e-3))
  }

  @Test("three controls with replacement")
  func replacement() throws {
    let result = try match(formula) {
      $0.ratio = 3
      $0.method = .nearest(reuse: .unlimited)
    }
    #expect(result.pairs == 555)
    #expect(agree(result.totalDistance, 3.1496272347422223, relative: 1e-7))
    #expect(result.sampleSizes[1].matched == 153)
    #expect(agree(result.sampleSizes[1].effectiveSampleSize, 67.15173315892741, relative: 1e-7))
    #expect(result.maximumReuse > 1)
  }

  @Test("exact columns agree within every set")
  func exact() throws {
    let result = try match(formula) { $0.exact = ["race", "married"] }
    #expect(result.pairs == 116)
    let race = try table.strings("race")
    for set in result.sets {
      #expect(Set((set.treated + set.controls).map { race[$0 - 1] }).count == 1)
    }
  }

  @Test("other terms of the formula enter the score, and its columns the balance")
  func formulaTerms() throws {
    let plain = try match("treat ~ age + educ")
    let quadratic = try match("treat ~ age + educ + I(age^2)")
    #expect(plain.scores != quadratic.scores)
    #expect(quadratic.balance.map(\.name).contains("age"))
  }

  @Test("csv has a line for each person and set, and names rows by the column asked for")
  func formats() throws {
    let named = try TableMatch(
      formula: formula, design: MatchingDesign(covariates: []), identifier: "id"
    ).run(on: table)
    let lines = try named.formatted(as: .csv).split(separator: "\n")
    #expect(lines.count == 1 + 2 * 185)
    #expect(lines[1].hasPrefix("1,1,NSW1,treated,1,"))
    let json = try named.formatted(as: .json)
    #expect(try JSONDecoder().decode(TableMatchResult.self, from: Data(json.utf8)) == named)
  }

  @Test("a formula without a treatment or covariates is refused")
  func badFormulas() {
    #expect(throws: TableRequestError.self) { try match("~ age") }
    #expect(throws: TableRequestError.self) { try match("treat ~ 1") }
    #expect(throws: TableRequestError.self) { try match("log(age) ~ educ") }
    #expect(throws: (any Error).self) { try match("treat ~ aeg") }
  }
}
