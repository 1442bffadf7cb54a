import EvalLinearAlgebra
import EvalStats
import Testing

@Suite("Degrees of freedom that are none")
struct UndefinedDegreesTests {
  /// A level for each of three clusters: what a cluster's mean leaves within it says nothing about it.
  private let rows = [0, 0, 1, 1, 1, 2, 2, 2, 2]

  private var levels: DesignMatrix {
    DesignMatrix(
      names: ["a", "b", "c"],
      matrix: Matrix(columns: (0..<3).map { level in rows.map { $0 == level ? 1 : 0 } }))
  }

  @Test(
    "A coefficient that one cluster alone tells is refused under CR2, and named",
    arguments: [Family.gaussian, .poisson])
  func ownLevel(family: Family) throws {
    let fit = try GeneralisedLinearModel(family: family)
      .fit(levels, response: [3, 5, 2, 7, 4, 1, 8, 2, 6])
    let refusal = ModelError.undefinedDegreesOfFreedom(columns: ["a", "b", "c"], kind: "CR2")
    #expect(throws: refusal) {
      try fit.coefficientTable(.clustered(by: rows, correction: .cr2))
    }
    #expect(refusal.location == "columns 'a', 'b', 'c'")
    #expect(refusal.message.contains("use CR1S"))
    // The normal distribution asks for no degrees of freedom.
    let table = try fit.coefficientTable(
      .clustered(by: rows, correction: .cr2), reference: .normal)
    #expect(table.rows.allSatisfy { $0.pValue.isFinite })
  }

  @Test("A covariate that varies within clusters keeps its degrees of freedom")
  func withinClusters() throws {
    let x: [Double] = [1, 2, 4, 3, 5, 1, 6, 2, 2]
    let design = DesignMatrix(
      names: ["(Intercept)", "x"], matrix: Matrix(columns: [x.map { _ in 1 }, x]))
    let fit = try GeneralisedLinearModel(family: .gaussian)
      .fit(design, response: [3, 5, 2, 7, 4, 1, 8, 2, 6])
    let table = try fit.coefficientTable(.clustered(by: rows, correction: .cr2))
    for row in table.rows {
      let degrees = try #require(row.degreesOfFreedom)
      #expect(degrees > 0.5 && degrees < 3)
    }
  }
}
