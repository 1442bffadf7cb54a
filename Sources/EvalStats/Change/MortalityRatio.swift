extension WindowDeaths {
  /// The ratio of the arms' weighted shares of people who died within the window, treated over
  /// control, clustered by matched set.
  ///
  /// Its interval excluding 1 belongs in the headline: the dead use nothing. Where an arm has no
  /// death the crude exact interval stands in, without weights.
  ///
  /// - Throws: `ChangeError.undefinedRatio` without deaths among the controls, `.tooFewSets`.
  public func ratio(in cohort: Cohort) throws(ChangeError) -> Finding {
    let members = observable.members
    let ones = Array(repeating: 1.0, count: members.count)
    let zeros = Array(repeating: 0.0, count: members.count)
    let counts = PrePostCounts(
      arms: members.map { cohort.arms[$0] }, sets: members.map { cohort.sets[$0] },
      persons: members.map { cohort.persons[$0] }, weights: members.map { cohort.weights[$0] },
      before: zeros, timeBefore: ones, after: died.map { $0 ? 1 : 0 }, timeAfter: ones)
    return try mortalityRatio(counts)
  }
}

/// The weighted ratio of shares where both arms have deaths, the crude exact one otherwise.
func mortalityRatio(_ counts: PrePostCounts) throws(ChangeError) -> Finding {
  let change = try RateOfChange(counts)
  if change.events[1] > 0, change.events[3] > 0 {
    let ratio = try change.level(in: .after)
    return Finding(
      estimand: "mortality ratio", method: ratio.method, estimate: ratio.estimate,
      standardError: ratio.standardError, lower: ratio.lower, upper: ratio.upper,
      pValue: ratio.pValue, degreesOfFreedom: ratio.degreesOfFreedom, caveats: ratio.caveats)
  }
  func crude(_ arm: Arm) -> (deaths: Int, people: Double) {
    let rows = counts.arms.indices.filter { counts.arms[$0] == arm && counts.weights[$0] > 0 }
    return (rows.count { counts.after[$0] > 0 }, Double(rows.count))
  }
  let treated = crude(.treated)
  let control = crude(.control)
  let exact = try RateRatio(
    events: treated.deaths, time: treated.people, referenceEvents: control.deaths,
    referenceTime: control.people
  ).exact()
  return Finding(
    estimand: "mortality ratio", method: exact.method, estimate: exact.estimate,
    standardError: nil, lower: exact.lower, upper: exact.upper, pValue: exact.pValue,
    caveats: ["An arm has no deaths, so the interval is the crude exact one, without weights."])
}
