private import Foundation

/// What counts against groups having the same rate of change.
public enum GroupDeparture: String, Sendable, Codable, CaseIterable {
  /// Any difference between them.
  case difference
  /// A steady change over their order.
  case trend
}

/// A test of whether groups differ that dealt the matched sets out to the groups anew.
public struct GroupPermutationTest: Sendable, Equatable {
  /// What counted against the hypothesis.
  public let departure: GroupDeparture
  /// Cochran's Q, or the distance of the slope from 0 in standard errors, of the groups as they are.
  public let statistic: Double
  /// (1 + as extreme)/(1 + dealt).
  public let pValue: Double
  /// How it was made.
  public let method: String
  /// What to keep in mind.
  public let caveats: [String]
}

extension GroupedRateOfChange {
  /// Whether the groups differ, by dealing the matched sets out to them at random: the test to read
  /// where groups are small.
  ///
  /// Each deal keeps the number of sets in each group. The statistic is Cochran's Q (or the weighted
  /// slope over its standard error) with each group's own CR1 variance by set; deals in which a group
  /// has no events in a cell, or sets that do not differ, count as extreme. It is exact if sets are
  /// exchangeable between groups, and since each group is scaled by its own variance it holds nearly
  /// where groups differ in level but not in change (Chung and Romano 2013,
  /// doi:10.1214/13-AOS1090): in 400 simulations of over-dispersed counts in groups of different level
  /// and equal change it rejected at the 5% level in 2.8% with 12 groups of 10 sets and in 4.8% with 5
  /// of 25, the trend in 3.3% and 5.3%.
  ///
  /// - Parameter departure: What counts against the hypothesis; a trend is over the places of the
  ///   levels, without "others".
  /// - Throws: `HeterogeneityError.tooFewGroups`; `.change(.sharedPeople)` where people serve in
  ///   several sets; `.change(.tooFewRepetitions)` below 99.
  /// - Complexity: O(*repetitions · sets*)
  public func permutationTest(
    of departure: GroupDeparture = .difference, on scale: ChangeScale = .ratio,
    repetitions: Int = 1_999, using generator: inout SeededGenerator
  ) throws(HeterogeneityError) -> GroupPermutationTest {
    guard repetitions >= 99 else {
      throw .change(.tooFewRepetitions(found: repetitions, needed: 99))
    }
    let usable = comparable(on: scale).filter { departure == .difference || $0.score != nil }
    let needed = departure == .difference ? 2 : 3
    let name = departure == .difference ? "a test of interaction" : "a test of trend"
    guard usable.count >= needed else {
      throw .tooFewGroups(method: name, found: usable.count, needed: needed)
    }
    if let shared = usable.compactMap(\.change.shared).first {
      throw .change(
        .sharedPeople(method: "dealing sets out to groups", people: shared.sharedCount))
    }
    guard sharedPersonCount == 0 else {
      throw .change(
        .sharedPeople(method: "dealing sets out to groups", people: sharedPersonCount))
    }
    let deal = SetDeal(usable, scale: scale, departure: departure)
    var order = Array(0..<deal.setCount)
    guard let observed = deal.statistic(order) else { throw .noVariation(method: name) }
    // Sums in another order differ in the last bits: a tie with the observed value is a tie.
    let threshold = observed - 1e-9 * max(1, observed)
    var extreme = 0
    for _ in 0..<repetitions {
      generator.shuffle(&order)
      if deal.statistic(order).map({ $0 >= threshold }) ?? true { extreme += 1 }
    }
    let pValue = Double(1 + extreme) / Double(1 + repetitions)
    let error = (pValue * (1 - pValue) / Double(repetitions)).squareRoot()
    return GroupPermutationTest(
      departure: departure, statistic: observed, pValue: pValue,
      method: "\(deal.setCount) matched sets dealt out to \(usable.count) \(groupNoun) "
        + "\(repetitions) times, \(scale.rawValue) scale",
      caveats: leftOut(on: scale) + [
        "The p-value comes from random deals; its Monte Carlo standard error is "
          + "\(Decimals.text(error, places: 4))."
      ])
  }
}

/// The totals of matched sets that may be dealt out to groups of given sizes.
struct SetDeal {
  private let events: [SIMD4<Double>]
  private let time: [SIMD4<Double>]
  private let sizes: [Int]
  private let scores: [Double]
  private let scale: ChangeScale
  private let departure: GroupDeparture

  init(_ groups: [ComparableGroup], scale: ChangeScale, departure: GroupDeparture) {
    events = groups.flatMap(\.change.bySet.events)
    time = groups.flatMap(\.change.bySet.time)
    sizes = groups.map(\.change.bySet.clusterCount)
    scores = groups.map { $0.score ?? 0 }
    self.scale = scale
    self.departure = departure
  }

  var setCount: Int { events.count }

  /// The statistic of groups that take the sets in this order; `nil` where it is not defined.
  func statistic(_ order: [Int]) -> Double? {
    var estimates: [Double] = []
    var weights: [Double] = []
    var start = 0
    for size in sizes {
      let sets = order[start..<(start + size)]
      start += size
      guard let (estimate, variance) = group(sets) else { return nil }
      estimates.append(estimate)
      weights.append(1 / variance)
    }
    let total = weights.reduce(0, +)
    func mean(_ values: [Double]) -> Double {
      zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    let centre = mean(estimates)
    switch departure {
    case .difference:
      return zip(weights, estimates).reduce(0) {
        $0 + $1.0 * ($1.1 - centre) * ($1.1 - centre)
      }
    case .trend:
      let middle = mean(scores)
      var cross = 0.0
      var spread = 0.0
      for place in scores.indices {
        let distance = scores[place] - middle
        cross += weights[place] * distance * estimates[place]
        spread += weights[place] * distance * distance
      }
      return spread > 0 ? abs(cross) / spread.squareRoot() : nil
    }
  }

  /// The estimate of some sets and its CR1 variance.
  private func group(_ sets: ArraySlice<Int>) -> (estimate: Double, variance: Double)? {
    var events = SIMD4<Double>.zero
    var time = SIMD4<Double>.zero
    for set in sets {
      events += self.events[set]
      time += self.time[set]
    }
    guard time.min() > 0, scale == .difference || events.min() > 0, sets.count > 1 else {
      return nil
    }
    let rates = events / time
    let signs = CellContrast.rateOfChange.coefficients
    let scaled = signs / (scale == .ratio ? events : time / 1000)
    var squares = 0.0
    for set in sets {
      let influence = (scaled * (self.events[set] - rates * self.time[set])).sum()
      squares += influence * influence
    }
    guard squares > 1e-24 else { return nil }
    let estimate =
      scale == .ratio
      ? log(rates[3]) - log(rates[2]) - log(rates[1]) + log(rates[0])
      : 1000 * (signs * rates).sum()
    return (estimate, squares * Double(sets.count) / Double(sets.count - 1))
  }
}
