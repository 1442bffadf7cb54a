import EvalStats
import EvalTestSupport
import Testing

/// Settings the stored cases do not have, as `Match` of the R package Matching 4.10-8 answers them on
/// lalonde: estimates with and without bias adjustment, both standard errors, pairs and people.
@Suite("Abadie–Imbens estimates as the peer gives them")
struct AbadieImbensPeerTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    let design: AbadieImbensDesign
    let estimate: Double
    let unadjusted: Double
    /// `nil` where people are dropped: the peer then divides by all, matched or not.
    let standardError: Double?
    let naive: Double
    let pairCount: Int
    let focalCount: Int
    var testDescription: String { "\(design)" }
  }

  static let numbers = ["age", "educ", "married", "nodegree", "re74", "re75"]
  static let all = ["age", "educ", "race", "married", "nodegree", "re74", "re75"]

  static func score(
    _ estimand: Estimand, _ matchCount: Int, caliper: Double? = nil
  ) -> AbadieImbensDesign {
    AbadieImbensDesign(
      covariates: all, distance: .score(.fitted()), estimand: estimand, matchCount: matchCount,
      caliper: caliper)
  }

  static func mahalanobis(
    _ estimand: Estimand, _ matchCount: Int, caliper: Double? = nil, exact: [String] = [],
    adjustsBias: Bool = false
  ) -> AbadieImbensDesign {
    AbadieImbensDesign(
      covariates: numbers, distance: .mahalanobis, estimand: estimand, matchCount: matchCount,
      caliper: caliper, exact: exact, adjustsBias: adjustsBias)
  }

  static let answers = [
    Answer(
      design: score(.atc, 1), estimate: -1319.06228892774, unadjusted: -1319.06228892774,
      standardError: 1942.01095285234, naive: 477.571043019861, pairCount: 518, focalCount: 429),
    Answer(
      design: score(.atc, 3, caliper: 0.05), estimate: 951.604639661654,
      unadjusted: 951.604639661654, standardError: nil, naive: 526.146739016799, pairCount: 850,
      focalCount: 266),
    Answer(
      design: score(.ate, 3, caliper: 0.05), estimate: 1049.927448745, unadjusted: 1049.927448745,
      standardError: nil, naive: 428.991326571318, pairCount: 1358, focalCount: 417),
    Answer(
      design: mahalanobis(.att, 3, caliper: 0.5, adjustsBias: true), estimate: -157.65313727669,
      unadjusted: -170.447805313283, standardError: nil, naive: 900.838670926072, pairCount: 320,
      focalCount: 95),
    Answer(
      design: mahalanobis(.atc, 3, adjustsBias: true), estimate: -1366.81440146822,
      unadjusted: -1418.9884517538, standardError: 794.533274183171, naive: 449.206460726377,
      pairCount: 1377, focalCount: 429),
    Answer(
      design: mahalanobis(.ate, 1, adjustsBias: true), estimate: -1160.57229740671,
      unadjusted: -974.970805608035, standardError: 842.127386158716, naive: 375.402211296385,
      pairCount: 719, focalCount: 614),
    Answer(
      design: mahalanobis(.att, 3, exact: ["married"]), estimate: 690.808288190476,
      unadjusted: 690.808288190476, standardError: 921.653613947879, naive: 726.739021369067,
      pairCount: 593, focalCount: 185),
    Answer(
      design: mahalanobis(.ate, 3, exact: ["educ"]), estimate: -617.923872113204,
      unadjusted: -617.923872113204, standardError: nil, naive: 420.740605997933, pairCount: 1786,
      focalCount: 546),
  ]

  @Test("estimates, errors and counts agree", arguments: answers)
  func agreement(answer: Answer) throws {
    let problem = try MatchingProblem(
      table: ReferenceFolder.current.table("lalonde.csv"), treatment: "treat")
    let found = try problem.effect(on: "re78", by: answer.design)
    #expect(agree(found.estimate, answer.estimate, relative: 1e-9))
    #expect(agree(found.unadjustedEstimate, answer.unadjusted, relative: 1e-9))
    #expect(agree(found.naiveStandardError, answer.naive, relative: 1e-9))
    if let expected = answer.standardError {
      #expect(agree(found.standardError, expected, relative: 1e-9))
    }
    #expect(found.pairs.count == answer.pairCount && found.focalCount == answer.focalCount)
    #expect(found.dropped.isEmpty == (answer.standardError != nil))
  }
}
