import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Meta-analysis")
struct MetaAnalysisTests {
  /// rma(yi, vi, method, test) of metafor 3.8-1 with control = list(threshold = 1e-14, tol = 1e-13).
  struct Peer: Sendable {
    let estimator: HeterogeneityEstimator
    let estimate, tauSquared, iSquared, hSquared: Double
    let intervals: [PeerInterval]
  }

  struct PeerInterval: Sendable {
    let kind: PooledInterval
    let error, lower, upper, pValue: Double
  }

  static let peers = [
    Peer(
      estimator: .fixedEffect, estimate: -0.430285163654091, tauSquared: 0,
      iSquared: 0.92117346854562, hSquared: 12.6860840068644,
      intervals: [
        PeerInterval(
          kind: .wald, error: 0.0404987517108638, lower: -0.509661258426214,
          upper: -0.350909068881968, pValue: 2.2886293069732e-26),
        PeerInterval(
          kind: .hartungKnapp, error: 0.144246547979696, lower: -0.744571393027461,
          upper: -0.115998934280721, pValue: 0.0114222350400532),
      ]),
    Peer(
      estimator: .derSimonianLaird, estimate: -0.714117222073227, tauSquared: 0.308760262862376,
      iSquared: 0.92117346854562, hSquared: 12.6860840068644,
      intervals: [
        PeerInterval(
          kind: .wald, error: 0.178742089535403, lower: -1.06444528008405,
          upper: -0.363789164062404, pValue: 6.46292430470395e-05),
        PeerInterval(
          kind: .hartungKnapp, error: 0.180696628335547, lower: -1.10782135416833,
          upper: -0.320413089978126, pValue: 0.00192076676704735),
      ]),
    Peer(
      estimator: .restrictedMaximumLikelihood, estimate: -0.714532342158139,
      tauSquared: 0.313243258136481, iSquared: 0.922213845212689, hSquared: 12.8557582353092,
      intervals: [
        PeerInterval(
          kind: .wald, error: 0.179781516105206, lower: -1.06689763881035,
          upper: -0.362167045505929, pValue: 7.05425810164162e-05),
        PeerInterval(
          kind: .hartungKnapp, error: 0.180791744092848, lower: -1.10844371368555,
          upper: -0.320620970630728, pValue: 0.00192001509605729),
      ]),
    Peer(
      estimator: .pauleMandel, estimate: -0.714968153493444, tauSquared: 0.318068452205024,
      iSquared: 0.923303379541533, hSquared: 13.0383841429039,
      intervals: [
        PeerInterval(
          kind: .wald, error: 0.180892191537624, lower: -1.06951033399171,
          upper: -0.360425972995181, pValue: 7.73536460790274e-05),
        PeerInterval(
          kind: .hartungKnappTruncated, error: 0.180892191537624, lower: -1.10909838120224,
          upper: -0.320837925784648, pValue: 0.001919271831278),
      ]),
  ]

  @Test("BCG trials: every estimator and interval is metafor's to 1e-9", arguments: peers)
  func vaccine(peer: Peer) throws {
    let analysis = try MetaAnalysis(try VaccineTrials.groups(), estimator: peer.estimator)
    for interval in peer.intervals {
      let pooled = try analysis.pooled(interval.kind)
      #expect(agree(pooled.estimate, peer.estimate, relative: 1e-9))
      #expect(agree(pooled.standardError ?? 0, interval.error, relative: 1e-9))
      #expect(agree(pooled.lower ?? 0, interval.lower, relative: 1e-9))
      #expect(agree(pooled.upper ?? 0, interval.upper, relative: 1e-9))
      #expect(agree(pooled.pValue ?? 0, interval.pValue, relative: 1e-8))
    }
    #expect(agree(analysis.tauSquared, peer.tauSquared, relative: 1e-9))
    #expect(agree(analysis.iSquared ?? 0, peer.iSquared, relative: 1e-9))
    #expect(agree(analysis.hSquared ?? 0, peer.hSquared, relative: 1e-9))
    let q = try #require(analysis.cochranQ)
    #expect(agree(q.statistic, 152.233008082373, relative: 1e-12))
    #expect(q.degreesOfFreedom == 12)
    #expect(agree(q.pValue, 1.996764590846e-26, relative: 1e-10))
    #expect(abs(analysis.weights.reduce(0, +) - 1) < 1e-14)
  }

  @Test("BCG trials: τ², Hartung–Knapp and Q are those of statsmodels 0.15 combine_effects")
  func statsmodels() throws {
    let laird = try MetaAnalysis(try VaccineTrials.groups(), estimator: .derSimonianLaird)
    #expect(agree(laird.tauSquared, 0.3087602628623761, relative: 1e-12))
    #expect(agree(try laird.pooled(.wald).standardError ?? 0, 0.1787420895354031, relative: 1e-12))
    let knapp = try laird.pooled(.hartungKnapp).standardError ?? 0
    #expect(agree(knapp, 0.1806966283355474, relative: 1e-12))
    let mandel = try MetaAnalysis(try VaccineTrials.groups(), estimator: .pauleMandel)
    #expect(agree(mandel.tauSquared, 0.31806845220502394, relative: 1e-12))
  }

