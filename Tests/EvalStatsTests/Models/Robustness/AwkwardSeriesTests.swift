import EvalLinearAlgebra
import EvalStats
import Testing

@Suite("Awkward series")
struct AwkwardSeriesTests {
  @Test(
    "A linear model with autoregressive errors is finite or says why not",
    arguments: AutoregressiveMethod.allCases)
  func autoregressive(method: AutoregressiveMethod) {
    expectSound(AwkwardData.some(.amounts)) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try AutoregressiveLinearModel(method).fit(data.design, response: data.response)
        verdict.take(table: "table") { () throws(ModelError) in fit.coefficientTable() }
        return fit.coefficients + fit.fitted + fit.innovations + [
          fit.correlation, fit.standardDeviation, fit.logLikelihood,
        ]
      }
    }
  }

  @Test("So is an interrupted series", arguments: AwkwardData.Response.allCases)
  func interrupted(kind: AwkwardData.Response) {
    let models: [SeriesModel] = [
      .leastSquares(lagCount: nil), .autoregressive(.restricted), .autoregressive(.praisWinsten),
      .quasiPoisson, .poisson(lagCount: 3), .poisson(lagCount: 50),
    ]
    expectSound(AwkwardData.some(kind)) { data, verdict in
      for start in [-1, 20, 39] {
        for model in models {
          verdict.take("series") { () throws(ModelError) in
            let series = try InterruptedTimeSeries(
              values: data.response, exposure: data.weights,
              interruptions: [.init(firstPeriod: start)],
              seasonality: start == 20 ? .init() : nil)
            let fit = try series.fit(model)
            verdict.take(table: "table") { () throws(ModelError) in fit.table }
            let effect = try fit.effect(at: data.response.count - 1)
            return fit.fitted + fit.uninterrupted + fit.residuals.residuals + [
              effect.estimate, effect.lower, effect.upper,
              fit.residuals.durbinWatson,
            ]
          }
        }
      }
    }
  }
}
