import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Clustered errors under sampling weights")
struct SamplingWeightedClustersTests {
  private func fit(_ weights: [Double]?) throws -> GeneralisedLinearFit {
    try GeneralisedLinearModel(family: .gaussian)
      .fit(ModelExample.design, response: ModelExample.amounts, weights: weights)
  }

  // clubSandwich 0.5.8: vcovCR and coef_test of lm(a ~ x + g, weights = w).
  static let answers: [(ClusterCorrection, [Double], [Double])] = [
    (
      .cr0, [1.003665786517, 0.704613494598, 1.309908201109],
      [2.42730177925, 3.13861546588, 2.22655844575]
    ),
    (
      .cr1s, [1.272378614700, 0.893260639347, 1.660611734207],
      [2.42730177925, 3.13861546588, 2.22655844575]
    ),
    (
      .cr2, [1.200332775876, 0.874804007515, 1.665549623451],
      [2.13940763678, 3.00853198208, 1.92612555289]
    ),
    (
      .cr3, [1.49924320494, 1.20395283827, 1.98684918235],
      [1.94704368169, 2.87218123282, 1.75037781727]
    ),
  ]

  @Test("errors and degrees of freedom are clubSandwich's", arguments: answers)
  func peer(correction: ClusterCorrection, errors: [Double], degrees: [Double]) throws {
    let found = try fit(ModelExample.weights)
      .samplingWeightedCovariance(by: ModelExample.clusters, correction: correction)
    for place in 0..<3 {
      #expect(
        agree(found.covariance[place, place].squareRoot(), errors[place], relative: 1e-10))
      #expect(agree(found.degreesOfFreedom[place], degrees[place], relative: 1e-10))
    }
  }

  @Test("without weights both targets are one", arguments: ClusterCorrection.allCases)
  func unweighted(correction: ClusterCorrection) throws {
    let fit = try fit(nil)
    let found = try fit.samplingWeightedCovariance(
      by: ModelExample.clusters, correction: correction)
    let kind = CovarianceKind.clustered(by: ModelExample.clusters, correction: correction)
    let degrees = try fit.satterthwaiteDegreesOfFreedom(
      by: ModelExample.clusters, correction: correction)
    for (own, other) in zip(found.covariance.storage, try fit.covariance(kind).storage) {
      #expect(agree(own, other, relative: 1e-9, absolute: 1e-12))
    }
    for (own, other) in zip(found.degreesOfFreedom, degrees) {
      #expect(agree(own, other, relative: 1e-9))
    }
  }

  @Test("a cluster that fixes a coefficient alone has no CR3")
  func leverage() throws {
    let lone = ModelExample.design(("lone", [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]))
    let fit = try GeneralisedLinearModel(family: .gaussian)
      .fit(lone, response: ModelExample.amounts, weights: ModelExample.weights)
    #expect(throws: ModelError.fullLeverage(rows: [1, 2], count: 2, kind: "CR3")) {
      try fit.samplingWeightedCovariance(by: ModelExample.clusters, correction: .cr3)
    }
  }
}
