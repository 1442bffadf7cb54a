/// Pounds and people by cluster, ready to be resampled.
struct CostSample {
  /// Weighted pounds and weighted people of each cluster in the four cells: Σwy and Σw.
  private let totals: ClusterTotals
  private let pounds: PrePostCounts
  private let setCount: Int
  private let clustersArePeople: Bool

  /// Checks the pounds and adds them up.
  ///
  /// - Parameter allowsNegative: Whether an amount may be below 0, as money paid back is. A mean and
  ///   a difference of means need no amount to be positive, where a ratio would.
  init(_ pounds: PrePostCounts, allowsNegative: Bool) throws(ChangeError) {
    // One "month" a member in each window turns rates into means per person over fixed windows.
    let ones = Array(repeating: 1.0, count: pounds.count)
    func perPerson(_ amount: (Double) -> Double) -> PrePostCounts {
      PrePostCounts(
        arms: pounds.arms, sets: pounds.sets, persons: pounds.persons, weights: pounds.weights,
        before: pounds.before.map(amount), timeBefore: ones, after: pounds.after.map(amount),
        timeAfter: ones)
    }
    // What is wrong with an amount, but for its sign, is wrong with its size.
    try RateOfChange.check(perPerson { allowsNegative ? abs($0) : $0 })
    let counts = perPerson { $0 }
    let bySet = ClusterTotals(counts, by: counts.sets)
    let shared = SharedTotals(counts)
    setCount = bySet.clusterCount
    clustersArePeople = shared != nil
    totals = shared?.byPerson ?? bySet
    self.pounds = pounds
  }

  /// The means by cell, the difference in differences and its percentile interval.
  func line(
    setting: Setting?, payer: String, basis: String, repetitions: Int,
    using generator: inout SeededGenerator
  ) throws(ChangeError) -> CostComparison.Line {
    guard repetitions >= 200 else {
      throw .tooFewRepetitions(found: repetitions, needed: 200)
    }
    guard totals.clusterCount >= 2 else {
      throw .tooFewSets(found: totals.clusterCount, needed: 2)
    }
    let overall = totals.overall
    let means = overall.events / overall.time
    var values: [Double] = []
    values.reserveCapacity(repetitions)
    for _ in 0..<repetitions {
      var pounds = SIMD4<Double>.zero
      var people = SIMD4<Double>.zero
      for _ in 0..<totals.clusterCount {
        let cluster = generator.integer(below: totals.clusterCount)
        pounds += totals.events[cluster]
        people += totals.time[cluster]
      }
      // A resample may hold nobody of an arm; it says nothing of a difference.
      guard (0..<4).allSatisfy({ people[$0] > 0 }) else { continue }
      values.append((CellContrast.rateOfChange.coefficients * (pounds / people)).sum())
    }
    var caveats: [String] = []
    if clustersArePeople {
      caveats.append(
        "Some people serve in several matched sets, so people were resampled instead of sets.")
    }
    if values.count < repetitions {
      caveats.append(
        "\(repetitions - values.count) of \(repetitions) resamples held nobody of an arm and were "
          + "left out.")
    }
    let interval = PercentileInterval(values)
    if interval == nil {
      caveats.append("The resamples do not differ from one another, so no interval can be given.")
    }
    let finding = Finding(
      estimand: "difference in differences in pounds per treated person",
      method: "difference of weighted means, bootstrap by "
        + "\(clustersArePeople ? "person" : "matched set"), \(repetitions) resamples, percentiles",
      estimate: (CellContrast.rateOfChange.coefficients * means).sum(),
      standardError: interval?.standardDeviation, lower: interval?.lower, upper: interval?.upper,
      pValue: nil, caveats: caveats)
    return CostComparison.Line(
      setting: setting, payer: payer, treatedBefore: means[2], treatedAfter: means[3],
      controlBefore: means[0], controlAfter: means[1], difference: finding, basis: basis,
      setCount: setCount, pounds: pounds)
  }
}
