import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Generalised estimating equations")
struct EstimatingEquationsTests {
  /// Two clusters of two about a mean of 4: residuals −3, −1, 1, 3.
  private let ones = DesignMatrix(
    names: ["(Intercept)"], matrix: Matrix(rowCount: 4, columnCount: 1, repeating: 1))
  private let pairs: [Double] = [1, 3, 5, 7]

  @Test(
    "the mean of two pairs has the correlation and the errors worked by hand",
    arguments: [WorkingCorrelation.exchangeable, .autoregressive])
  func handWorked(correlation: WorkingCorrelation) throws {
    let fit = try EstimatingEquationsModel(family: .gaussian, correlation: correlation)
      .fit(ones, response: pairs, clusters: [1, 1, 2, 2])
    #expect(agree(fit.coefficients[0], 4, relative: 1e-14))
    // φ = 20/4; α = (3 + 3)/(5·2); φ(1 + α)/4; (4² + 4²)/4², and each cluster has half the leverage.
    #expect(agree(fit.dispersion, 5, relative: 1e-14))
    #expect(agree(try #require(fit.correlation), 0.6, relative: 1e-13))
    let variances: [(EstimatingEquationsCovariance, Double)] = [
      (.naive, 2), (.robust, 2), (.kauermannCarroll, 4), (.manclDeRouen, 8),
    ]
    for (kind, variance) in variances {
      #expect(agree(try fit.covariance(kind)[0, 0], variance, relative: 1e-13), "\(kind)")
    }
    #expect(fit.clusterCount == 2 && fit.largestClusterCount == 2)
  }

  @Test("moments less coefficients divide by one pair and one row fewer")
  func lessCoefficients() throws {
    let fit = try EstimatingEquationsModel(
      family: .gaussian, correlation: .exchangeable, moments: .lessCoefficients
    ).fit(ones, response: pairs, clusters: [1, 1, 2, 2])
    #expect(agree(fit.dispersion, 20.0 / 3, relative: 1e-14))
    #expect(agree(try #require(fit.correlation), 6 / (20.0 / 3), relative: 1e-13))
    #expect(agree(try fit.covariance(.naive)[0, 0], 20.0 / 3 * 1.9 / 4, relative: 1e-13))
  }

  struct Answer: Sendable {
    let model: EstimatingEquationsModel
    let isWeighted: Bool
    let coefficients: [Double]
    let robust: [Double]
    let naive: [Double]
    let dispersion: Double
    let correlation: Double
  }

  // geepack 1.3.9: geeglm(y ~ x, id = cl, corstr, weights = w, offset = o), epsilon 1e-14.
  static let answers = [
    Answer(
      model: EstimatingEquationsModel(family: .poisson, correlation: .autoregressive),
      isWeighted: true, coefficients: [0.630844740775989, 0.708935475021753],
      robust: [0.0692306716114, 0.0261555533377], naive: [0.0665101695860, 0.0330734944733],
      dispersion: 0.150172765252472, correlation: -0.481816909780236),
    Answer(
      model: EstimatingEquationsModel(family: .poisson, correlation: .autoregressive),
      isWeighted: false, coefficients: [0.533942292304781, 0.786401511463613],
      robust: [0.0970286371193, 0.0440221980328], naive: [0.0943105807104, 0.0427270389709],
      dispersion: 0.139633960680487, correlation: -0.330048579806019),
    Answer(
      model: EstimatingEquationsModel(family: .gamma, link: .log, correlation: .exchangeable),
      isWeighted: false, coefficients: [0.00148983521520701, 0.83313769239650215],
      robust: [0.0633742927406, 0.0342821938473], naive: [0.0590565393045, 0.0418909224926],
      dispersion: 0.0509029786050677, correlation: -0.435671533171307),
    Answer(
      model: EstimatingEquationsModel(family: .gaussian, correlation: .exchangeable),
      isWeighted: false, coefficients: [2.34124925622860, 2.41927137925266],
      robust: [0.657477061851, 0.571120609716], naive: [0.693022521308, 0.441565593356],
      dispersion: 4.66620951458327, correlation: -0.112293210482569),
  ]

