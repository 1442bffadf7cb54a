internal import EvalLinearAlgebra

/// Bootstrap intervals of the difference of two means, resampling within each group.
///
/// Every replicate draws as many members of each group as it has, with replacement, and takes the
/// difference of the means again. The intervals are those of Davison and Hinkley (1997,
/// doi:10.1017/CBO9780511802843, chapter 5); quantiles are of type 6. Members are taken to be
/// independent: matched sets are resampled whole by `RateOfChange.bootstrap`.
public struct MeanDifferenceBootstrap: Sendable, Equatable {
  /// The first mean less the second.
  public let estimate: Double
  /// √(σ₁²/n₁ + σ₀²/n₀) with divisors n: what the bootstrap's standard error tends to.
  public let plugInError: Double
  /// a = Σl³/{6 (Σl²)^1.5} with the influence values l = ±(v − mean)/n: how the standard error changes
  /// with the estimate.
  public let acceleration: Double
  /// The replicates, ascending.
  public let replicates: [Double]

  /// - Throws: `ChangeError.tooFewPeople` below two in a group, `.noVariation` where neither varies,
  ///   `.tooFewRepetitions` below 200, `.invalidValue`.
  /// - Complexity: O(*N* · *repetitions*), on all processors; the result does not depend on their
  ///   number.
  public init(
    _ first: [Double], _ second: [Double], repetitions: Int = 1_999,
    using generator: inout SeededGenerator
  ) throws(ChangeError) {
    let one = try Sample(first, column: "first group", needed: 2)
    let other = try Sample(second, column: "second group", needed: 2)
    guard repetitions >= 200 else { throw .tooFewRepetitions(found: repetitions, needed: 200) }
    guard one.squares > 0 || other.squares > 0 else {
      throw .noVariation(method: "the bootstrap of means")
    }
    estimate = one.mean - other.mean
    var squares = 0.0
    var cubes = 0.0
    for (values, sample, sign) in [(first, one, 1.0), (second, other, -1.0)] {
      for value in values {
        let influence = sign * (value - sample.mean) / Double(sample.count)
        squares += influence * influence
        cubes += influence * influence * influence
      }
    }
    plugInError = squares.squareRoot()
    acceleration = cubes / (6 * squares * squares.squareRoot())
    let seed = generator.next()
    replicates = MeanDifferenceBootstrap.draw(first, second, repetitions, seed: seed).sorted()
  }

  /// Replicate r draws from stream r, whatever the thread.
  private static func draw(
    _ first: [Double], _ second: [Double], _ repetitions: Int, seed: UInt64
  ) -> [Double] {
    Workers.map(count: repetitions, blockSize: 250) { replicate in
      var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
      return mean(first, using: &generator) - mean(second, using: &generator)
    }
  }

  /// The mean of as many values drawn with replacement.
  private static func mean(
    _ values: [Double], using generator: inout SeededGenerator
  ) -> Double {
    let count = UInt64(values.count)
    guard count <= UInt64(UInt32.max) else {
      return values.reduce(0) { sum, _ in
        sum + values[generator.integer(below: values.count)]
      } / Double(count)
    }
    // Two draws a number (Lemire 2019): the high half of 32 random bits times the count; low halves
    // below the threshold would make some draws likelier.
    let threshold = (1 << 32) % count
    var sum = 0.0
    var left = values.count
    while left > 0 {
      let bits = generator.next()
      let high = (bits >> 32) * count
      if high & 0xFFFF_FFFF >= threshold {
        sum += values[Int(high >> 32)]
        left -= 1
      }
      let low = (bits & 0xFFFF_FFFF) * count
      if left > 0, low & 0xFFFF_FFFF >= threshold {
        sum += values[Int(low >> 32)]
        left -= 1
      }
    }
    return sum / Double(count)
  }
}
