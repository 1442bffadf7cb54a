import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Random variates")
struct SeededVariatesTests {
  @Test("are the documented functions of the stream")
  func pinsFirstVariates() {
    // The stream of seed 1 by an independent implementation; Φ⁻¹ and log by mpmath.
    let uniforms = [
      0.13741734828537688, 0.1907729460517561, 0.6173857904145956, 0.7822676374041061,
    ]
    let normals = [
      -1.0919963703352105847, -0.87505148634045906811, 0.29862207630977169587,
      0.77987454103788163995, -0.90939430003740173185, -1.727244464579827717,
    ]
    let exponentials = [
      1.9847326459896542422, 1.6566713222029844362, 0.48226118238042896776, 0.24555834967025175193,
      1.7061084359945450035, 3.1686133124578639043,
    ]
    var generator = SeededGenerator(seed: 1)
    #expect(uniforms.map { _ in generator.uniform() } == uniforms)
    generator = SeededGenerator(seed: 1)
    for expected in normals { #expect(agree(generator.normal(), expected, relative: 1e-15)) }
    generator = SeededGenerator(seed: 1)
    for expected in exponentials {
      #expect(agree(generator.exponential(), expected, relative: 1e-15))
    }
  }

  @Test("keep every bit: a checksum over 10,000 of each kind")
  func pinsChecksums() {
    var generator = SeededGenerator(seed: 2026, stream: 3)
    func checksum(_ draw: (inout SeededGenerator) -> UInt64) -> UInt64 {
      (0..<10_000).reduce(0) { sum, _ in SplitMix64.mix(sum ^ draw(&generator)) &+ 1 }
    }
    let sums = [
      checksum { $0.normal().bitPattern },
      checksum { $0.exponential().bitPattern },
      checksum { $0.gamma(shape: 0.3).bitPattern },
      checksum { $0.gamma(shape: 4.5).bitPattern },
      checksum { UInt64($0.poisson(mean: 3.7)) },
      checksum { UInt64($0.poisson(mean: 1234.5)) },
      checksum { UInt64($0.binomial(trials: 40, probability: 0.1)) },
      checksum { UInt64($0.binomial(trials: 4_000, probability: 0.6)) },
    ]
    // Made on x86-64 Linux; any other platform must agree.
    #expect(
      sums == [
        7_081_623_359_149_108_347, 5_773_781_631_752_443_617, 4_966_189_216_606_962_532,
        10_894_024_694_914_658_793,
        12_657_908_770_321_665_674, 17_775_905_143_088_485_659, 18_136_530_223_056_051_408,
        16_830_189_314_466_956_614,
      ])
  }

  @Test("portable logarithm and exponential agree with the C library within two units")
  func elementaryFunctionsAreAccurate() {
    var generator = SeededGenerator(seed: 3)
    var worst = 0.0
    for index in 0..<20_000 {
      let x = exp((generator.uniform() - 0.5) * (index % 2 == 0 ? 2 : 1_400))
      let logarithm = PortableElementary.log(x)
      worst = max(worst, abs(logarithm - log(x)) / log(x).ulp)
      let small = generator.uniform() * 0.6 - 0.3
      worst = max(
        worst, abs(PortableElementary.logOnePlus(small) - log1p(small)) / log1p(small).ulp)
      let y = (generator.uniform() - 0.5) * (index % 2 == 0 ? 4 : 1_480)
      worst = max(worst, abs(PortableElementary.exp(y) - exp(y)) / exp(y).ulp)
    }
    // Each side may be a little over half a unit off, so they may differ by two.
    #expect(worst <= 2)
    #expect(PortableElementary.log(0) == -.infinity)
    #expect(PortableElementary.log(1) == 0)
    #expect(PortableElementary.log(.leastNonzeroMagnitude) == log(.leastNonzeroMagnitude))
    #expect(PortableElementary.exp(0) == 1)
    #expect(PortableElementary.exp(-746) == 0)
    #expect(PortableElementary.exp(710) == .infinity)
    #expect(PortableElementary.exp(709.7).isFinite)
  }

