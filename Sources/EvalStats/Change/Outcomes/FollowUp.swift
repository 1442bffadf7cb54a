/// Time from the index date to a first event, to death before it or to the end of being watched, one
/// row a member.
public struct FollowUp: Sendable, Equatable {
  /// How a member's time ended.
  public enum Ending: String, Sendable, Codable {
    /// Without the event: left, or the data end.
    case censored
    /// With the event.
    case event
    /// With what makes the event impossible, such as death before a care-home placement.
    case competing
  }

  /// From the index date, 0 or more.
  public let times: [Double]
  /// How it ended.
  public let endings: [Ending]
  /// The arm of each member.
  public let arms: [Arm]
  /// The matched set of each member; `nil` where nobody is matched. Robust errors take sets to be
  /// independent, which sets that share people are only nearly.
  public let sets: [Int]?
  /// The match weight of each member; `nil` for 1.
  public let weights: [Double]?

  /// Creates columns of equal length.
  ///
  /// - Throws: `OutcomeError.invalidValue`; `.emptyArm` where an arm has no member of positive weight.
  public init(
    times: [Double], endings: [Ending], arms: [Arm], sets: [Int]? = nil, weights: [Double]? = nil
  ) throws(OutcomeError) {
    precondition(
      endings.count == times.count && arms.count == times.count
        && (sets?.count ?? times.count) == times.count
        && (weights?.count ?? times.count) == times.count, "columns of one length")
    for (row, time) in times.enumerated() where !(time >= 0 && time.isFinite) {
      throw .invalidValue(column: "times", row: row, allowed: "0 or more")
    }
    for (row, weight) in (weights ?? []).enumerated() where !(weight >= 0 && weight < 1e100) {
      throw .invalidValue(column: "weights", row: row, allowed: "0 or more")
    }
    for arm in Arm.allCases {
      guard arms.indices.contains(where: { arms[$0] == arm && (weights?[$0] ?? 1) > 0 }) else {
        throw .emptyArm(arm)
      }
    }
    self.times = times
    self.endings = endings
    self.arms = arms
    self.sets = sets
    self.weights = weights
  }

  /// Members of positive weight.
  func members(of arm: Arm?) -> [Int] {
    times.indices.filter { (arm == nil || arms[$0] == arm) && weight($0) > 0 }
  }

  func weight(_ member: Int) -> Double { weights?[member] ?? 1 }
}

/// The members at risk and the events at each time an event happens.
struct RiskTable: Sendable, Equatable {
  /// Ascending times at which any event, competing or not, happens.
  let times: [Double]
  /// Σ weights of those watched until that time or longer.
  let atRisk: [Double]
  /// Σ weights of those with the event, and with any event, then.
  let events: [Double]
  let endings: [Double]
  /// The last time anyone is watched.
  let lastTime: Double

  /// - Parameter countsCompeting: Whether a competing event ends the time as an event rather than as
  ///   censoring.
  /// - Complexity: O(*n* log *n*)
  init(_ followUp: FollowUp, _ members: [Int], countsCompeting: Bool) {
    func isEvent(_ member: Int) -> Bool {
      switch followUp.endings[member] {
      case .censored: false
      case .event: true
      case .competing: countsCompeting
      }
    }
    let ordered = members.sorted { (followUp.times[$0], $0) < (followUp.times[$1], $1) }
    var left = ordered.reduce(0) { $0 + followUp.weight($1) }
    var rows: [(time: Double, atRisk: Double, events: Double, endings: Double)] = []
    var place = 0
    while place < ordered.count {
      let time = followUp.times[ordered[place]]
      var events = 0.0
      var endings = 0.0
      var leaving = 0.0
      while place < ordered.count, followUp.times[ordered[place]] == time {
        let member = ordered[place]
        let weight = followUp.weight(member)
        leaving += weight
        if isEvent(member) {
          endings += weight
          if followUp.endings[member] == .event { events += weight }
        }
        place += 1
      }
      // What rounding leaves of a sum taken down to nothing must not count as someone at risk.
      let present = place == ordered.count ? leaving : max(left, leaving)
      if endings > 0 { rows.append((time, present, events, endings)) }
      left -= leaving
    }
    times = rows.map(\.time)
    atRisk = rows.map(\.atRisk)
    events = rows.map(\.events)
    endings = rows.map(\.endings)
    lastTime = ordered.last.map { followUp.times[$0] } ?? 0
  }

  /// The place of the last event time no later than `time`; `nil` for none.
  func place(at time: Double) -> Int? {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}
