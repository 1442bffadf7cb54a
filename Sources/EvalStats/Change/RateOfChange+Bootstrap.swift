internal import EvalLinearAlgebra
private import Foundation

extension RateOfChange {
  /// With a larger share of undefined resamples no interval is given.
  private static let undefinedShareLimit = 0.05

  /// A percentile interval from resampling matched sets with replacement.
  ///
  /// Each repetition draws as many sets as there are, adds up their totals and takes the ratio or
  /// difference again; the interval runs from the 2.5th to the 97.5th percentile (type 7). Nothing
  /// is refitted. Repetitions without a defined ratio are left out and said.
  ///
  /// - Throws: `ChangeError.sharedPeople` where people serve in several sets, `.noEvents`,
  ///   `.tooFewSets`.
  /// - Complexity: O(*sets* · *repetitions*)
  public func bootstrap(
    of scale: ChangeScale = .ratio, repetitions: Int = 1_999,
    using generator: inout SeededGenerator
  ) throws(ChangeError) -> Finding {
    try requireSeparateSets("bootstrap by matched set")
    guard repetitions >= 200 else {
      throw .tooFewRepetitions(found: repetitions, needed: 200)
    }
    let statistic = ResampledStatistic(scale: scale)
    let observed = try observedValue(on: scale)
    let resampler = ClusterResampler(bySet)
    let seed = generator.next()
    // Replicate r draws from stream r, whatever the thread.
    let values = Workers.map(count: repetitions, blockSize: 50) { replicate in
      var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
      let cells = resampler.draw(using: &generator)
      return statistic.value(events: cells.events, time: cells.time)
    }.compactMap { $0 }
    let undefined = repetitions - values.count
    var caveats: [String] = []
    if undefined > 0 {
      caveats.append(
        "\(undefined) of \(repetitions) resamples had no events in some window and were left out.")
    }
    // The percentiles of the rest would be those of the lucky resamples.
    let isCarried = Double(undefined) <= RateOfChange.undefinedShareLimit * Double(repetitions)
    let interval = isCarried ? PercentileInterval(values) : nil
    if interval == nil {
      caveats.append("The resamples do not carry an interval.")
    }
    return Finding(
      estimand: scale.estimand, method: "bootstrap by matched set, \(repetitions) resamples",
      estimate: statistic.reported(observed), standardError: interval?.standardDeviation,
      lower: interval?.lower.map(statistic.reported),
      upper: interval?.upper.map(statistic.reported), pValue: nil, caveats: caveats)
  }
}
