import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Distributions at their edges")
struct DistributionEdgesTests {
  @Test("have no mass outside their support and all of it inside")
  func support() {
    let positive: [any ContinuousDistribution] = [
      Gamma(shape: 2.5, scale: 3), ChiSquared(degreesOfFreedom: 3),
      FDistribution(numerator: 3, denominator: 7),
      FDistribution(numerator: 3, denominator: .infinity), Beta(alpha: 2, beta: 3),
    ]
    for distribution in positive {
      for x in [-1, -Double.infinity, 0] {
        #expect(distribution.cumulative(x) == 0)
        #expect(distribution.survival(x) == 1)
        #expect(distribution.density(x) == 0)
        #expect(distribution.logDensity(x) == -.infinity)
      }
      #expect(distribution.cumulative(.infinity) == 1)
      #expect(distribution.survival(.infinity) == 0)
      #expect(distribution.density(.infinity) == 0)
      #expect(distribution.quantile(0) == 0)
      #expect(distribution.upperQuantile(1) == 0)
      #expect(distribution.quantile(1) == distribution.upperQuantile(0))
      #expect(distribution.cumulative(distribution.quantile(1)) == 1)
    }
    let real: [any ContinuousDistribution] = [
      Normal(mean: 2, standardDeviation: 3), StudentT(degreesOfFreedom: 4),
      StudentT(degreesOfFreedom: .infinity),
      NoncentralT(degreesOfFreedom: 4, noncentrality: 1),
      NoncentralT(degreesOfFreedom: .infinity, noncentrality: 1),
    ]
    for distribution in real {
      #expect(distribution.cumulative(-.infinity) == 0)
      #expect(distribution.cumulative(.infinity) == 1)
      #expect(distribution.survival(-.infinity) == 1)
      #expect(distribution.survival(.infinity) == 0)
      #expect(distribution.density(.infinity) == 0)
      #expect(distribution.logDensity(-.infinity) == -.infinity)
      #expect(distribution.quantile(0) == -.infinity)
      #expect(distribution.quantile(1) == .infinity)
      #expect(distribution.upperQuantile(0) == .infinity)
      #expect(distribution.upperQuantile(1) == -.infinity)
    }
    for distribution in positive + real {
      #expect(distribution.cumulative(.nan).isNaN)
      #expect(distribution.survival(.nan).isNaN)
      #expect(distribution.density(.nan).isNaN)
      #expect(distribution.logDensity(.nan).isNaN)
    }
    let counts: [any DiscreteDistribution] = [
      Binomial(trials: 5, probability: 0.4), Poisson(mean: 2), NegativeBinomial(size: 2, mean: 3),
    ]
    for distribution in counts {
      #expect(distribution.cumulative(-1) == 0)
      #expect(distribution.survival(-1) == 1)
      #expect(distribution.mass(-1) == 0)
      #expect(distribution.logMass(-1) == -.infinity)
      #expect(distribution.quantile(0) == 0)
      #expect(distribution.upperQuantile(1) == 0)
      #expect(distribution.quantile(1) == distribution.upperQuantile(0))
      #expect(distribution.survival(distribution.quantile(1) == .max ? 500 : 5) < 1e-70)
    }
  }