  @Test("BCG trials: Q-profile and prediction intervals are metafor's")
  func profileAndPrediction() throws {
    // confint(rma(...)); HTS from its coefficients, qt(.975, k − 2)·√(τ² + se²).
    let analysis = try MetaAnalysis(try VaccineTrials.groups())
    let range = try #require(analysis.tauSquaredInterval)
    #expect(agree(range.lowerBound, 0.119718361141261, relative: 1e-9))
    #expect(agree(range.upperBound, 1.11147908406093, relative: 1e-9))
    let shares = try #require(analysis.iSquaredInterval)
    #expect(agree(shares.lowerBound, 0.819205745585965, relative: 1e-9))
    #expect(agree(shares.upperBound, 0.976780749578874, relative: 1e-9))
    let prediction = try analysis.prediction()
    #expect(agree(prediction.lower ?? 0, -2.00837590692258, relative: 1e-9))
    #expect(agree(prediction.upper ?? 0, 0.579311222606299, relative: 1e-9))
    #expect(prediction.pValue == nil && prediction.degreesOfFreedom == 11)
    let laird = try MetaAnalysis(try VaccineTrials.groups(), estimator: .derSimonianLaird)
    #expect(agree(try laird.prediction().lower ?? 0, -1.99883849575212, relative: 1e-9))
    let ratios = try MetaAnalysis(try VaccineTrials.groups(scale: .ratio)).prediction()
    #expect(agree(ratios.lower ?? 0, exp(-2.00837590692258), relative: 1e-9))
    #expect(ratios.estimand == "rate-of-change ratio of a further group")
  }

  @Test("BCG trials: shrunken estimates and their intervals are metafor's blup")
  func shrinkage() throws {
    let analysis = try MetaAnalysis(try VaccineTrials.groups())
    let wald = try analysis.shrunken(.wald)
    #expect(wald.count == 13)
    #expect(agree(wald[0].finding.estimate, -0.80023356197035, relative: 1e-9))
    #expect(agree(wald[0].finding.standardError ?? 0, 0.409930447526167, relative: 1e-9))
    #expect(agree(wald[0].finding.lower ?? 0, -1.60368247528802, relative: 1e-9))
    #expect(agree(wald[11].finding.estimate, -0.284733712861198, relative: 1e-9))
    #expect(wald[0].shrinkage > 0.5 && wald[7].shrinkage < 0.02)
    let knapp = try analysis.shrunken(.hartungKnapp)
    #expect(agree(knapp[12].finding.standardError ?? 0, 0.243466078028845, relative: 1e-9))
    #expect(agree(knapp[12].finding.lower ?? 0, -0.677210084256536, relative: 1e-9))
  }

