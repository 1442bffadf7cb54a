import EvalLinearAlgebra
import EvalStats
import Testing

@Suite("Awkward data")
struct AwkwardModelTests {
  static let families: [Family] = [
    .gaussian, .binomial, .poisson, .gamma, .negativeBinomial(size: 1.5),
    .negativeBinomial(size: 1e9), .quasi(.constant), .quasi(.binomial), .quasi(.mean),
    .quasi(.meanSquared), .quasi(.negativeBinomial(size: 0.3)),
  ]

  private static func responses(_ family: Family) -> AwkwardData.Response {
    switch family.variance {
    case .constant, .meanSquared: .amounts
    case .binomial: .outcomes
    case .mean, .negativeBinomial: .counts
    }
  }

  @Test(
    "A generalised linear model of any family and link is finite or says why not",
    arguments: families, Link.allCases)
  func generalisedLinear(family: Family, link: Link) {
    let model = GeneralisedLinearModel(family: family, link: link)
    let isUsual = link == family.defaultLink
    let kind = Self.responses(family)
    let cases = isUsual ? AwkwardData.all(kind) : AwkwardData.some(kind)
    let found = expectSound(cases) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try model.fit(
          data.design, response: data.response, weights: data.weights, offset: data.offset)
        if isUsual { verdict.take(fit, clusters: data.clusters) }
        return fit.coefficients + fit.fitted + fit.leverages
          + [fit.deviance, fit.nullDeviance, fit.pearsonChiSquared, fit.logLikelihood, fit.aic]
      }
    }
    #expect(found.numberCount > (isUsual ? 1_000 : 40))
    for code in ["non-finite-value", "collinear-columns"] {
      #expect(found.refusals.contains(code), "\(code) never came up")
    }
  }

  @Test("So is one fitted to R's rule", arguments: [Family.gaussian, .binomial, .poisson, .gamma])
  func deviance(family: Family) {
    let model = GeneralisedLinearModel(family: family)
    expectSound(AwkwardData.all(Self.responses(family))) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try model.fit(
          data.design, response: data.response, weights: data.weights, offset: data.offset,
          until: .deviance(relativeChange: 1e-8))
        return fit.coefficients + fit.fitted + [fit.deviance]
      }
    }
  }

  @Test("So is a negative binomial of unknown size")
  func negativeBinomial() {
    let found = expectSound(AwkwardData.all(.counts)) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try NegativeBinomialModel().fit(
          data.design, response: data.response, weights: data.weights, offset: data.offset)
        verdict.take(fit.regression, clusters: data.clusters)
        return [
          fit.size, fit.sizeStandardError, fit.overdispersion, fit.logLikelihood, fit.aic,
          fit.likelihoodRatioOverPoisson,
        ]
      }
    }
    #expect(found.numberCount > 1_000)
    #expect(found.refusals.contains("not-overdispersed"))
  }

  @Test("So is an over-dispersed count with α estimated", arguments: CountDispersion.allCases)
  func overdispersed(dispersion: CountDispersion) {
    expectSound(AwkwardData.all(.counts)) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try OverdispersedCountModel(dispersion).fit(
          data.design, response: data.response, offset: data.offset)
        return fit.coefficients + fit.standardErrors + [fit.alpha, fit.logLikelihood, fit.aic]
      }
    }
  }

  @Test(
    "So are zero-inflated and hurdle models", arguments: ZeroSource.allCases,
    CountDistribution.allCases)
  func zeroCounts(source: ZeroSource, counts: CountDistribution) {
    expectSound(AwkwardData.all(.counts)) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try ZeroCountModel(source, counts).fit(
          counts: data.design, zeros: data.design, response: data.response,
          weights: data.weights, offset: data.offset)
        verdict.take(table: "table") { () throws(ModelError) in fit.coefficientTable() }
        return fit.coefficients + fit.fitted + fit.countMeans + fit.zeroProbabilities + [
          fit.size, fit.logSizeStandardError, fit.logLikelihood, fit.aic, fit.bic,
        ]
      }
    }
  }

  @Test(
    "So are estimating equations", arguments: WorkingCorrelation.allCases,
    [Family.gaussian, .binomial, .poisson, .gamma])
  func estimatingEquations(correlation: WorkingCorrelation, family: Family) {
    for moments in [CorrelationMoments.perObservation, .lessCoefficients] {
      expectSound(AwkwardData.some(Self.responses(family))) { data, verdict in
        verdict.take("fit") { () throws(ModelError) in
          let fit = try EstimatingEquationsModel(
            family: family, link: family == .gamma ? .log : nil, correlation: correlation,
            moments: moments
          ).fit(
            data.design, response: data.response, clusters: data.clusters, weights: data.weights,
            offset: data.offset)
          for kind in EstimatingEquationsCovariance.allCases {
            verdict.take(table: kind.rawValue) { () throws(ModelError) in
              try fit.coefficientTable(kind)
            }
          }
          let criteria = try fit.quasiInformation
          return fit.coefficients + fit.fitted + [
            fit.correlation, fit.dispersion, fit.deviance, criteria.qic, criteria.unpenalised,
          ]
        }
      }
    }
  }

  @Test("So is a Poisson model with fixed effects")
  func fixedEffects() {
    expectSound(AwkwardData.all(.counts)) { data, verdict in
      let effects = [
        [FixedEffect(name: "person", groups: data.clusters)],
        [
          FixedEffect(name: "person", groups: data.clusters),
          FixedEffect(name: "month", groups: data.clusters.indices.map { $0 % 4 }),
        ],
      ]
      for effects in effects {
        verdict.take("fit") { () throws(ModelError) in
          let fit = try FixedEffectsPoissonModel().fit(
            data.design, response: data.response, effects: effects, weights: data.weights,
            offset: data.offset)
          for kind in [
            FixedEffectsCovariance.maximumLikelihood, .scaled, .heteroskedastic,
            .clustered(by: data.clusters),
          ] {
            verdict.take(table: "table") { () throws(ModelError) in
              try fit.coefficientTable(kind)
            }
          }
          return fit.coefficients + fit.fitted + [fit.deviance]
        }
      }
    }
  }

  @Test("So is a two-part model")
  func twoPart() {
    for kind in [AwkwardData.Response.counts, .amounts] {
      expectSound(AwkwardData.all(kind)) { data, verdict in
        verdict.take("fit") { () throws(ModelError) in
          let fit = try TwoPartModel().fit(
            data.design, response: data.response, weights: data.weights)
          verdict.take(fit.amount, clusters: Array(0..<fit.amount.response.count))
          return fit.predict(data.design)
        }
      }
    }
  }

  @Test("So are least squares with sampling weights")
  func samplingWeights() {
    expectSound(AwkwardData.all(.amounts)) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try GeneralisedLinearModel(family: .gaussian).fit(
          data.design, response: data.response, weights: data.weights, offset: data.offset)
        for correction in ClusterCorrection.allCases {
          verdict.take(correction.rawValue) { () throws(ModelError) in
            let found = try fit.samplingWeightedCovariance(
              by: data.clusters, correction: correction)
            return found.covariance.storage + found.degreesOfFreedom
          }
        }
        return []
      }
    }
  }

  @Test(
    "So is the wild cluster bootstrap", arguments: [Family.gaussian, .binomial, .poisson])
  func wildBootstrap(family: Family) {
    expectSound(AwkwardData.all(Self.responses(family))) { data, verdict in
      verdict.take("fit") { () throws(ModelError) in
        let fit = try GeneralisedLinearModel(family: family).fit(
          data.design, response: data.response, weights: data.weights, offset: data.offset)
        for weights in WildWeights.allCases {
          var generator = SeededGenerator(seed: 1)
          verdict.take(weights.rawValue) { () throws(ModelError) in
            let test = try WildClusterBootstrap(weights: weights, replicateCount: 99).test(
              fit, coefficient: 2, clusters: data.clusters, generator: &generator)
            return [test.statistic, test.pValue]
          }
        }
        return []
      }
    }
  }
}
