private import Foundation

extension RateOfChange {
  /// Whether the change could be chance, by exchanging who was treated within each matched set.
  ///
  /// The two-sided p is the share of exchanges whose statistic (log RRR, or the difference in
  /// differences) is at least as far from 0 as the one seen. All exchanges are enumerated where
  /// there are at most `enumerationLimit`; otherwise `repetitions` are drawn and
  /// p = (1 + extreme)/(1 + drawn). Exchanges with an undefined statistic count as extreme. It
  /// tests that the programme changed nobody's use; it gives no interval.
  ///
  /// - Throws: `ChangeError.sharedPeople` where people serve in several sets, as they cannot be
  ///   exchanged in one of them alone; `.noCompleteSet` where no set holds both arms; `.noEvents` if
  ///   the observed ratio is undefined.
  /// - Complexity: O(*sets* · *exchanges*)
  public func permutation(
    of scale: ChangeScale = .ratio, repetitions: Int = 9_999, enumerationLimit: Int = 20_000,
    using generator: inout SeededGenerator
  ) throws(ChangeError) -> Finding {
    try requireSeparateSets("permutation within matched sets")
    guard repetitions >= 99 else {
      throw .tooFewRepetitions(found: repetitions, needed: 99)
    }
    let statistic = ResampledStatistic(scale: scale)
    let observed = try observedValue(on: scale)
    let sets = membersBySet.map { SetArrangements(counts, members: $0) }
    // Sums in another order differ in the last bits: a tie with the observed value is a tie.
    let threshold = abs(observed) - 1e-9 * max(1, abs(observed))
    let isExtreme: (SIMD4<Double>, SIMD4<Double>) -> Bool = { events, time in
      statistic.value(events: events, time: time).map { abs($0) >= threshold } ?? true
    }
    let count = RateOfChange.exchangeCount(sets, limit: enumerationLimit)
    guard count != 1 else { throw .noCompleteSet }
    let pValue: Double
    let method: String
    var caveats: [String] = []
    if let count {
      let extreme = RateOfChange.enumerate(sets, isExtreme: isExtreme)
      pValue = Double(extreme) / Double(count)
      method = "exact permutation within matched sets, \(count) exchanges"
    } else {
      var extreme = 0
      for _ in 0..<repetitions {
        var events = SIMD4<Double>.zero
        var time = SIMD4<Double>.zero
        for set in sets {
          let cells = set.draw(using: &generator)
          events += cells.events
          time += cells.time
        }
        if isExtreme(events, time) { extreme += 1 }
      }
      pValue = Double(1 + extreme) / Double(1 + repetitions)
      method = "permutation within matched sets, \(repetitions) random exchanges"
      let error = (pValue * (1 - pValue) / Double(repetitions)).squareRoot()
      caveats.append(
        "The p-value comes from random exchanges; its Monte Carlo standard error is "
          + "\(Decimals.text(error, places: 4)).")
    }
    return Finding(
      estimand: scale.estimand, method: method, estimate: statistic.reported(observed),
      standardError: nil, lower: nil, upper: nil, pValue: pValue, caveats: caveats)
  }

  /// log RRR, or the difference in differences per 1,000 person-months.
  func observedValue(on scale: ChangeScale) throws(ChangeError) -> Double {
    switch scale {
    case .ratio: try logEstimate(of: .rateOfChange)
    case .difference: 1000 * (CellContrast.rateOfChange.coefficients * rates).sum()
    }
  }

  /// Members of positive weight of each set, sets in ascending order.
  var membersBySet: [[Int]] {
    var members: [Int: [Int]] = [:]
    for member in 0..<counts.count where counts.weights[member] > 0 {
      members[counts.sets[member], default: []].append(member)
    }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Refuses a method that treats sets as independent where they are not.
  func requireSeparateSets(_ method: String) throws(ChangeError) {
    if let shared { throw .sharedPeople(method: method, people: shared.sharedCount) }
    if setCount < 2 { throw .tooFewSets(found: setCount, needed: 2) }
  }

  /// The number of exchanges over all sets, or `nil` above the limit.
  private static func exchangeCount(_ sets: [SetArrangements], limit: Int) -> Int? {
    var count = 1
    for set in sets {
      guard let listed = set.listed else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: listed.count)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// Visits every combination of the sets' exchanges and counts the extreme ones.
  private static func enumerate(
    _ sets: [SetArrangements], isExtreme: (SIMD4<Double>, SIMD4<Double>) -> Bool
  ) -> Int {
    var extreme = 0
    func visit(_ place: Int, _ events: SIMD4<Double>, _ time: SIMD4<Double>) {
      guard place < sets.count else {
        if isExtreme(events, time) { extreme += 1 }
        return
      }
      for cells in sets[place].listed ?? [] {
        visit(place + 1, events + cells.events, time + cells.time)
      }
    }
    visit(0, .zero, .zero)
    return extreme
  }
}
