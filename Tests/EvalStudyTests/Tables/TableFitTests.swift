import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

/// Expected values by R 4.2.2: `glm`, `MASS::glm.nb` run to convergence, `sandwich::vcovCL`.
@Suite("A model of one table")
struct TableFitTests {
  let formula = "seizures ~ trt * post + offset(log(weeks))"
  let table: Table

  init() throws { table = try CSVReader.table(at: SampleData.path("epilepsy/epil_prepost.csv")) }

  @Test("the epilepsy counts give the reference coefficients and clustered errors")
  func poisson() throws {
    let result = try TableFit(
      formula: formula, family: .poisson, cluster: "subject", standardErrors: .cr1s
    ).run(on: table)
    let expected = [
      ("(Intercept)", 1.3476092188086533, 0.16078257732236712),
      ("trt", 0.02651460669098219, 0.22668334236480553),
      ("post", 0.10871913830659936, 0.11816665512231712),
      ("trt:post", -0.10160167053773529, 0.21801009690842507),
    ]
    #expect(result.coefficients.map(\.name) == expected.map(\.0))
    for (row, (name, estimate, error)) in zip(result.coefficients, expected) {
      #expect(agree(row.estimate, estimate, relative: 1e-10), "\(name): \(row.estimate)")
      #expect(agree(row.standardError, error, relative: 1e-6), "\(name): \(row.standardError)")
      #expect(row.degreesOfFreedom == 58)
    }
    #expect(result.method == "CR1S by cluster (59 clusters), t(58)")
    #expect(result.rowsUsed == 118)
  }

  @Test("clusters without a chosen error take CR1S, no clusters the model's own")
  func defaults() throws {
    let clustered = try TableFit(formula: formula, family: .poisson, cluster: "subject")
      .run(on: table)
    #expect(clustered.method.hasPrefix("CR1S"))
    #expect(
      try TableFit(formula: formula, family: .poisson).run(on: table).method.hasPrefix("model"))
  }

  @Test("the negative binomial estimates theta")
  func negativeBinomial() throws {
    let result = try TableFit(formula: formula, family: .nb2).run(on: table)
    #expect(agree(try #require(result.theta), 1.428257598226179, relative: 1e-6))
    #expect(agree(try #require(result.thetaStandardError), 0.17947868723471713, relative: 1e-6))
    #expect(agree(try #require(result.aic), 1060.7596861271224, relative: 1e-9))
    #expect(agree(result.coefficients[3].standardError, 0.31530375035738223, relative: 1e-6))
  }

  @Test("a request that contradicts itself names the option")
  func contradictions() {
    #expect(throws: TableRequestError.self) {
      try TableFit(formula: formula, family: .poisson, standardErrors: .cr2).run(on: table)
    }
    #expect(throws: TableRequestError.self) {
      try TableFit(formula: "~ trt", family: .poisson).run(on: table)
    }
  }

  @Test("clusters that cannot carry a standard error are refused, not answered with rounding")
  func tooFewClusters() throws {
    let pair = try Table([
      ("y", .integer(Values([1, 3, 2, 4, 6, 5]))), ("x", .integer(Values([0, 0, 0, 1, 1, 1]))),
      ("g", .integer(Values([1, 1, 1, 2, 2, 2]))),
    ])
    for errors in [TableFit.StandardErrors.cr0, .cr1s, .cr2] {
      #expect(throws: TableFitError.self) {
        try TableFit(
          formula: "y ~ x", family: .poisson, cluster: "g", standardErrors: errors
        ).run(on: pair)
      }
    }
  }

  @Test("json reads back as the same result, csv has a line a coefficient, text names the method")
  func formats() throws {
    let result = try TableFit(formula: formula, family: .poisson, cluster: "subject")
      .run(on: table)
    let json = try result.formatted(as: .json)
    #expect(try JSONDecoder().decode(TableFitResult.self, from: Data(json.utf8)) == result)
    #expect(try result.formatted(as: .csv).split(separator: "\n").count == 5)
    #expect(try result.formatted(as: .text).contains("t(58)"))
  }
}