  @Test("families, weights and unequal clusters agree with geepack", arguments: answers)
  func geepack(answer: Answer) throws {
    let isCount = answer.model.regression.family == .poisson
    let fit = try answer.model.fit(
      ModelExample.line, response: isCount ? ModelExample.counts : ModelExample.amounts,
      clusters: ModelExample.clusters, weights: answer.isWeighted ? ModelExample.weights : nil,
      offset: answer.isWeighted ? ModelExample.offset : nil)
    let robust = try fit.standardErrors(.robust)
    let naive = try fit.standardErrors(.naive)
    for place in 0..<2 {
      #expect(
        agree(fit.coefficients[place], answer.coefficients[place], relative: 1e-9, absolute: 1e-10))
      #expect(agree(robust[place], answer.robust[place], relative: 1e-8))
      #expect(agree(naive[place], answer.naive[place], relative: 1e-8))
    }
    #expect(agree(fit.dispersion, answer.dispersion, relative: 1e-9))
    #expect(agree(try #require(fit.correlation), answer.correlation, relative: 1e-8))
  }

  @Test("autoregression over gaps solves its equations with R in full, in any order of rows")
  func gaps() throws {
    let times = [1, 3, 1, 2, 1, 2, 5, 1, 2, 6]
    let model = EstimatingEquationsModel(family: .poisson, correlation: .autoregressive)
    let fit = try model.fit(
      ModelExample.line, response: ModelExample.counts, clusters: ModelExample.clusters,
      times: times)
    let alpha = try #require(fit.correlation)
    let residuals = zip(ModelExample.counts, fit.fitted).map { ($0 - $1) / $1.squareRoot() }
    #expect(agree(fit.dispersion, residuals.reduce(0) { $0 + $1 * $1 } / 10, relative: 1e-12))
    var score = [0.0, 0]
    var moment = 0.0
    for cluster in 1...5 {
      let rows = times.indices.filter { ModelExample.clusters[$0] == cluster }
      var correlation = Matrix.identity(rows.count)
      for (row, first) in rows.enumerated() {
        for (column, second) in rows.enumerated() where row != column {
          let distance = abs(times[first] - times[second])
          let power = (1..<distance).reduce(1.0) { power, _ in power * alpha }
          correlation[row, column] = power * alpha
          if row < column {
            let product = residuals[first] * residuals[second] / fit.dispersion
            moment += Double(distance) * power * (product - power * alpha)
          }
        }
      }
      let solved = try Cholesky(correlation).solve(rows.map { residuals[$0] })
      for (row, value) in zip(rows, solved) {
        for column in 0..<2 {
          score[column] +=
            ModelExample.line.matrix[row, column] * fit.fitted[row].squareRoot() * value
        }
      }
    }
    #expect(agree(moment, 0, absolute: 1e-9))
    for sum in score { #expect(agree(sum, 0, absolute: 1e-9)) }

    let order = [6, 0, 9, 3, 5, 1, 8, 2, 7, 4]
    let shuffled = try model.fit(
      ModelExample.design(("x", order.map { ModelExample.x[$0] })),
      response: order.map { ModelExample.counts[$0] },
      clusters: order.map { -7 * ModelExample.clusters[$0] }, times: order.map { times[$0] })
    #expect(agree(shuffled.coefficients[1], fit.coefficients[1], relative: 1e-11))
    #expect(
      agree(
        try shuffled.standardErrors(.manclDeRouen)[1], try fit.standardErrors(.manclDeRouen)[1],
        relative: 1e-9))
    // Fitted values stand in the order given.
    for (found, row) in zip(shuffled.fitted, order) {
      #expect(agree(found, fit.fitted[row], relative: 1e-11))
    }
  }

  @Test("every covariance is its textbook form with R inverted in full")
  func dense() throws {
    let design = ModelExample.design
    let clusters = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4]
    let fit = try EstimatingEquationsModel(
      family: .gaussian, correlation: .exchangeable, moments: .perObservation
    ).fit(design, response: ModelExample.amounts, clusters: clusters)
    let alpha = try #require(fit.correlation)
    var bread = Matrix(rowCount: 3, columnCount: 3)
    var parts: [(left: Matrix, rows: Matrix, residuals: [Double])] = []
    var score = [0.0, 0, 0]
    for cluster in 1...4 {
      let rows = clusters.indices.filter { clusters[$0] == cluster }
      let own = design.matrix.rows(at: rows)
      var correlation = Matrix.identity(rows.count)
      for row in rows.indices {
        for column in rows.indices where row != column { correlation[row, column] = alpha }
      }
      let left = try Cholesky(correlation).solve(own)
      let residuals = rows.map { ModelExample.amounts[$0] - fit.fitted[$0] }
      bread = bread + own.transposeTimes(left)
      score = zip(score, left.transposeTimes(residuals)).map { $0 + $1 }
      parts.append((left, own, residuals))
    }
    for sum in score { #expect(agree(sum, 0, absolute: 1e-10)) }
    let inverse = try Cholesky(bread).inverse
    var robust = Matrix(rowCount: 3, columnCount: 3)
    var jackknifed = robust
    for part in parts {
      let leverage = part.rows * inverse.timesTranspose(part.left)
      let corrected = try LeastSquares(
        .identity(part.residuals.count) - leverage, part.residuals
      ).coefficients
      for (residuals, isPlain) in [(part.residuals, true), (corrected, false)] {
        let sum = part.left.transposeTimes(residuals)
        let product = Matrix(rowCount: 3, columnCount: 1, columnMajor: sum)
        if isPlain {
          robust = robust + product.timesTranspose(product)
        } else {
          jackknifed = jackknifed + product.timesTranspose(product)
        }
      }
    }
    let expected: [(EstimatingEquationsCovariance, Matrix)] = [
      (.naive, fit.dispersion * inverse), (.robust, inverse * robust * inverse),
      (.manclDeRouen, inverse * jackknifed * inverse),
    ]
    for (kind, matrix) in expected {
      for (found, wanted) in zip(try fit.covariance(kind).storage, matrix.storage) {
        #expect(agree(found, wanted, relative: 1e-9, absolute: 1e-12), "\(kind)")
      }
    }
  }

  @Test("independence is the generalised linear model with CR0")
  func independence() throws {
    let fit = try EstimatingEquationsModel(family: .poisson, correlation: .independence).fit(
      ModelExample.design, response: ModelExample.counts, clusters: ModelExample.clusters)
    let plain = try GeneralisedLinearModel(family: .poisson)
      .fit(ModelExample.design, response: ModelExample.counts)
    let expected = try plain.standardErrors(
      .clustered(by: ModelExample.clusters, correction: .cr0))
    for (found, wanted) in zip(try fit.standardErrors(.robust), expected) {
      #expect(agree(found, wanted, relative: 1e-10))
    }
    #expect(fit.correlation == nil)
    #expect(agree(fit.deviance, plain.deviance, relative: 1e-12))
    // Pan's criteria: with the CR0 covariance V, tr(ΩV) for Ω the Poisson information.
    let robust = try plain.covariance(.clustered(by: ModelExample.clusters, correction: .cr0))
    let trace = (plain.design.matrix.gram(weights: plain.fitted) * robust).diagonal.reduce(0, +)
    #expect(agree(try fit.quasiInformation.qic, plain.deviance + 2 * trace, relative: 1e-10))
    #expect(agree(try fit.quasiInformation.unpenalised, plain.deviance + 6, relative: 1e-12))
    let table = try fit.coefficientTable()
    #expect(table.method == "GEE independence, robust covariance (5 clusters), t(4)")
    #expect(table["x"]?.degreesOfFreedom == 4)
  }

  @Test("a row of weight 0 has no part, and weight 0 empties a cluster")
  func weightless() throws {
    let weights: [Double] = [1, 0, 1, 1, 1, 1, 1, 0, 1, 1]
    let model = EstimatingEquationsModel(family: .poisson, correlation: .autoregressive)
    let fit = try model.fit(
      ModelExample.line, response: ModelExample.counts, clusters: ModelExample.clusters,
      weights: weights)
    let rows = weights.indices.filter { weights[$0] > 0 }
    let without = try model.fit(
      ModelExample.design(("x", rows.map { ModelExample.x[$0] })),
      response: rows.map { ModelExample.counts[$0] },
      clusters: rows.map { ModelExample.clusters[$0] })
    #expect(agree(fit.coefficients[1], without.coefficients[1], relative: 1e-12))
    #expect(fit.clusterCount == 4 && fit.observationCount == 8 && fit.fitted.count == 10)
  }

  private func error(_ body: () throws(ModelError) -> Void) -> ModelError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("what clusters cannot tell is refused by name")
  func refusals() {
    let exchangeable = EstimatingEquationsModel(family: .poisson, correlation: .exchangeable)
    let oneCluster = error { () throws(ModelError) in
      _ = try exchangeable.fit(
        ModelExample.line, response: ModelExample.counts,
        clusters: Array(repeating: 1, count: 10))
    }
    #expect(oneCluster == .tooFewClusters(found: 1))
    let single = error { () throws(ModelError) in
      _ = try exchangeable.fit(
        ModelExample.line, response: ModelExample.counts, clusters: Array(0..<10))
    }
    #expect(single?.message.hasPrefix("0 pairs of rows within clusters cannot tell") == true)
    let impossible = error { () throws(ModelError) in
      _ = try exchangeable.fit(
        ModelExample.line, response: ModelExample.counts, clusters: ModelExample.clusters,
        weights: ModelExample.weights, offset: ModelExample.offset)
    }
    #expect(impossible?.code == "correlation-out-of-range")
    let repeated = error { () throws(ModelError) in
      _ = try exchangeable.fit(
        ModelExample.line, response: ModelExample.counts, clusters: ModelExample.clusters,
        times: [1, 2, 3, 3, 1, 2, 3, 1, 1, 2])
    }
    #expect(repeated == .repeatedTime(rows: [3, 4], time: 3))
    let offset = error { () throws(ModelError) in
      _ = try exchangeable.fit(
        ModelExample.line, response: ModelExample.counts, clusters: ModelExample.clusters,
        offset: ModelExample.offset.map { $0 == 0 ? -.infinity : $0 })
    }
    #expect(offset?.code == "non-finite-value")
    // One cluster alone has the group: its coefficient rests on it.
    let lone = error { () throws(ModelError) in
      _ = try EstimatingEquationsModel(family: .poisson, correlation: .independence).fit(
        ModelExample.design(("lone", [1, 1, 0, 0, 0, 0, 0, 0, 0, 0])),
        response: ModelExample.counts, clusters: ModelExample.clusters
      ).standardErrors(.manclDeRouen)
    }
    #expect(lone == .fullLeverage(rows: [1, 2], count: 2, kind: "Mancl–DeRouen"))
  }
}
