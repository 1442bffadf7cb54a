import EvalStats
import EvalTestSupport
import Testing

@Suite("Bootstrap of a difference of means")
struct MeanDifferenceBootstrapTests {
  static func made(
    _ first: [Double], _ second: [Double], repetitions: Int = 4_000, seed: UInt64 = 3
  ) throws -> MeanDifferenceBootstrap {
    var generator = SeededGenerator(seed: seed)
    return try MeanDifferenceBootstrap(
      first, second, repetitions: repetitions, using: &generator)
  }

  @Test("Two values a group: the replicates follow the law that can be listed")
  func listed() throws {
    // Means 0, ½, 1 with chances ¼, ½, ¼ less 0: the second group does not vary.
    let bootstrap = try Self.made([0, 1], [0, 0], repetitions: 40_000)
    #expect(bootstrap.estimate == 0.5)
    for (value, chance) in [(0.0, 0.25), (0.5, 0.5), (1.0, 0.25)] {
      let share = Double(bootstrap.replicates.count { $0 == value }) / 40_000
      // Four standard errors.
      #expect(abs(share - chance) < 4 * (chance * (1 - chance) / 40_000).squareRoot())
    }
    #expect(bootstrap.acceleration == 0)
    #expect(agree(bootstrap.plugInError, 0.125.squareRoot(), relative: 1e-14))
  }

  @Test("Plug-in error and acceleration by hand")
  func influence() throws {
    // Influences 1/3 of (−1, −1, 2) and −1/2 of (−1, 1).
    let bootstrap = try Self.made([0, 0, 3], [4, 6])
    let squares = 6.0 / 9 + 2.0 / 4
    #expect(agree(bootstrap.plugInError, squares.squareRoot(), relative: 1e-14))
    #expect(
      agree(
        bootstrap.acceleration, (6.0 / 27) / (6 * squares * squares.squareRoot()),
        relative: 1e-13))
  }

  @Test(
    "Every draw is equally likely, for counts on either side of a power of two",
    arguments: [3, 4, 5, 7])
  func uniform(count: Int) throws {
    // The means of the resamples average to the mean of the values only if draws are fair.
    let values = (0..<count).map { Double($0 == 0 ? 1 : 0) }
    let bootstrap = try Self.made(values, [0, 0], repetitions: 20_000)
    #expect(
      abs(bootstrap.bias) < 4 * bootstrap.plugInError / Double(20_000).squareRoot())
    #expect(agree(bootstrap.standardError, bootstrap.plugInError, relative: 0.03))
  }

  @Test("Intervals of symmetric data agree with each other and with the normal")
  func intervals() throws {
    let first = (0..<60).map { Double($0 % 10) }
    let second = (0..<50).map { Double($0 % 10) + 1 }
    let bootstrap = try Self.made(first, second, repetitions: 9_999)
    let width = 2 * 1.959963984540054 * bootstrap.plugInError
    let accelerated = try #require(bootstrap.accelerated())
    for interval in [
      bootstrap.normal(), bootstrap.basic(), bootstrap.percentile(), accelerated,
    ] {
      #expect(agree(interval.lowerBound, -1 - width / 2, absolute: 0.04 * width))
      #expect(agree(interval.upperBound, -1 + width / 2, absolute: 0.04 * width))
    }
    // Type 6: with 9,999 replicates the 250th and the 9,750th.
    #expect(bootstrap.percentile().lowerBound == bootstrap.replicates[249])
    #expect(bootstrap.percentile().upperBound == bootstrap.replicates[9_749])
    #expect(bootstrap.percentile(level: 0.9).lowerBound == bootstrap.replicates[499])
  }

  @Test("The same seed gives the same replicates, another seed others")
  func seeded() throws {
    let (first, second) = ([1.0, 5, 9, 2], [3.0, 3, 8])
    let one = try Self.made(first, second)
    #expect(try Self.made(first, second) == one)
    #expect(try Self.made(first, second, seed: 4).replicates != one.replicates)
  }

  @Test("Too few values, replicates or nothing that varies are refused")
  func refusals() {
    #expect(throws: ChangeError.tooFewPeople(found: 1, needed: 2)) { try Self.made([1], [1, 2]) }
    #expect(throws: ChangeError.tooFewRepetitions(found: 199, needed: 200)) {
      try Self.made([1, 2], [1, 2], repetitions: 199)
    }
    #expect(throws: ChangeError.noVariation(method: "the bootstrap of means")) {
      try Self.made([1, 1], [2, 2])
    }
  }
}
