import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Scores where the peer stops")
struct PeerScoreTests {
  @Test(
    "are R's glm, to the last digits it prints",
    arguments: [
      // fitted(glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial(link)))
      // of rows 1, 2 and 614 by R 4.2.2.
      (Link.probit, [1, 2, 614], [0.6356769098638595, 0.22981507700160766, 0.093590851459068619]),
      (
        Link.complementaryLogLog, [1, 2, 614],
        [0.6413166896408673, 0.21124597076115187, 0.083049238677674136]
      ),
      (
        Link.cauchit, [1, 2, 614], [0.67809846834102316, 0.19846322246368972, 0.072805010520637065]
      ),
    ])
  func fitted(link: Link, rows: [Int], expected: [Double]) throws {
    let table = try ReferenceFolder.copy.table("lalonde.csv")
    let problem = try MatchingProblem(table: table, treatment: "treat")
    let design = MatchingDesign(
      covariates: ["age", "educ", "race", "married", "nodegree", "re74", "re75"],
      distance: .score(.fitted(link: link)))
    let (peer, given) = try MatchingCase.withPeerScores(problem, design)
    #expect(given.distance == .score(.given))
    let settled = try problem.matched(by: design).scores ?? []
    for (row, value) in zip(rows, expected) {
      #expect(agree(peer.scores?[row - 1] ?? 0, value, relative: 1e-12))
      #expect(!agree(settled[row - 1], value, relative: 1e-8), "the peer has settled after all")
    }
  }
}
