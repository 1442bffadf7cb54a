import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Covariance of coefficients")
struct CovarianceTests {
  private let fit: GeneralisedLinearFit

  init() throws {
    fit = try GeneralisedLinearModel(family: .poisson).fit(
      ModelExample.design, response: ModelExample.counts, offset: ModelExample.offset)
  }

  private func agrees(_ found: Matrix, _ expected: Matrix, relative: Double = 1e-11) -> Bool {
    zip(found.storage, expected.storage).allSatisfy { agree($0, $1, relative: relative) }
  }

  @Test("two groups: the robust variance of a log rate is Σ(y − μ)² over (Σμ)²")
  func byHand() throws {
    // Counts 2, 4 in one arm (mean 3) and 3, 6, 9 in the other (mean 6).
    let fit = try GeneralisedLinearModel(family: .poisson).fit(
      ModelExample.design(("arm", [0, 0, 1, 1, 1])), response: [2, 4, 3, 6, 9])
    let variance = try fit.covariance(.hc0)
    #expect(agree(variance[0, 0], 2.0 / 36, relative: 1e-12))
    #expect(agree(variance[1, 1], 2.0 / 36 + 18.0 / 324, relative: 1e-12))
    #expect(agree(try fit.covariance(.hc1)[0, 0], 2.0 / 36 * 5 / 3, relative: 1e-12))
    // Leverage 1/2 in the first arm, 1/3 in the second.
    #expect(agree(try fit.covariance(.hc2)[0, 0], 2.0 / 36 * 2, relative: 1e-12))
    #expect(
      agree(
        try fit.covariance(.hc3)[1, 1], 2.0 / 36 * 4 + 18.0 / 324 * 9 / 4, relative: 1e-12))
    // Clusters {2, 6}, {4}, {3, 9}: summed residuals (−1, 0), (1, ·), (·, 0).
    let labels = [7, 3, 5, 7, 5]
    let clustered = try fit.covariance(.clustered(by: labels, correction: .cr0))
    #expect(agree(clustered[0, 0], 2.0 / 36, relative: 1e-12))
    #expect(
      agree(
        try fit.covariance(.clustered(by: labels, correction: .cr1))[0, 0], 2.0 / 36 * 3 / 2,
        relative: 1e-12))
    #expect(
      agree(
        try fit.covariance(.clustered(by: labels, correction: .cr1s))[0, 0],
        2.0 / 36 * 3 / 2 * 4 / 3, relative: 1e-12))
  }

  @Test("leverages sum to the number of coefficients")
  func leverages() {
    #expect(agree(fit.leverages.reduce(0, +), 3, relative: 1e-13))
    #expect(fit.leverages.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test("clusters of one row each give HC0, HC2 and HC3")
  func singletons() throws {
    let labels = Array(0..<10)
    let gaussian = try GeneralisedLinearModel(family: .gaussian)
      .fit(ModelExample.design, response: ModelExample.amounts)
    for fit in [fit, gaussian] {
      #expect(
        agrees(
          try fit.covariance(.clustered(by: labels, correction: .cr0)), try fit.covariance(.hc0)))
      #expect(
        agrees(
          try fit.covariance(.clustered(by: labels, correction: .cr2)), try fit.covariance(.hc2)))
      #expect(
        agrees(
          try fit.covariance(.clustered(by: labels, correction: .cr3)), try fit.covariance(.hc3)))
    }
  }

  @Test("CR3 of a linear model is the jackknife that leaves one cluster out at a time")
  func jackknife() throws {
    let model = GeneralisedLinearModel(family: .gaussian)
    let fit = try model.fit(ModelExample.design, response: ModelExample.amounts)
    var sum = Matrix(rowCount: 3, columnCount: 3)
    for cluster in 1...5 {
      let kept = ModelExample.clusters.indices.filter { ModelExample.clusters[$0] != cluster }
      let without = try model.fit(
        DesignMatrix(
          names: ModelExample.design.names, matrix: ModelExample.design.matrix.rows(at: kept)),
        response: kept.map { ModelExample.amounts[$0] })
      let change = zip(without.coefficients, fit.coefficients).map { $0 - $1 }
      for column in 0..<3 {
        for row in 0..<3 { sum[row, column] += change[row] * change[column] }
      }
    }
    let found = try fit.covariance(.clustered(by: ModelExample.clusters, correction: .cr3))
    #expect(agrees(found, sum, relative: 1e-10))
  }

  @Test("the numbers of the clusters and the order of the rows mean nothing")
  func labels() throws {
    let renamed = ModelExample.clusters.map { 1_000 - 7 * $0 }
    for correction in ClusterCorrection.allCases {
      let found = try fit.covariance(.clustered(by: renamed, correction: correction))
      let expected = try fit.covariance(
        .clustered(by: ModelExample.clusters, correction: correction))
      #expect(agrees(found, expected))
    }
    let order = [7, 2, 9, 0, 4, 1, 8, 3, 6, 5]
    let shuffled = try GeneralisedLinearModel(family: .poisson).fit(
      DesignMatrix(
        names: ModelExample.design.names, matrix: ModelExample.design.matrix.rows(at: order)),
      response: order.map { ModelExample.counts[$0] }, offset: order.map { ModelExample.offset[$0] }
    )
    #expect(
      agrees(
        try shuffled.covariance(
          .clustered(by: order.map { ModelExample.clusters[$0] }, correction: .cr2)),
        try fit.covariance(.clustered(by: ModelExample.clusters, correction: .cr2))))
  }

  @Test("two groupings that are one give the one-way covariance, and crossed ones the sum rule")
  func twoWay() throws {
    let sets = ModelExample.clusters
    let same = try fit.covariance(.twoWay(by: sets, and: sets, correction: .cr1s))
    let single = try fit.covariance(.clustered(by: sets, correction: .cr1s))
    for index in 0..<3 { #expect(agree(same[index, index], single[index, index], relative: 1e-9)) }
    // Persons nested in sets add nothing: V(set) + V(person) − V(person).
    let persons = [1, 2, 3, 3, 4, 5, 5, 6, 7, 8]
    let nested = try fit.covariance(.twoWay(by: sets, and: persons, correction: .cr0))
    let bySet = try fit.covariance(.clustered(by: sets, correction: .cr0))
    for index in 0..<3 { #expect(agree(nested[index, index], bySet[index, index], relative: 1e-9)) }
  }

  @Test("a two-way covariance that had to be clipped says so, one that had not does not")
  func clipping() throws {
    // Residuals cancel within both groupings and not within their cells: V(first) and V(second) are
    // 0, V(both) is not.
    let fit = try GeneralisedLinearModel(family: .gaussian).fit(
      DesignMatrix(names: ["(Intercept)"], matrix: Matrix(columns: [[1, 1, 1, 1]])),
      response: [1, -1, -1, 1])
    let (first, second) = ([0, 0, 1, 1], [0, 1, 0, 1])
    let kind = CovarianceKind.twoWay(by: first, and: second, correction: .cr0)
    #expect(agree(try fit.covariance(.clustered(by: [0, 1, 2, 3], correction: .cr0))[0, 0], 0.25))
    #expect(try fit.covariance(kind)[0, 0] == 0)
    let clipped = try fit.coefficientTable(kind)
    #expect(clipped.isClipped)
    #expect(
      clipped.method
        == "CR0 by two groupings (2 and 2 clusters), negative eigenvalues set to zero, t(1)")
    let sets = ModelExample.clusters
    let nested = try self.fit.coefficientTable(
      .twoWay(by: sets, and: [1, 2, 3, 3, 4, 5, 5, 6, 7, 8], correction: .cr0))
    #expect(!nested.isClipped && !nested.method.contains("eigenvalues"))
  }

  @Test("one cluster is too few, and a row that fixes a coefficient alone has no HC3")
  func refusals() throws {
    #expect(throws: ModelError.tooFewClusters(found: 1)) {
      try fit.covariance(.clustered(by: Array(repeating: 4, count: 10), correction: .cr1s))
    }
    let alone = try GeneralisedLinearModel(family: .gaussian).fit(
      ModelExample.design(("only", [0, 0, 0, 1])), response: [1, 2, 4, 9])
    #expect(throws: ModelError.fullLeverage(rows: [4], count: 1, kind: "HC3")) {
      try alone.covariance(.hc3)
    }
    #expect(throws: ModelError.fullLeverage(rows: [4], count: 1, kind: "CR3")) {
      try alone.covariance(.clustered(by: [1, 2, 3, 4], correction: .cr3))
    }
    // CR2 still exists: that row's residual is nought whatever the adjustment.
    #expect(try alone.covariance(.clustered(by: [1, 2, 3, 4], correction: .cr2))[0, 0] > 0)
  }

  @Test("a table names its correction, its clusters and its reference distribution")
  func tables() throws {
    let labels = ModelExample.clusters
    let clustered = try fit.coefficientTable(.clustered(by: labels, correction: .cr1s))
    #expect(clustered.method == "CR1S by cluster (5 clusters), t(4)")
    #expect(try fit.coefficientTable().method == "model-based, normal")
    #expect(try fit.coefficientTable(.hc1).method == "HC1, normal")
    #expect(
      try fit.coefficientTable(.dispersionScaled).method
        == "model-based, scaled by Pearson's dispersion, t(7)")
    #expect(
      try fit.coefficientTable(.clustered(by: labels, correction: .cr2)).method
        == "CR2 by cluster (5 clusters), t with Satterthwaite's degrees of freedom")
    let row = try #require(clustered["x"])
    let t = StudentT(degreesOfFreedom: 4)
    #expect(row.statistic == row.estimate / row.standardError)
    #expect(row.pValue == t.twoSided(row.statistic))
    #expect(
      agree(row.upper - row.estimate, t.upperQuantile(0.025) * row.standardError, relative: 1e-12))
    #expect(row.ratio.lower < row.ratio.estimate && row.ratio.estimate < row.ratio.upper)
    let narrow = try fit.coefficientTable(.hc1, level: 0.5)
    #expect(
      agree(
        narrow.rows[1].upper - narrow.rows[1].estimate,
        0.674489750196081743 * narrow.rows[1].standardError, relative: 1e-12))
    #expect(clustered["y"] == nil)
  }

  @Test("Satterthwaite's degrees of freedom of a difference between two arms of clusters")
  func satterthwaite() throws {
    // Balanced arms of 3 and 5 clusters of two rows: CR2 is the unequal-variance t-test on cluster
    // means, whose working-model degrees of freedom are (1/m + 1/n)² / (1/(m²(m−1)) + 1/(n²(n−1))).
    let labels = (0..<8).flatMap { [$0, $0] }
    let arm = labels.map { $0 < 3 ? 0.0 : 1 }
    let response = labels.indices.map { Double(($0 * 7) % 5) }
    let fit = try GeneralisedLinearModel(family: .gaussian)
      .fit(ModelExample.design(("arm", arm)), response: response)
    let degrees = try fit.satterthwaiteDegreesOfFreedom(by: labels, correction: .cr2)
    let top = (1.0 / 3 + 1.0 / 5) * (1.0 / 3 + 1.0 / 5)
    #expect(agree(degrees[1], top / (1.0 / 18 + 1.0 / 100), relative: 1e-11))
    #expect(agree(degrees[0], 2, relative: 1e-11))
  }
}
