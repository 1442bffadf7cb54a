import Testing

@testable import EvalStats

@Suite("The seeded generator")
struct SeededGeneratorTests {
  @Test("gives the published outputs of xoshiro256++ from state 1, 2, 3, 4")
  func matchesReferenceVectors() {
    // https://prng.di.unimi.it/xoshiro256plusplus.c, as used by the rand_xoshiro crate's tests.
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("seeds itself with the published SplitMix64")
  func splitMixMatchesReferenceVectors() {
    var mixer = SplitMix64(state: 1_477_776_061_723_855_037)
    let expected: [UInt64] = [
      1_985_237_415_132_408_290, 2_979_275_885_539_914_483, 13_511_426_838_097_143_398,
      8_488_337_342_461_049_707, 15_141_737_807_933_549_159,
    ]
    #expect(expected.map { _ in mixer.next() } == expected)
  }

  @Test("fixes the stream of each seed and stream number for good")
  func pinsStreams() {
    // Made by an independent implementation of the documented seeding in Python.
    let expected: [(UInt64, UInt64, [UInt64])] = [
      (1, 0, [0x232d_c888_c9ea_96b5, 0x30d6_7eec_40fd_4ef3, 0x9e0c_fec2_d886_43df]),
      (1, 1, [0x508b_8b76_f387_f1f1, 0x6b38_47c4_c5fc_95c1, 0x6276_fa34_2870_4305]),
      (2015, 7, [0x3e6c_f2fb_c626_28d6, 0x674c_c083_ed8b_93f4, 0xe8c5_27ab_4e5f_118c]),
    ]
    for (seed, stream, outputs) in expected {
      var generator = SeededGenerator(seed: seed, stream: stream)
      #expect(outputs.map { _ in generator.next() } == outputs)
    }
  }

  @Test("gives uncorrelated numbers in neighbouring streams and seeds")
  func streamsAreUncorrelated() {
    let count = 20_000
    var generators = [
      SeededGenerator(seed: 1), SeededGenerator(seed: 1, stream: 1), SeededGenerator(seed: 2),
      SeededGenerator(seed: 2, stream: 1),
    ]
    var products = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    for _ in 0..<count {
      let z = generators.indices.map { generators[$0].uniform() - 0.5 }
      for i in 0..<4 { for j in 0..<i { products[i][j] += z[i] * z[j] * 12 } }
    }
    for i in 0..<4 {
      for j in 0..<i {
        // A correlation has standard error 1/√n.
        #expect(abs(products[i][j] / Double(count)) < 4.5 / Double(count).squareRoot())
      }
    }
  }

  @Test("replays from a copy")
  func copyReplays() {
    var generator = SeededGenerator(seed: 5)
    _ = generator.next()
    var copy = generator
    let first = (0..<10).map { _ in generator.normal() }
    #expect(first == (0..<10).map { _ in copy.normal() })
  }

  @Test("draws integers below a bound evenly, and permutations too")
  func integersAndPermutationsAreUniform() {
    var generator = SeededGenerator(seed: 11)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.integer(below: 7)] += 1 }
    #expect(chiSquaredTail(counts, expected: [Double](repeating: 10_000, count: 7)) > 1e-4)

    var orders: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var elements = [0, 1, 2, 3]
      generator.shuffle(&elements)
      orders[elements, default: 0] += 1
    }
    #expect(orders.count == 24)
    let expected = [Double](repeating: 1_000, count: 24)
    #expect(chiSquaredTail(orders.values.sorted(), expected: expected) > 1e-4)
  }

  @Test("samples without replacement: every ordered pair as often as any other")
  func samplesWithoutReplacement() {
    var generator = SeededGenerator(seed: 12)
    var pairs: [[Int]: Int] = [:]
    for _ in 0..<20_000 { pairs[generator.sample(2, below: 5), default: 0] += 1 }
    #expect(pairs.count == 20)
    #expect(pairs.keys.allSatisfy { $0[0] != $0[1] })
    let expected = [Double](repeating: 1_000, count: 20)
    #expect(chiSquaredTail(pairs.values.sorted(), expected: expected) > 1e-4)
    #expect(generator.sample(1_000, below: 1_000).sorted() == Array(0..<1_000))
    #expect(Set(generator.sample(50, below: 1_000_000_000_000)).count == 50)
    #expect(generator.sample(0, below: 0).isEmpty)
  }
}

/// The upper tail of Pearson's χ² for counts against their expectations.
func chiSquaredTail(_ counts: [Int], expected: [Double]) -> Double {
  let statistic = zip(counts, expected).reduce(0) { sum, pair in
    let difference = Double(pair.0) - pair.1
    return sum + difference * difference / pair.1
  }
  return ChiSquared(degreesOfFreedom: Double(counts.count - 1)).survival(statistic)
}
