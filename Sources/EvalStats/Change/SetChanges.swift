/// How much more a set's treated changed than its controls, set by set.
///
/// d = (post − pre) among the set's treated − (post − pre) among its controls, each a weighted rate
/// per 1,000 person-months. Sets in which some cell has no person-time have no change and are
/// counted apart. Everything made from d speaks of a difference in rates, not of a ratio, and gives
/// every set the same say, however short its time.
public struct SetChanges: Sendable, Equatable {
  /// The change of each set with person-time in all four cells, sets in ascending order.
  public let differences: [Double]
  /// Sets left out because a cell had no person-time.
  public let omittedSetCount: Int

  /// Rates that are equal in arithmetic differ in their last bits; differences within this share of
  /// the largest are made equal, so that ties and zeros are seen as such.
  private static let tieTolerance = 1e-10

  /// - Throws: `ChangeError` as `RateOfChange.init`; `.sharedPeople`, `.noCompleteSet`.
  public init(_ counts: PrePostCounts) throws(ChangeError) {
    try self.init(RateOfChange(counts), method: "a comparison of set-level changes")
  }

  init(_ change: RateOfChange, method: String) throws(ChangeError) {
    if let shared = change.shared {
      throw .sharedPeople(method: method, people: shared.sharedCount)
    }
    var differences: [Double] = []
    for set in change.bySet.events.indices {
      let time = change.bySet.time[set]
      guard (0..<4).allSatisfy({ time[$0] > 0 }) else { continue }
      let rates = change.bySet.events[set] / time
      differences.append(1000 * (CellContrast.rateOfChange.coefficients * rates).sum())
    }
    guard !differences.isEmpty else { throw .noCompleteSet }
    omittedSetCount = change.setCount - differences.count
    self.differences = SetChanges.settingTies(differences)
  }

  /// Gives values that differ only by rounding one common value, and values that only rounding
  /// keeps from zero the value zero.
  static func settingTies(_ values: [Double]) -> [Double] {
    let tolerance = tieTolerance * (values.map(abs).max() ?? 0)
    var result = values.map { abs($0) <= tolerance ? 0 : $0 }
    let order = result.indices.sorted { (abs(result[$0]), $0) < (abs(result[$1]), $1) }
    for (place, index) in order.enumerated().dropFirst() {
      let previous = abs(result[order[place - 1]])
      if abs(result[index]) - previous <= tolerance {
        result[index] = result[index] < 0 ? -previous : previous
      }
    }
    return result
  }

  /// What to say of sets left out, if any were.
  var caveats: [String] {
    guard omittedSetCount > 0 else { return [] }
    return [
      "\(omittedSetCount) matched \(omittedSetCount == 1 ? "set" : "sets") without person-time in "
        + "both arms before and after left out."
    ]
  }

  /// The mean change with Student's t on the sets (a paired t test).
  ///
  /// - Throws: `ChangeError.tooFewSets` with one set, `.noVariation` if all changed alike.
  public func pairedT() throws(ChangeError) -> Finding {
    let count = differences.count
    guard count >= 2 else { throw .tooFewSets(found: count, needed: 2) }
    let mean = differences.reduce(0, +) / Double(count)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard squares > 0 else { throw .noVariation(method: "a t test") }
    let standardError = (squares / Double(count - 1) / Double(count)).squareRoot()
    let distribution = StudentT(degreesOfFreedom: Double(count - 1))
    let reach = distribution.upperQuantile(0.025) * standardError
    return Finding(
      estimand: "mean set-level difference in change per 1,000 person-months",
      method: "paired t on set-level change, t(\(count - 1))", estimate: mean,
      standardError: standardError, lower: mean - reach, upper: mean + reach,
      pValue: min(1, 2 * distribution.survival(abs(mean) / standardError)),
      degreesOfFreedom: Double(count - 1), caveats: caveats)
  }
}
