import EvalLinearAlgebra
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Counts with a second source of zeros")
struct ZeroCountTests {
  private static let counts: [Double] = [
    0, 3, 1, 9, 2, 0, 14, 5, 1, 0, 7, 22, 0, 0, 2, 4, 0, 1, 6, 3,
  ]
  private static let z: [Double] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1]
  private static let x = [
    0.5, -1.2, 2.3, 0.1, -0.7, 1.9, 3.1, -2.2, 0.8, 1.1, 0.2, 1.4, -0.3, 0.6, 0, -1, 0.9, -0.4,
    1.2, 0.7,
  ]
  private static let offset = [
    0.1, 0.2, 0, -0.1, 0.3, 0, 0.2, 0.1, -0.2, 0, 0.1, 0.2, 0, -0.1, 0.3, 0, 0.2, 0.1, -0.2, 0,
  ]
  private static let weights: [Double] = [
    1, 2, 1, 3, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 2,
  ]
  private let both = ModelExample.design(("z", z), ("x", x))
  private let zeros = ModelExample.design(("z", z))

  struct Answer: Sendable {
    let model: ZeroCountModel
    let coefficients: [Double]
    let errors: [Double]
    let logLikelihood: Double
    let size: Double?
    let logSizeError: Double?
  }

  // pscl 1.5.5: zeroinfl and hurdle(y ~ z + x | z, offset, weights), reltol 1e-15.
  static let answers = [
    Answer(
      model: ZeroCountModel(.inflated, .poisson),
      coefficients: [
        1.479285756195, 0.116415392718, 0.251179104755, -0.422533122115, -1.305350829162,
      ], errors: [0.154221149, 0.201500932, 0.071928468, 0.532563362, 0.947802932],
      logLikelihood: -79.075014293377, size: nil, logSizeError: nil),
    Answer(
      model: ZeroCountModel(.hurdle, .poisson),
      coefficients: [
        1.473323162163, 0.113741524995, 0.256414726436, 0.405465108108, 1.299282984130,
      ], errors: [0.155891503, 0.203524880, 0.073175513, 0.527046296, 0.932033727],
      logLikelihood: -78.945581467784, size: nil, logSizeError: nil),
    Answer(
      model: ZeroCountModel(.hurdle, .negativeBinomial),
      coefficients: [
        1.4229412013353, -0.0870731110728, 0.2763620136623, 0.4054651081082, 1.2992829841303,
      ], errors: [0.36654113, 0.47183949, 0.18573585, 0.52704630, 0.93203373],
      logLikelihood: -66.336650992728, size: 1.260255, logSizeError: 0.6989913),
  ]

  @Test("both sources and both distributions agree with pscl", arguments: answers)
  func pscl(answer: Answer) throws {
    let fit = try answer.model.fit(
      counts: both, zeros: zeros, response: Self.counts, weights: Self.weights,
      offset: Self.offset)
    for place in 0..<5 {
      #expect(agree(fit.coefficients[place], answer.coefficients[place], absolute: 2e-6))
      // The peer differentiates by differences.
      #expect(agree(fit.standardErrors[place], answer.errors[place], relative: 1e-4))
    }
    #expect(agree(fit.logLikelihood, answer.logLikelihood, relative: 1e-12))
    if let size = answer.size, let error = answer.logSizeError {
      #expect(agree(try #require(fit.size), size, relative: 1e-5))
      #expect(agree(try #require(fit.logSizeStandardError), error, relative: 1e-4))
    } else {
      #expect(fit.size == nil)
    }
    #expect(fit.names == ["count_(Intercept)", "count_z", "count_x", "zero_(Intercept)", "zero_z"])
    #expect(agree(fit.aic, 2 * Double(fit.parameterCount) - 2 * fit.logLikelihood))
  }

  // Unweighted: with weights pscl's search for the negative binomial stops below the maximum.
  @Test("the zero-inflated negative binomial agrees with pscl, its zero part an intercept alone")
  func inflatedNegativeBinomial() throws {
    let ones = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: 20, columnCount: 1, repeating: 1))
    let fit = try ZeroCountModel(.inflated, .negativeBinomial)
      .fit(counts: both, zeros: ones, response: Self.counts, offset: Self.offset)
    let estimates = [0.9533705464, 0.6229108661, 0.1878435747, -1.8550695815]
    let errors = [0.51887088, 0.57922140, 0.20807516, 2.04966048]
    for place in 0..<4 {
      #expect(agree(fit.coefficients[place], estimates[place], absolute: 1e-6))
      #expect(agree(fit.standardErrors[place], errors[place], relative: 1e-5))
    }
    #expect(agree(fit.logLikelihood, -47.716779604499, relative: 1e-12))
    #expect(agree(try #require(fit.size), 1.098287049, relative: 1e-6))
    #expect(agree(try #require(fit.logSizeStandardError), 0.9553772, relative: 1e-5))
  }

  private static let models = ZeroSource.allCases.flatMap { zeros in
    CountDistribution.allCases.map { ZeroCountModel(zeros, $0) }
  }

  @Test("slopes and curvatures are those of the likelihood", arguments: models)
  func derivatives(model: ZeroCountModel) throws {
    let likelihood = ZeroCountLikelihood(
      source: model.zeros, counts: both, zeros: zeros,
      response: Self.counts.map { $0 == 22 ? 75 : $0 },
      weights: Self.weights, offset: Self.offset,
      estimatesSize: model.counts == .negativeBinomial)
    let point = [0.9, 0.2, -0.15, -0.4, 0.6] + (model.counts == .negativeBinomial ? [0.4] : [])
    let here = try #require(likelihood.evaluate(point))
    let step = 1e-5
    for column in point.indices {
      var (ahead, behind) = (point, point)
      ahead[column] += step
      behind[column] -= step
      let above = try #require(likelihood.evaluate(ahead))
      let below = try #require(likelihood.evaluate(behind))
      let slope = (above.value - below.value) / (2 * step)
      #expect(agree(here.gradient[column], slope, relative: 1e-6, absolute: 1e-6))
      for row in point.indices {
        let bend = -(above.gradient[row] - below.gradient[row]) / (2 * step)
        #expect(agree(here.information[row, column], bend, relative: 1e-6, absolute: 1e-6))
      }
    }
  }

  @Test("without covariates the two equations of the zero-inflated Poisson hold")
  func handWorked() throws {
    let ones = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: 20, columnCount: 1, repeating: 1))
    let fit = try ZeroCountModel(.inflated, .poisson)
      .fit(counts: ones, zeros: ones, response: Self.counts)
    let mean = exp(fit.countCoefficients[0])
    let certain = 1 / (1 + exp(-fit.zeroCoefficients[0]))
    // 80 events, 14 of 20 rows above zero.
    #expect(agree((1 - certain) * mean, 80 / 20.0, relative: 1e-11))
    #expect(agree((1 - certain) * (1 - exp(-mean)), 14 / 20.0, relative: 1e-11))
    #expect(agree(fit.fitted[0], 4, relative: 1e-11))
    #expect(agree(fit.zeroProbabilities[0], 0.3, relative: 1e-11))
    // A hurdle without covariates fits the same probabilities.
    let hurdle = try ZeroCountModel(.hurdle, .poisson)
      .fit(counts: ones, zeros: ones, response: Self.counts)
    #expect(agree(hurdle.zeroCoefficients[0], log(14.0 / 6), relative: 1e-11))
    #expect(agree(hurdle.countCoefficients[0], fit.countCoefficients[0], relative: 1e-10))
    #expect(agree(hurdle.logLikelihood, fit.logLikelihood, relative: 1e-12))
    #expect(agree(hurdle.fitted[0], 4, relative: 1e-11))
  }

  @Test("weights count as repeated rows")
  func weights() throws {
    let rows = Self.counts.indices.flatMap {
      Array(repeating: $0, count: Int(Self.weights[$0]))
    }
    let weighted = try ZeroCountModel(.inflated, .negativeBinomial).fit(
      counts: both, zeros: zeros, response: Self.counts, weights: Self.weights)
    let repeated = try ZeroCountModel(.inflated, .negativeBinomial).fit(
      counts: DesignMatrix(names: both.names, matrix: both.matrix.rows(at: rows)),
      zeros: DesignMatrix(names: zeros.names, matrix: zeros.matrix.rows(at: rows)),
      response: rows.map { Self.counts[$0] })
    #expect(agree(weighted.logLikelihood, repeated.logLikelihood, relative: 1e-12))
    for (found, wanted) in zip(weighted.standardErrors, repeated.standardErrors) {
      #expect(agree(found, wanted, relative: 1e-7))
    }
  }

  private func error(_ body: () throws(ModelError) -> Void) -> ModelError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("counts without more zeros, without spread or not whole are refused by name")
  func refusals() {
    let ones = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: 20, columnCount: 1, repeating: 1))
    let none = error { () throws(ModelError) in
      _ = try ZeroCountModel(.inflated, .poisson)
        .fit(counts: ones, zeros: ones, response: Self.counts.map { $0 + 1 })
    }
    #expect(none == .noExcessZeros)
    // Fewer zeros than a Poisson of this mean has.
    let few = error { () throws(ModelError) in
      _ = try ZeroCountModel(.inflated, .poisson).fit(
        counts: ones, zeros: ones,
        response: [0, 2, 2, 2, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2, 2])
    }
    #expect(few == .noExcessZeros)
    let even = error { () throws(ModelError) in
      _ = try ZeroCountModel(.hurdle, .negativeBinomial).fit(
        counts: ones, zeros: ones,
        response: [0, 4, 4, 5, 3, 4, 0, 0, 4, 4, 5, 3, 4, 4, 0, 4, 4, 4, 4, 4])
    }
    #expect(even == .notOverdispersed)
    let broken = error { () throws(ModelError) in
      _ = try ZeroCountModel(.hurdle, .poisson)
        .fit(counts: ones, zeros: ones, response: Self.counts.map { $0 / 2 })
    }
    #expect(broken?.code == "response-not-whole")
    let all = error { () throws(ModelError) in
      _ = try ZeroCountModel(.hurdle, .poisson)
        .fit(counts: ones, zeros: ones, response: Self.counts.map { _ in 0 })
    }
    #expect(all != nil)
  }

  @Test("counts of a thousand million are fitted, not counted out")
  func huge() throws {
    let ones = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: 20, columnCount: 1, repeating: 1))
    let response = Self.counts.map { $0 * 1e9 }
    let fit = try ZeroCountModel(.hurdle, .negativeBinomial)
      .fit(counts: ones, zeros: ones, response: response)
    let poisson = try ZeroCountModel(.inflated, .poisson)
      .fit(counts: ones, zeros: ones, response: response)
    #expect(agree(poisson.fitted[0], 4e9, relative: 1e-9))
    #expect(agree(fit.zeroProbabilities[0], 0.3, relative: 1e-9))
    // So far from 0 the truncation takes nothing away, and the negative binomial is a gamma.
    #expect(agree(fit.fitted[0], 4e9, relative: 1e-3))
    #expect(try #require(fit.size) > 0.5 && #require(fit.size) < 2)
  }
}