  @Test("continuous variates follow their distributions (Kolmogorov–Smirnov, n = 20,000)")
  func continuousVariatesFollow() {
    var generator = SeededGenerator(seed: 4)
    func distance(
      from distribution: some ContinuousDistribution, _ draw: (inout SeededGenerator) -> Double
    ) -> Double {
      let count = 20_000
      let sorted = (0..<count).map { _ in draw(&generator) }.sorted()
      var largest = 0.0
      for (index, x) in sorted.enumerated() {
        let p = distribution.cumulative(x)
        largest = max(largest, p - Double(index) / Double(count))
        largest = max(largest, Double(index + 1) / Double(count) - p)
      }
      return largest * Double(count).squareRoot()
    }
    // P(K > 2.2) = 1.2e-4 for Kolmogorov's distribution.
    #expect(distance(from: Normal()) { $0.normal() } < 2.2)
    #expect(
      distance(from: Normal(mean: 5, standardDeviation: 2)) {
        $0.normal(mean: 5, standardDeviation: 2)
      } < 2.2)
    #expect(distance(from: Gamma(shape: 1)) { $0.exponential() } < 2.2)
    for shape in [0.05, 0.7, 1, 2.5, 300] {
      #expect(distance(from: Gamma(shape: shape)) { $0.gamma(shape: shape) } < 2.2)
    }
  }

  @Test(
    "Poisson counts follow their mass on both sides of the change of method",
    arguments: [0.02, 1, 9.99, 10, 11, 45.5, 800])
  func poissonCountsFollow(mean: Double) {
    var generator = SeededGenerator(seed: 6)
    let draws = (0..<20_000).map { _ in generator.poisson(mean: mean) }
    let tail = tailOfCounts(draws) { k in
      exp(k * log(mean) - mean - SpecialFunctions.logGamma(k + 1))
    }
    #expect(tail > 1e-4)
  }

  @Test(
    "binomial counts follow their mass on both sides of the change of method",
    arguments: [
      (1, 0.3), (40, 0.1), (40, 0.9), (100, 0.0999), (100, 0.1), (300, 0.5), (5_000, 0.97),
    ])
  func binomialCountsFollow(trials: Int, probability: Double) {
    var generator = SeededGenerator(seed: 7)
    let n = Double(trials)
    let draws = (0..<20_000).map { _ in
      generator.binomial(trials: trials, probability: probability)
    }
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= trials })
    let tail = tailOfCounts(draws) { k in
      guard k <= n else { return 0 }
      let choices =
        SpecialFunctions.logGamma(n + 1) - SpecialFunctions.logGamma(k + 1)
        - SpecialFunctions.logGamma(n - k + 1)
      return exp(choices + k * log(probability) + (n - k) * log1p(-probability))
    }
    #expect(tail > 1e-4)
  }

  @Test("counts have the right mean and variance where the mean is huge")
  func hugeCountsHaveTheirMoments() {
    var generator = SeededGenerator(seed: 8)
    let count = 5_000
    let poisson = (0..<count).map { _ in
      (Double(generator.poisson(mean: 1e13)) - 1e13) / 1e13.squareRoot()
    }
    let binomial = (0..<count).map { _ in
      (Double(generator.binomial(trials: 4_000_000_000_000, probability: 0.25)) - 1e12)
        / 0.75e12.squareRoot()
    }
    for scores in [poisson, binomial] {
      let mean = scores.reduce(0, +) / Double(count)
      let variance = scores.reduce(0) { $0 + $1 * $1 } / Double(count)
      #expect(abs(mean) < 4.5 / Double(count).squareRoot())
      #expect(abs(variance - 1) < 4.5 * (2 / Double(count)).squareRoot())
    }
  }

  @Test("negative binomial counts have variance mean + mean²/size")
  func negativeBinomialCountsHaveTheirMoments() {
    var generator = SeededGenerator(seed: 9)
    let count = 40_000
    let draws = (0..<count).map { _ in Double(generator.negativeBinomial(size: 2, mean: 3)) }
    let mean = draws.reduce(0, +) / Double(count)
    let variance = draws.reduce(0) { $0 + ($1 - 3) * ($1 - 3) } / Double(count)
    #expect(abs(mean - 3) < 4.5 * (7.5 / Double(count)).squareRoot())
    // The fourth central moment of NB(2, 3) is 292.5: the variance's standard error is 0.077.
    #expect(abs(variance - 7.5) < 4.5 * 0.077)
  }

  @Test("the ends of the parameter ranges give certain results")
  func certainResults() {
    var generator = SeededGenerator(seed: 10)
    #expect(generator.poisson(mean: 0) == 0)
    #expect(generator.binomial(trials: 0, probability: 0.5) == 0)
    #expect(generator.binomial(trials: 9, probability: 0) == 0)
    #expect(generator.binomial(trials: 9, probability: 1) == 9)
    #expect((0..<100).allSatisfy { _ in generator.bernoulli(0) == false })
    #expect((0..<100).allSatisfy { _ in generator.bernoulli(1) == true })
    #expect(generator.integer(below: 1) == 0)
  }

  /// The upper tail of χ² for counts grouped so that each group expects at least ten.
  private func tailOfCounts(_ draws: [Int], mass: (Double) -> Double) -> Double {
    let total = Double(draws.count)
    var observed: [Int] = []
    var expected: [Double] = []
    var frequency: [Int: Int] = [:]
    for draw in draws { frequency[draw, default: 0] += 1 }
    var groupCount = 0
    var groupMass = 0.0
    var massSoFar = 0.0
    var countSoFar = 0
    for k in 0...(draws.max() ?? 0) {
      groupCount += frequency[k, default: 0]
      groupMass += mass(Double(k))
      if groupMass * total >= 10 && (1 - massSoFar - groupMass) * total >= 10 {
        observed.append(groupCount)
        expected.append(groupMass * total)
        massSoFar += groupMass
        countSoFar += groupCount
        groupCount = 0
        groupMass = 0
      }
    }
    observed.append(draws.count - countSoFar)
    expected.append((1 - massSoFar) * total)
    return observed.count < 2 ? 1 : chiSquaredTail(observed, expected: expected)
  }
}
