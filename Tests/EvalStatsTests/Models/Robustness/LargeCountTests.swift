import EvalLinearAlgebra
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Huge counts")
struct LargeCountTests {
  @Test(
    "What whole counts add to the integral is the same step by step and by Euler and Maclaurin",
    arguments: [0, 1e-9, 1e-4, 0.3, 1, 50])
  func excess(alpha: Double) {
    var quick = WholeCountExcess(alpha: alpha)
    var first = 0.0
    var squared = 0.0
    var reached = 0.0
    for count in [3.0, 1_024, 1_025, 5_000, 100_000] {
      while reached < count {
        let step = CountDistance(from: reached, to: reached + 1, alpha: alpha)
        first -= step.first
        squared -= step.squared
        reached += 1
      }
      let found = quick.value(below: count)
      #expect(agree(found.first, first, relative: 1e-12))
      #expect(agree(found.squared, squared, relative: 1e-9))
    }
  }

  @Test("The distance of count and mean is the integral between them, by a fine trapezium rule")
  func distance() {
    for (mean, count, alpha) in [(2.0, 5.0, 0.7), (5, 2, 0.01), (4, 0, 30), (900, 3, 1e-6)] {
      var first = 0.0
      var squared = 0.0
      let own = mean / (1 + alpha * mean)
      let pieces = 200_000
      let width = (count - mean) / Double(pieces)
      for piece in 0..<pieces {
        let x = mean + (Double(piece) + 0.5) * width
        let value = x / (1 + alpha * x)
        first += (value - own) * width
        squared += (value * value - own * own) * width
      }
      let found = CountDistance(from: mean, to: count, alpha: alpha)
      #expect(agree(found.first, first, relative: 1e-7))
      #expect(agree(found.squared, squared, relative: 1e-7))
    }
  }

  @Test("Sums over the whole numbers below a count are those of a plain loop")
  func wholeNumbers() {
    for count in [0.0, 1, 7, 1_024, 1_025, 2_000, 300_000] {
      for (mean, alpha) in [(0.5, 1e-3), (40, 2), (1e-6, 1)] {
        var plain = SIMD3<Double>.zero
        var number = 0.0
        func terms(_ j: Double) -> SIMD3<Double> {
          let term = mean + alpha * j
          return SIMD3(term.squareRoot(), 1 / term, j / (term * term))
        }
        while number < count {
          plain += terms(number)
          number += 1
        }
        var quick = SIMD3<Double>.zero
        WholeNumbers.visit(below: count) { quick += $1 * terms($0) }
        for lane in 0..<3 { #expect(agree(quick[lane], plain[lane], relative: 1e-12)) }
      }
    }
  }

  @Test(
    "A negative binomial of counts near 10⁹ has the size of the same counts a thousandth as big")
  func negativeBinomial() throws {
    var generator = SeededGenerator(seed: 4)
    let rates = (0..<200).map { _ in generator.gamma(shape: 2) }
    // Poisson noise is 10⁻⁹ and 10⁻⁶ of the gamma's, so θ is nearly the gamma's shape.
    func size(_ scale: Double) throws -> (Double, Double) {
      let counts = rates.map { ($0 * scale).rounded() }
      let design = ModelExample.design(("x", rates.indices.map { Double($0 % 5) }))
      let fit = try NegativeBinomialModel().fit(design, response: counts)
      // dℓ/dθ by digammas, which do not cancel at a θ this small.
      var slope = 0.0
      for (count, mean) in zip(counts, fit.regression.fitted) {
        slope +=
          SpecialFunctions.digamma(count + fit.size) - SpecialFunctions.digamma(fit.size)
          + log(fit.size / (mean + fit.size)) + (mean - count) / (mean + fit.size)
      }
      #expect(abs(slope) < 1e-8)
      return (fit.size, fit.sizeStandardError)
    }
    let large = try size(1e9)
    let small = try size(1e6)
    #expect(agree(large.0, small.0, relative: 1e-5))
    #expect(agree(large.1, small.1, relative: 1e-5))
  }

  @Test(
    "Overdispersed counts near 10⁷ are fitted without a loop over their events",
    arguments: CountDispersion.allCases)
  func overdispersed(dispersion: CountDispersion) throws {
    var generator = SeededGenerator(seed: 5)
    let counts = (0..<12).map { _ in (generator.gamma(shape: 2) * 5e6).rounded() }
    let design = ModelExample.design(("x", counts.indices.map { Double($0 % 5) }))
    let joint = try OverdispersedCountModel(dispersion).fit(design, response: counts)
    guard dispersion == .quadratic else { return }
    let alternate = try NegativeBinomialModel().fit(design, response: counts)
    #expect(agree(joint.alpha, alternate.overdispersion, relative: 1e-6))
  }
}
