internal import EvalLinearAlgebra

/// 95% intervals of a concentration by the bootstrap.
public struct ConcentrationIntervals: Sendable, Equatable {
  /// Of the Gini coefficient; `nil` where resamples do not vary, or one in twenty has no total.
  public let gini: ClosedRange<Double>?
  /// Of each top share, in the order of `Concentration.topShares`; `nil` likewise.
  public let topShares: [ClosedRange<Double>?]
  /// Resamples whose total is 0 or less, which are left out.
  public let undefinedCount: Int
  /// Resamples asked for.
  public let replicateCount: Int
}

extension Concentration {
  /// The fewest resamples whose 2.5th and 97.5th percentiles mean anything.
  public static let fewestReplicates = 200

  /// 95% intervals: percentiles of the same figures in resamples of people, with replacement.
  ///
  /// People are taken as a sample of those who might have been there in such a year; for a count of
  /// everyone who was there the figure has no error of sampling. With few people or a heavy upper tail
  /// intervals come out too narrow, and too low at the upper end: the largest amount of all seldom is
  /// in the data. The same seed gives the same intervals, whatever the number of threads.
  ///
  /// - Throws: `PopulationError.tooFewReplicates` below `fewestReplicates`.
  /// - Complexity: O(*replicates* · *n*)
  public func intervals(
    replicates: Int = 999, seed: UInt64
  ) throws(PopulationError) -> ConcentrationIntervals {
    guard replicates >= Concentration.fewestReplicates else {
      throw .tooFewReplicates(found: replicates, needed: Concentration.fewestReplicates)
    }
    let shares = topShares.map(\.people)
    let drawn = RowTasks.map(Array(0..<replicates)) { replicate in
      resampled(SeededGenerator(seed: seed, stream: UInt64(replicate)), shares: shares)
    }
    let defined = drawn.compactMap(\.self)
    let isDefined = 20 * (replicates - defined.count) < replicates
    func interval(_ place: Int) -> ClosedRange<Double>? {
      guard isDefined, let found = PercentileInterval(defined.map { $0[place] }),
        let lower = found.lower, let upper = found.upper
      else { return nil }
      return lower...upper
    }
    return ConcentrationIntervals(
      gini: interval(0), topShares: shares.indices.map { interval($0 + 1) },
      undefinedCount: replicates - defined.count, replicateCount: replicates)
  }

  /// The Gini coefficient, then the top shares, of one resample; `nil` without a total.
  private func resampled(_ generator: SeededGenerator, shares: [Double]) -> [Double]? {
    var generator = generator
    var times = Array(repeating: 0, count: sorted.count)
    generator.draw(sorted.count, below: sorted.count) { times[$0] += 1 }
    // The amounts are in order already, so that counting draws sorts them.
    var resample: [Double] = []
    resample.reserveCapacity(sorted.count)
    for (place, count) in times.enumerated() {
      for _ in 0..<count { resample.append(sorted[place]) }
    }
    let total = resample.reduce(0, +)
    guard total > 0 else { return nil }
    return [Concentration.gini(sorted: resample, total: total)]
      + shares.map { Concentration.topShare($0, sorted: resample, total: total) }
  }
}
