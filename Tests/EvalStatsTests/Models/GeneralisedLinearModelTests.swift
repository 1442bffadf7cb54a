import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Generalised linear model")
struct GeneralisedLinearModelTests {
  /// Whether numbers agree to a relative 1e-12 with 40-digit arithmetic.
  private func agrees(_ found: [Double], _ expected: [Double], relative: Double = 1e-12) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { agree($0, $1, relative: relative) }
  }

  @Test("an intercept and a group in a Poisson model are the logs of rates and their ratio")
  func poissonByHand() throws {
    // 6 events in 12 months against 9 in 6.
    let design = ModelExample.design(("arm", [0, 0, 1, 1]))
    let fit = try GeneralisedLinearModel(family: .poisson).fit(
      design, response: [2, 4, 3, 6], offset: [4, 8, 2, 4].map { log($0) })
    #expect(agree(fit.coefficients[0], log(0.5), absolute: 1e-14))
    #expect(agree(fit.coefficients[1], log(3), absolute: 1e-14))
    let errors = try fit.standardErrors(.classical)
    #expect(agree(errors[0], (1.0 / 6).squareRoot(), relative: 1e-13))
    #expect(agree(errors[1], (1.0 / 6 + 1.0 / 9).squareRoot(), relative: 1e-13))
  }

  // Expected: mpmath 1.3 at 40 digits, the score equations solved by findroot; likelihoods and
  // deviances by R 4.2.2 glm.
  @Test("weights and an offset in a Poisson model")
  func poisson() throws {
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log).fit(
      ModelExample.design, response: ModelExample.counts, weights: ModelExample.weights,
      offset: ModelExample.offset)
    #expect(
      agrees(
        fit.coefficients, [0.810758033043669432, 0.64386945103975699, -0.297390375063102516]))
    #expect(
      agrees(
        try fit.standardErrors(.classical),
        [0.340585735985440294, 0.142000710645093813, 0.446777869046878877]))
    #expect(agree(fit.pearsonChiSquared, 1.73179220620590686, relative: 1e-12))
    #expect(agree(fit.deviance, 2.1379038904730128, relative: 1e-12))
    #expect(agree(fit.nullDeviance, 64.0897634160083243, relative: 1e-12))
    #expect(agree(try #require(fit.logLikelihood), -22.5266630074378469, relative: 1e-12))
    #expect(agree(try #require(fit.aic), 51.0533260148756938, relative: 1e-12))
    #expect(agree(try #require(fit.bic), 51.9610812938578306, relative: 1e-12))
    #expect(fit.degreesOfFreedomResidual == 7)
  }

  @Test("a gamma model with log link settles where R, which stops early, is still on its way")
  func gamma() throws {
    let model = GeneralisedLinearModel(family: .gamma)
    let fit = try model.fit(
      ModelExample.design, response: ModelExample.amounts, weights: ModelExample.weights)
    #expect(
      agrees(
        fit.coefficients, [0.0957207100770281024, 0.849315476205403078, -0.0677719336779824095]))
    let dispersion = try #require(fit.dispersion)
    #expect(agree(dispersion, 0.442163574531443114 / 7, relative: 1e-12))
    let unscaled = [0.5864918221835513, 0.277806487769046222, 0.780246328528200603]
    #expect(
      agrees(
        try fit.standardErrors(.classical), unscaled.map { $0 * dispersion.squareRoot() }))
    #expect(agree(fit.deviance, 0.558689574499017905, relative: 1e-12))
    #expect(agree(fit.nullDeviance, 21.158509443481090, relative: 1e-12))
    #expect(agree(try #require(fit.logLikelihood), -3.55327209836785762, relative: 1e-12))
    #expect(agree(try #require(fit.bic), 16.316884568711898, relative: 1e-12))
    // R 4.2.2, epsilon 1e-15: 3e-10 from the root.
    let stopped = try model.fit(
      ModelExample.design, response: ModelExample.amounts, weights: ModelExample.weights,
      until: .deviance(relativeChange: 1e-15))
    #expect(agree(stopped.coefficients[1], 0.849315476012201809, relative: 1e-13))
    #expect(agree(try stopped.standardErrors(.classical)[2], 0.196098465356355889, relative: 1e-12))
  }

  @Test(
    "links of a 0/1 response, settled to rounding",
    arguments: [
      (
        Link.complementaryLogLog, [-0.875400996363553791, 0.731723763684546727],
        [0.696544899328849424, 0.429095705086469548]
      ),
      (
        .cauchit, [-1.11755362462340328, 1.18169950527314068],
        [1.33809680638597297, 1.22073086499880162]
      ),
      (
        .probit, [-0.271611205006071, 0.518544574393705658],
        [0.480852258141615978, 0.32623385518363873]
      ),
    ])
  func links(link: Link, coefficients: [Double], errors: [Double]) throws {
    let fit = try GeneralisedLinearModel(family: .binomial, link: link)
      .fit(ModelExample.line, response: ModelExample.outcomes)
    #expect(agrees(fit.coefficients, coefficients))
    #expect(agrees(try fit.standardErrors(.classical), errors))
  }

  // R 4.2.2: glm(k/n ~ x, binomial, weights = n).
  @Test("shares with numbers of trials have the likelihood of their counts")
  func shares() throws {
    let trials: [Double] = [5, 8, 4, 10, 6, 7, 9, 3, 5, 6]
    let successes: [Double] = [1, 2, 3, 4, 1, 5, 8, 0, 2, 3]
    let fit = try GeneralisedLinearModel(family: .binomial).fit(
      ModelExample.line, response: zip(successes, trials).map { $0 / $1 }, weights: trials)
    #expect(agrees(fit.coefficients, [-0.7812195875391954, 0.8227650679455647], relative: 1e-11))
    #expect(agree(fit.deviance, 2.5155438776859951, relative: 1e-12))
    #expect(agree(fit.nullDeviance, 19.8696313572244954, relative: 1e-12))
    #expect(agree(try #require(fit.logLikelihood), -10.7857389510576738, relative: 1e-12))
    #expect(agree(try #require(fit.bic), 26.1766480881034411, relative: 1e-12))
  }

  // R 4.2.2: glm(amounts ~ x + g + offset(o), gaussian, weights = w).
  @Test("a gaussian model is weighted least squares")
  func gaussian() throws {
    let fit = try GeneralisedLinearModel(family: .gaussian).fit(
      ModelExample.design, response: ModelExample.amounts, weights: ModelExample.weights,
      offset: ModelExample.offset)
    #expect(
      agrees(
        fit.coefficients, [1.93333471148412950, 2.40412893978859277, 0.11367814666280893],
        relative: 1e-13))
    #expect(
      agrees(
        try fit.standardErrors(.classical),
        [1.57110356717694710, 0.74419241225540933, 2.09013620251933396]))
    #expect(agree(fit.nullDeviance, 216.2039999999999793, relative: 1e-12))
    #expect(agree(try #require(fit.logLikelihood), -20.6707320559005261, relative: 1e-12))
    let table = try fit.coefficientTable()
    #expect(agree(table.rows[1].pValue, 0.014441330017362164, relative: 1e-10))
    #expect(table.method == "model-based, t(7)")
  }

  // R 4.2.2: glm(amounts ~ x + g, Gamma, weights = w): its own link.
  @Test("the inverse link of a gamma model")
  func inverse() throws {
    let fit = try GeneralisedLinearModel(family: .gamma, link: .inverse).fit(
      ModelExample.design, response: ModelExample.amounts, weights: ModelExample.weights)
    #expect(
      agrees(
        fit.coefficients, [0.55766065586877278, -0.16388550803422117, 0.45243891649192935],
        relative: 1e-8))
    #expect(agree(fit.deviance, 4.92249310784514016, relative: 1e-12))
  }

  @Test("quasi families give the coefficients of their family and no likelihood")
  func quasi() throws {
    let poisson = try GeneralisedLinearModel(family: .poisson)
      .fit(ModelExample.design, response: ModelExample.counts)
    let quasi = try GeneralisedLinearModel(family: .quasi(.mean))
      .fit(ModelExample.design, response: ModelExample.counts)
    #expect(quasi.coefficients == poisson.coefficients)
    #expect(quasi.logLikelihood == nil)
    #expect(quasi.aic == nil)
    #expect(
      agrees(try quasi.standardErrors(.classical), try poisson.standardErrors(.dispersionScaled)))
    #expect(try quasi.coefficientTable().method == "model-based, t(7)")
  }

  @Test("a weight of two is the same row twice, and a weight of nought no row")
  func weightsAreCopies() throws {
    let model = GeneralisedLinearModel(family: .binomial)
    let copies = ModelExample.weights.indices.flatMap {
      Array(repeating: $0, count: Int(ModelExample.weights[$0]))
    }
    let weighted = try model.fit(
      ModelExample.line, response: ModelExample.outcomes, weights: ModelExample.weights)
    let repeated = try model.fit(
      DesignMatrix(
        names: ModelExample.line.names, matrix: ModelExample.line.matrix.rows(at: copies)),
      response: copies.map { ModelExample.outcomes[$0] })
    #expect(agrees(weighted.coefficients, repeated.coefficients))
    #expect(agree(weighted.deviance, repeated.deviance, relative: 1e-12))
    #expect(
      agrees(try weighted.standardErrors(.classical), try repeated.standardErrors(.classical)))

    let kept = Array(0..<9)
    let left = try model.fit(
      DesignMatrix(names: ModelExample.line.names, matrix: ModelExample.line.matrix.rows(at: kept)),
      response: kept.map { ModelExample.outcomes[$0] })
    let silenced = try model.fit(
      ModelExample.line, response: ModelExample.outcomes,
      weights: Array(repeating: 1, count: 9) + [0])
    #expect(agrees(silenced.coefficients, left.coefficients))
    #expect(silenced.observationCount == 9)
    #expect(agree(try #require(silenced.bic), try #require(left.bic), relative: 1e-12))
    #expect(agrees(try silenced.standardErrors(.hc1), try left.standardErrors(.hc1)))
    #expect(
      silenced.call
        == "binomial, logit link; 2 coefficients, 9 rows (1 more have weight 0), weighted")
  }

  @Test("rescaling and shifting a covariate changes coefficients as it must, and no fitted value")
  func affineInvariance() throws {
    let model = GeneralisedLinearModel(family: .poisson)
    let fit = try model.fit(ModelExample.line, response: ModelExample.counts)
    let pounds = ModelExample.x.map { 1e6 * $0 + 3e7 }
    let scaled = try model.fit(
      ModelExample.design(("x", pounds)), response: ModelExample.counts)
    #expect(agrees(scaled.fitted, fit.fitted, relative: 1e-11))
    #expect(agree(scaled.coefficients[1], fit.coefficients[1] / 1e6, relative: 1e-11))
    #expect(
      agree(
        try scaled.standardErrors(.hc3)[1], try fit.standardErrors(.hc3)[1] / 1e6, relative: 1e-9))
  }

  @Test("the order of the rows does not matter")
  func rowOrder() throws {
    let order = [7, 2, 9, 0, 4, 1, 8, 3, 6, 5]
    let model = GeneralisedLinearModel(family: .binomial, link: .probit)
    let fit = try model.fit(ModelExample.line, response: ModelExample.outcomes)
    let shuffled = try model.fit(
      DesignMatrix(
        names: ModelExample.line.names, matrix: ModelExample.line.matrix.rows(at: order)),
      response: order.map { ModelExample.outcomes[$0] })
    #expect(agrees(fit.coefficients, shuffled.coefficients))
  }

  @Test(
    "identical rows have bit-identical scores wherever they stand",
    arguments: [1, 3, 8, 17, 64, 65, 2_050])
  func identicalRows(copies: Int) throws {
    let rows = (0..<copies).flatMap { _ in Array(0..<10) }
    let design = DesignMatrix(
      names: ModelExample.design.names, matrix: ModelExample.design.matrix.rows(at: rows))
    let fit = try GeneralisedLinearModel(family: .binomial)
      .fit(design, response: rows.map { ModelExample.outcomes[$0] })
    for row in rows.indices {
      #expect(fit.linearPredictor[row] == fit.linearPredictor[rows[row]])
      #expect(fit.fitted[row] == fit.fitted[rows[row]])
    }
  }

  @Test("prediction on the model's own rows gives its fitted values, bit for bit")
  func prediction() throws {
    let fit = try GeneralisedLinearModel(family: .poisson).fit(
      ModelExample.design, response: ModelExample.counts, offset: ModelExample.offset)
    #expect(fit.predict(ModelExample.design, offset: ModelExample.offset) == fit.fitted)
  }

  @Test("columns of very different sizes lose no accuracy")
  func badScales() throws {
    // R 4.2.2 lm() on the same columns solves by QR; here the same least squares by hand scaling.
    let income = ModelExample.amounts.map { $0 * 1e4 }
    let squares = income.map { $0 * $0 }
    let response = zip(income, ModelExample.x).map { 1e-3 * $0 + $1 }
    let fit = try GeneralisedLinearModel(family: .gaussian).fit(
      ModelExample.design(("income", income), ("square", squares)), response: response)
    let scaled = try GeneralisedLinearModel(family: .gaussian).fit(
      ModelExample.design(
        ("income", income.map { $0 / 1e5 }), ("square", squares.map { $0 / 1e10 })),
      response: response)
    #expect(agree(fit.coefficients[1] * 1e5, scaled.coefficients[1], relative: 1e-11))
    #expect(
      agree(
        try fit.standardErrors(.classical)[2] * 1e10, try scaled.standardErrors(.classical)[2],
        relative: 1e-11))
  }

  @Test("a million-fold spread of weights still gives the weighted fit")
  func saturated() throws {
    // As many columns as rows of weight: the means are the responses.
    let design = ModelExample.design(("x", [0, 1, 2]), ("square", [0, 1, 4]))
    let fit = try GeneralisedLinearModel(family: .poisson)
      .fit(design, response: [2, 5, 3], weights: [1e-6, 1, 1e6])
    #expect(agrees(fit.fitted, [2, 5, 3], relative: 1e-9))
    #expect(fit.dispersion == nil)
    #expect(
      throws: ModelError.noResidualDegreesOfFreedom(rowCount: 3, columnCount: 3)
    ) { try fit.covariance(.hc1) }
  }
}