  @Test("BCG trials: leaving out one trial at a time gives metafor's leave1out")
  func leaveOneOut() throws {
    let left = try MetaAnalysis(try VaccineTrials.groups()).leaveOneOut()
    let estimates = [
      -0.707083784699258, -0.654031200293527, -0.685554410836617, -0.628409369807674,
      -0.764170095140255, -0.710876555564008, -0.655247599784662, -0.794767604515521,
      -0.741197299304493, -0.653032915305876, -0.757858626723501, -0.759812099334467,
      -0.777536184894368,
    ]
    let tauSquared = [
      0.336156701803629, 0.292583083996311, 0.320737929649036, 0.262758148091002,
      0.327803260442081, 0.359554070376809, 0.293025869767263, 0.273182929386648,
      0.349452009805488, 0.298724504633231, 0.340488287792991, 0.308162214795441,
      0.303733366367171,
    ]
    #expect(left.map(\.label) == (1...13).map { "\($0)" })
    for (place, entry) in left.enumerated() {
      let pooled = try entry.analysis.pooled(.hartungKnappTruncated)
      #expect(agree(pooled.estimate, estimates[place], relative: 1e-9))
      #expect(agree(entry.analysis.tauSquared, tauSquared[place], relative: 1e-9))
    }
    #expect(
      agree(try left[7].analysis.pooled().lower ?? 0, -1.19599642879068, relative: 1e-9))
    #expect(agree(left[7].analysis.cochranQ?.statistic ?? 0, 67.9858114990849, relative: 1e-12))
  }

  @Test("Estimates closer than chance: τ² is 0, and only truncation keeps the interval honest")
  func homogeneous() throws {
    // rma(c(.10, .12, .05, .11), c(.2, .3, .25, .4)^2) with test = "z", "knha", "adhoc".
    let groups = try GroupEstimates(
      estimates: [0.10, 0.12, 0.05, 0.11], standardErrors: [0.2, 0.3, 0.25, 0.4],
      scale: .difference)
    for estimator in HeterogeneityEstimator.allCases {
      let analysis = try MetaAnalysis(groups, estimator: estimator)
      #expect(analysis.tauSquared == 0)
      #expect(analysis.tauSquaredInterval == 0...0)
      let wald = try analysis.pooled(.wald)
      #expect(agree(wald.lower ?? 0, -0.165387574299325, relative: 1e-12))
      let knapp = try analysis.pooled(.hartungKnapp)
      #expect(agree(knapp.standardError ?? 0, 0.0152129088851718, relative: 1e-12))
      #expect(agree(knapp.pValue ?? 0, 0.00930325513296656, relative: 1e-10))
      let truncated = try analysis.pooled()
      #expect(agree(truncated.lower ?? 0, -0.325409985989904, relative: 1e-12))
      #expect(agree(truncated.upper ?? 0, 0.50775172801751, relative: 1e-12))
      #expect(agree(truncated.pValue ?? 0, 0.536233616544479, relative: 1e-12))
      #expect(truncated.method.contains("truncated at 1, t(3)"))
      #expect(knapp.method.contains("without truncation, t(3)"))
    }
    let shrunken = try MetaAnalysis(groups).shrunken(.wald)
    #expect(shrunken.allSatisfy { $0.shrinkage == 1 })
    #expect(Set(shrunken.map(\.finding.estimate)).count == 1)
  }

  @Test("Two groups by hand: τ² is half the squared difference less the mean variance")
  func twoGroups() throws {
    // (0.5² − 0.1² − 0.15²)/2 = 0.10875; the mean is −0.0625 with HK error 0.249687… in metafor.
    let groups = try GroupEstimates(
      estimates: [-0.3, 0.2], standardErrors: [0.1, 0.15], scale: .difference)
    for estimator in HeterogeneityEstimator.allCases where estimator != .fixedEffect {
      let analysis = try MetaAnalysis(groups, estimator: estimator)
      #expect(agree(analysis.tauSquared, 0.10875, relative: 1e-12))
      let knapp = try analysis.pooled(.hartungKnapp)
      #expect(agree(knapp.estimate, -0.0625, relative: 1e-12))
      #expect(agree(knapp.standardError ?? 0, 0.249687304442977, relative: 1e-12))
      #expect(agree(knapp.pValue ?? 0, 0.843854160149571, relative: 1e-12))
      // Upper end of τ²: (0.25/χ² − 0.0325)/2 with the 2.5% point of χ²(1).
      let upper = (0.25 / ChiSquared(degreesOfFreedom: 1).quantile(0.025) - 0.0325) / 2
      #expect(agree(analysis.tauSquaredInterval?.upperBound ?? 0, upper, relative: 1e-12))
      #expect(
        agree(analysis.tauSquaredInterval?.lowerBound ?? 0, 0.00863113690067662, relative: 1e-9))
    }
  }

  @Test("REML takes the highest restricted likelihood of a fine grid, with unequal errors")
  func highestLikelihood() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      let count = 3 + Int(generator.uniform() * 6)
      let errors = (0..<count).map { _ in exp(3 * generator.uniform() - 3) }
      let values = errors.map { generator.normal() * ($0 + 0.3 * generator.uniform()) }
      let analysis = try MetaAnalysis(
        try GroupEstimates(estimates: values, standardErrors: errors, scale: .difference))
      func likelihood(_ tauSquared: Double) -> Double {
        let weights = errors.map { 1 / ($0 * $0 + tauSquared) }
        let total = weights.reduce(0, +)
        let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let squares = zip(weights, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        return 0.5 * weights.reduce(0) { $0 + log($1) } - 0.5 * log(total) - 0.5 * squares
      }
      let grid = [0.0] + (0..<600).map { exp(-16 + 0.04 * Double($0)) }
      let best = grid.map(likelihood).max() ?? 0
      #expect(likelihood(analysis.tauSquared) >= best - 1e-12)
    }
  }

  @Test("Pooling does not depend on the order of groups and follows a change of units")
  func invariance() throws {
    let plain = try MetaAnalysis(try VaccineTrials.groups())
    let turned = try MetaAnalysis(
      try GroupEstimates(
        estimates: VaccineTrials.estimates.reversed().map { 10 - 1000 * $0 },
        standardErrors: VaccineTrials.standardErrors.reversed().map { 1000 * $0 },
        scale: .difference))
    #expect(agree(turned.tauSquared, 1e6 * plain.tauSquared, relative: 1e-11))
    let estimate = try plain.pooled().estimate
    #expect(agree(try turned.pooled().estimate, 10 - 1000 * estimate, relative: 1e-12))
    #expect(agree(turned.iSquared ?? 0, plain.iSquared ?? 1, relative: 1e-12))
  }
}