  @Test("have the densities' limits at the ends of the support")
  func densitiesAtEnds() {
    #expect(Gamma(shape: 1, scale: 4).density(0) == 0.25)
    #expect(agree(Gamma(shape: 1, scale: 4).logDensity(0), -1.3862943611198906, relative: 1e-15))
    #expect(Gamma(shape: 0.5).density(0) == .infinity)
    #expect(Gamma(shape: 0.5).logDensity(0) == .infinity)
    #expect(Beta(alpha: 1, beta: 3).density(0) == 3)
    #expect(Beta(alpha: 3, beta: 1).density(1) == 3)
    #expect(agree(Beta(alpha: 1, beta: 3).logDensity(0), 1.0986122886681098, relative: 1e-15))
    #expect(agree(Beta(alpha: 3, beta: 1).logDensity(1), 1.0986122886681098, relative: 1e-15))
    #expect(Beta(alpha: 0.5, beta: 3).density(0) == .infinity)
    #expect(Beta(alpha: 3, beta: 0.5).density(1) == .infinity)
    #expect(Beta(alpha: 3, beta: 2).density(1.5) == 0)
    #expect(FDistribution(numerator: 2, denominator: 9).density(0) == 1)
    #expect(FDistribution(numerator: 2, denominator: 9).logDensity(0) == 0)
    #expect(FDistribution(numerator: 1, denominator: 9).density(0) == .infinity)
    // 1/√(2π) · … at the centre of t with 1 and 2 degrees of freedom: 1/π and 1/√8.
    #expect(agree(StudentT(degreesOfFreedom: 1).density(0), 1 / .pi, relative: 1e-15))
    #expect(
      agree(StudentT(degreesOfFreedom: 2).density(0), 1 / 8.0.squareRoot(), relative: 1e-15))
    #expect(StudentT(degreesOfFreedom: 3).cumulative(0) == 0.5)
    #expect(StudentT(degreesOfFreedom: 3).quantile(0.5) == 0)
  }

  @Test("meet in their special cases")
  func specialCases() {
    for x in [0.1, 1, 2.5, 9] {
      let t = StudentT(degreesOfFreedom: 7)
      #expect(
        agree(
          t.twoSided(x), FDistribution(numerator: 1, denominator: 7).survival(x * x),
          relative: 1e-14))
      #expect(t.twoSided(-x) == t.twoSided(x))
      #expect(
        agree(
          NoncentralT(degreesOfFreedom: 7, noncentrality: 0).survival(x), t.survival(x),
          relative: 1e-12))
      #expect(
        agree(
          FDistribution(numerator: 5, denominator: .infinity).survival(x),
          ChiSquared(degreesOfFreedom: 5).survival(5 * x), relative: 1e-14))
      #expect(
        agree(
          ChiSquared(degreesOfFreedom: 1).survival(x * x), 2 * Normal.standard.survival(x),
          relative: 1e-14))
      #expect(
        StudentT(degreesOfFreedom: .infinity).survival(x) == Normal.standard.survival(x))
    }
    // A noncentral t reflected changes the sign of both its argument and its noncentrality.
    let right = NoncentralT(degreesOfFreedom: 6, noncentrality: 1.5)
    let left = NoncentralT(degreesOfFreedom: 6, noncentrality: -1.5)
    #expect(right.survival(3) == left.cumulative(-3))
    #expect(right.upperQuantile(0.01) == -left.quantile(0.01))
  }

  @Test("certain counts are certain")
  func degenerateCounts() {
    for trials in [0, 4] {
      for probability in [0.0, 1.0] {
        let binomial = Binomial(trials: trials, probability: probability)
        let only = probability == 1 ? trials : 0
        #expect(binomial.mass(only) == 1)
        #expect(binomial.logMass(only) == 0)
        #expect(binomial.cumulative(only) == 1)
        #expect(binomial.survival(only) == 0)
        #expect(binomial.cumulative(only - 1) == 0)
        #expect(binomial.quantile(0.5) == only)
        #expect(binomial.upperQuantile(0.5) == only)
        #expect(binomial.mass(only + 1) == 0)
      }
    }
    for distribution: any DiscreteDistribution in [
      Poisson(mean: 0), NegativeBinomial(size: 1, mean: 0),
    ] {
      #expect(distribution.mass(0) == 1)
      #expect(distribution.mass(1) == 0)
      #expect(distribution.logMass(1) == -.infinity)
      #expect(distribution.cumulative(0) == 1)
      #expect(distribution.survival(0) == 0)
      #expect(distribution.quantile(0.9) == 0)
      #expect(distribution.upperQuantile(0.1) == 0)
    }
  }

  @Test("discrete quantiles are the smallest counts that reach p, also where p was rounded")
  func discreteQuantiles() {
    // 1 − 0.7 is a little above 0.3 in binary; R's qbinom(0.3, 1, 0.7) is 0.
    #expect(Binomial(trials: 1, probability: 0.7).quantile(0.3) == 0)
    let distributions: [any DiscreteDistribution] = [
      Binomial(trials: 30, probability: 0.37), Poisson(mean: 17.5),
      NegativeBinomial(size: 0.6, mean: 8),
    ]
    for distribution in distributions {
      for k in 0...29 where distribution.cumulative(k) < 0.99 {
        #expect(distribution.quantile(distribution.cumulative(k)) == k)
        #expect(distribution.upperQuantile(distribution.survival(k)) == k)
        #expect(distribution.quantile(distribution.cumulative(k) * (1 + 1e-12)) == k + 1)
        #expect(distribution.upperQuantile(distribution.survival(k) * (1 - 1e-12)) == k + 1)
        #expect(
          agree(
            distribution.cumulative(k),
            (0...k).reduce(0) { $0 + distribution.mass($1) }, relative: 1e-13))
      }
    }
  }

  @Test("stop at a parameter or probability out of its range")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = Normal(standardDeviation: 0) }
    await #expect(processExitsWith: .failure) { _ = StudentT(degreesOfFreedom: -1) }
    await #expect(processExitsWith: .failure) { _ = Poisson(mean: -0.1) }
    await #expect(processExitsWith: .failure) { _ = Binomial(trials: 3, probability: 1.01) }
    await #expect(processExitsWith: .failure) { _ = Normal.standard.quantile(1.5) }
    await #expect(processExitsWith: .failure) { _ = Poisson(mean: 1).quantile(.nan) }
    await #expect(processExitsWith: .failure) { _ = SpecialFunctions.digamma(0) }
  }
}
