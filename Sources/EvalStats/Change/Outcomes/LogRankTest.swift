private import Foundation

/// Whether one arm has the event sooner than the other: the log-rank test, plain or stratified.
///
/// χ² = (Σ O − E)²/Σ V on one degree of freedom, summed over event times and strata, E = d·n₁/n and
/// V = d·(n₁/n)(n₀/n)(n − d)/(n − 1) (Mantel 1966; Peto and Peto 1972, doi:10.2307/2344317).
/// Stratified by matched set it compares within sets alone; unstratified it takes matched people to be
/// independent and is then conservative where matching was on what matters. It sees lasting
/// differences best and crossing curves badly. Weights are not used.
public struct LogRankTest: Sendable, Equatable {
  /// Events among the treated.
  public let observed: Double
  /// Those expected were both arms alike.
  public let expected: Double
  /// The variance of the difference.
  public let variance: Double
  /// (O − E)²/V
  public let chiSquared: Double
  /// Of χ² on one degree of freedom.
  public let pValue: Double
  /// Strata that told anything.
  public let informativeStrata: Int
  /// What was tested.
  public let method: String

  /// Tests both arms.
  ///
  /// - Parameter bySet: Whether to stratify by matched set.
  /// - Throws: `OutcomeError.noEvents`; `.noVariation` where no event happened while both arms were at
  ///   risk.
  /// - Precondition: The follow-up has sets if they are to be the strata.
  /// - Complexity: O(*n* log *n*)
  public init(_ followUp: FollowUp, bySet: Bool = false) throws(OutcomeError) {
    precondition(!bySet || followUp.sets != nil, "no sets to stratify by")
    let members = followUp.members(of: nil)
    guard members.contains(where: { followUp.endings[$0] == .event }) else {
      throw .noEvents(outcome: "event")
    }
    let strata = Dictionary(grouping: members) { bySet ? followUp.sets?[$0] ?? 0 : 0 }
    var observed = 0.0
    var expected = 0.0
    var variance = 0.0
    var informative = 0
    for label in strata.keys.sorted() {
      let before = variance
      LogRankTest.add(
        followUp, strata[label] ?? [], &observed, &expected, &variance)
      if variance > before { informative += 1 }
    }
    guard variance > 0 else { throw .noVariation(outcome: "the risk of the event") }
    self.observed = observed
    self.expected = expected
    self.variance = variance
    informativeStrata = informative
    let gap = observed - expected
    chiSquared = gap * gap / variance
    pValue = ChiSquared(degreesOfFreedom: 1).survival(chiSquared)
    method = bySet ? "log-rank, stratified by matched set" : "log-rank"
  }

  private static func add(
    _ followUp: FollowUp, _ members: [Int], _ observed: inout Double, _ expected: inout Double,
    _ variance: inout Double
  ) {
    let ordered = members.sorted { (followUp.times[$0], $0) < (followUp.times[$1], $1) }
    var all = Double(ordered.count)
    var treated = Double(ordered.count { followUp.arms[$0] == .treated })
    var place = 0
    while place < ordered.count {
      let time = followUp.times[ordered[place]]
      var (events, own, leaving, ownLeaving) = (0.0, 0.0, 0.0, 0.0)
      while place < ordered.count, followUp.times[ordered[place]] == time {
        let isTreated = followUp.arms[ordered[place]] == .treated
        leaving += 1
        if isTreated { ownLeaving += 1 }
        if followUp.endings[ordered[place]] == .event {
          events += 1
          if isTreated { own += 1 }
        }
        place += 1
      }
      if events > 0 {
        let share = treated / all
        observed += own
        expected += events * share
        if all > 1 { variance += events * share * (1 - share) * (all - events) / (all - 1) }
      }
      all -= leaving
      treated -= ownLeaving
    }
  }
}
