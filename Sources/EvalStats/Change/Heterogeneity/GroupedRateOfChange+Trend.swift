private import EvalLinearAlgebra

extension GroupedRateOfChange {
  /// Whether the rate of change moves steadily over ordered groups (fifths of deprivation, risk
  /// bands): the slope of the groups' estimates on their scores, weighted by 1/SE².
  ///
  /// b = Σc·θ with c = w(s − s̄)/Σw(s − s̄)², s̄ the weighted mean score; Var b = Σc²SE², against t with
  /// Satterthwaite's degrees of freedom (Σc²SE²)²/Σ(c²SE²)²/ν from each group's own ν. Where groups
  /// share people, Var b = cᵀVc with the two-way covariance of `interactionTest`, t(clusters − 1).
  ///
  /// It has more power than the test of interaction against a steady change and none against others;
  /// it does not show that the trend is straight. With few sets in a group it finds trends too often:
  /// `permutationTest(of: .trend)` is then the one to read.
  ///
  /// - Parameter scores: One number a group, in the order of `groups`; `nil` takes the places of the
  ///   levels, 1, 2, 3…, and leaves "others" out, which have no place.
  /// - Returns: The ratio of rate-of-change ratios for one more step, or the difference.
  /// - Throws: `HeterogeneityError.tooFewGroups` below three groups; `.invalidCovariate`;
  ///   `.noVariation` for scores all alike.
  public func trend(
    on scale: ChangeScale = .ratio, scores: [Double]? = nil
  ) throws(HeterogeneityError) -> Finding {
    precondition(
      scores.map { $0.count == groups.count } ?? true,
      "\(scores?.count ?? 0) scores for \(groups.count) groups")
    if let row = scores?.firstIndex(where: { !$0.isFinite }) {
      throw .invalidCovariate(name: "score", row: row)
    }
    let usable = comparable(on: scale).compactMap { group in
      (scores?[group.place] ?? group.score).map { (group: group, score: $0) }
    }
    guard usable.count >= 3 else {
      throw .tooFewGroups(method: "a test of trend", found: usable.count, needed: 3)
    }
    let weights = usable.map { 1 / ($0.group.standardError * $0.group.standardError) }
    let total = weights.reduce(0, +)
    let mean = zip(weights, usable).reduce(0) { $0 + $1.0 * $1.1.score } / total
    let spread = zip(weights, usable).reduce(0) {
      $0 + $1.0 * ($1.1.score - mean) * ($1.1.score - mean)
    }
    guard Set(usable.map(\.score)).count > 1, spread > 0, spread.isFinite else {
      throw .noVariation(method: "a test of trend")
    }
    let coefficients = zip(weights, usable).map { $0 * ($1.score - mean) / spread }
    let slope = zip(coefficients, usable).reduce(0) { $0 + $1.0 * $1.1.group.estimate }
    let (variance, degreesOfFreedom, label) = slopeVariance(
      coefficients, usable.map(\.group), on: scale)
    let finding = GroupEstimates.finding(
      on: scale, "\(scale.slopeEstimand(of: scale.estimand)) for one more step",
      method: "trend over \(usable.count) \(groupNoun), inverse variance, \(label)",
      estimate: slope, standardError: variance.squareRoot(), degreesOfFreedom: degreesOfFreedom,
      caveats: leftOut(on: scale) + fewSetsCaveat(on: scale))
    return finding
  }

  private func slopeVariance(
    _ coefficients: [Double], _ usable: [ComparableGroup], on scale: ChangeScale
  ) -> (variance: Double, degreesOfFreedom: Double, label: String) {
    guard sharedPersonCount == 0 else {
      let stacked = StackedGroups(usable, on: scale)
      let variance = zip(coefficients, stacked.covariance * coefficients).reduce(0) {
        $0 + $1.0 * $1.1
      }
      let degrees = stacked.clusterCount - 1
      return (max(0, variance), Double(degrees), "\(stacked.label), t(\(degrees))")
    }
    var variance = 0.0
    var squares = 0.0
    for (coefficient, group) in zip(coefficients, usable) {
      let part = coefficient * coefficient * group.standardError * group.standardError
      variance += part
      squares += part * part / group.degreesOfFreedom
    }
    let degrees = variance * variance / squares
    return (
      variance, degrees, "Satterthwaite t(\(Decimals.text(degrees, places: 1)))"
    )
  }
}
