import EvalLinearAlgebra
import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Many rows")
struct ManyRowsTests {
  private static let count = 70_001

  /// An intercept, a covariate and a 0/1 column, with a response of a family.
  private static func data(
    _ family: Family
  ) -> (design: DesignMatrix, response: [Double]) {
    var generator = SeededGenerator(seed: 9)
    let x = (0..<count).map { _ in generator.normal() }
    let arm = (0..<count).map { _ in generator.bernoulli(0.3) ? 1.0 : 0 }
    let predictor = zip(x, arm).map { 0.4 * $0 - 0.3 * $1 - 0.5 }
    let response = predictor.map { eta -> Double in
      switch family {
      case .binomial: generator.bernoulli(Link.logit.mean(eta).mean) ? 1 : 0
      case .poisson: Double(generator.poisson(mean: Link.log.mean(eta).mean))
      case .gamma: generator.gamma(shape: 2) * Link.log.mean(eta).mean
      default: eta + generator.normal()
      }
    }
    return (
      DesignMatrix(
        names: ["(Intercept)", "x", "arm"],
        matrix: Matrix(columns: [x.map { _ in 1 }, x, arm])), response
    )
  }

  @Test(
    "A start from some of the rows ends where the start from all of them does",
    arguments: [Family.gaussian, .binomial, .poisson, .gamma])
  func sameEnd(family: Family) throws {
    let (design, response) = Self.data(family)
    let model = GeneralisedLinearModel(family: family)
    let warm = try model.fit(design, response: response)
    // R's rule starts from all rows and knows no short cut.
    let cold = try model.fit(
      design, response: response, until: .deviance(relativeChange: 1e-15))
    for (found, expected) in zip(warm.coefficients, cold.coefficients) {
      #expect(agree(found, expected, relative: 1e-9))
    }
    #expect(agree(warm.deviance, cold.deviance, relative: 1e-12))
    let errors = try (warm.standardErrors(.classical), cold.standardErrors(.classical))
    for (found, expected) in zip(errors.0, errors.1) {
      #expect(agree(found, expected, relative: 1e-8))
    }
    // The score at the estimate is rounding.
    let score = design.matrix.transposeTimes(warm.scores)
    #expect(score.allSatisfy { abs($0) < 1e-6 })
    #expect(warm.iterations <= 6)
  }

  @Test("A level that only rows left out of the start have is fitted, or named if it separates")
  func rareLevel() throws {
    let (design, response) = Self.data(.poisson)
    var rare = [Double](repeating: 0, count: Self.count)
    // No multiple of 16 among them.
    for row in [17, 1_001, 50_003] { rare[row] = 1 }
    let wide = DesignMatrix(
      names: design.names + ["rare"],
      matrix: Matrix(columns: (0..<3).map { design.matrix.column($0) } + [rare]))
    var events = response
    events[17] = 2
    let fit = try GeneralisedLinearModel(family: .poisson).fit(wide, response: events)
    let observed = [17, 1_001, 50_003].reduce(0) { $0 + events[$1] }
    let fitted = [17, 1_001, 50_003].reduce(0) { $0 + fit.fitted[$1] }
    #expect(agree(fitted, observed, relative: 1e-9))
    for row in [17, 1_001, 50_003] { events[row] = 0 }
    #expect(throws: ModelError.separated(columns: ["rare"], rowCount: 3)) {
      try GeneralisedLinearModel(family: .poisson).fit(wide, response: events)
    }
  }

  @Test("Among many rows a copied column and a missing value are found and named")
  func refusals() {
    let (design, response) = Self.data(.binomial)
    let columns = (0..<3).map { design.matrix.column($0) }
    let copied = DesignMatrix(
      names: design.names + ["copy"], matrix: Matrix(columns: columns + [columns[1]]))
    #expect(throws: ModelError.collinear(columns: ["copy"])) {
      try GeneralisedLinearModel(family: .binomial).fit(copied, response: response)
    }
    var broken = columns
    broken[1][70_000] = .nan
    #expect(throws: ModelError.nonFinite(column: "x", rows: [70_001], count: 1)) {
      try GeneralisedLinearModel(family: .binomial).fit(
        DesignMatrix(names: design.names, matrix: Matrix(columns: broken)), response: response)
    }
  }

  @Test("Clusters numbered close together, far apart or below 0 give one covariance")
  func clusterLabels() throws {
    let (design, response) = Self.data(.poisson)
    let fit = try GeneralisedLinearModel(family: .poisson).fit(design, response: response)
    let near = response.indices.map { ($0 * 7) % 500 }
    func kind(_ labels: [Int]) throws -> Matrix {
      try fit.covariance(.clustered(by: labels, correction: .cr1s))
    }
    let expected = try kind(near)
    #expect(try kind(near.map { $0 - 250 }) == expected)
    #expect(try kind(near.map { $0 * 1_000_003 }) == expected)
  }
}
