/// Stays in hospital, one row a stay, put together from episodes.
///
/// A *spell* is one person at one provider with one admission date, or whose previous spell ended
/// there in a transfer on the day this one begins. A *continuous* stay joins spells, whatever the
/// provider, that begin at most three days after the previous one's end with a transfer code on either
/// side. Its length is the day of discharge less the day of admission, so that a stay without a night
/// is 0 days. Regular attenders are left out.
public struct HospitalStays: Sendable, Equatable {
  /// How far episodes are joined.
  public enum Joining: String, Sendable, Codable, CaseIterable {
    /// Into spells.
    case spells
    /// Into continuous stays over providers.
    case continuous
  }

  /// The person of each stay, in ascending order of person, admission and discharge.
  public let persons: [Int]
  /// The first day.
  public let admissions: [Day]
  /// The last day; `nil` where it has not ended.
  public let discharges: [Day?]
  /// Whether the first admission was an emergency.
  public let isEmergency: [Bool]
  /// Whether it is a day case alone.
  public let isDayCase: [Bool]
  /// Whether it ended in death.
  public let endsInDeath: [Bool]
  /// How many episodes it is made of.
  public let episodeCounts: [Int]
  /// Regular day and night attenders left out.
  public let regularAttenderCount: Int
  /// How episodes were joined.
  public let joining: Joining

  /// The most days between two spells of a continuous stay.
  public static let transferGap = 3

  private struct Stay {
    let person: Int
    let provider: Int
    let admission: Day
    var end: Day?
    let isEmergency: Bool
    var isDayCase: Bool
    let arrivesByTransfer: Bool
    var leavesByTransfer: Bool
    var endsInDeath: Bool
    var episodeCount: Int

    /// Takes in a later part.
    mutating func join(_ other: Stay) {
      if let own = end, let later = other.end {
        if later >= own {
          leavesByTransfer = other.leavesByTransfer
          end = later
        }
      } else {
        end = nil
        leavesByTransfer = false
      }
      isDayCase = isDayCase && other.isDayCase
      endsInDeath = endsInDeath || other.endsInDeath
      episodeCount += other.episodeCount
    }
  }

  /// Joins episodes.
  ///
  /// - Complexity: O(*n* log *n*)
  public init(_ episodes: HospitalEpisodes, joining: Joining = .continuous) {
    func isRegular(_ row: Int) -> Bool { [3, 4].contains(episodes.patientClasses[row]) }
    let single = (0..<episodes.count).filter { !isRegular($0) }.map { row in
      Stay(
        person: episodes.persons[row], provider: episodes.providers[row],
        admission: episodes.admissions[row], end: episodes.ends[row],
        isEmergency: episodes.isEmergency[row], isDayCase: episodes.patientClasses[row] == 2,
        arrivesByTransfer: episodes.arrivesByTransfer[row],
        leavesByTransfer: episodes.leavesByTransfer[row],
        endsInDeath: episodes.endsInDeath[row], episodeCount: 1)
    }
    var stays = HospitalStays.spells(single)
    if joining == .continuous { stays = HospitalStays.continuous(stays) }
    stays = HospitalStays.ordered(stays)
    persons = stays.map(\.person)
    admissions = stays.map(\.admission)
    discharges = stays.map(\.end)
    isEmergency = stays.map(\.isEmergency)
    isDayCase = stays.map(\.isDayCase)
    endsInDeath = stays.map(\.endsInDeath)
    episodeCounts = stays.map(\.episodeCount)
    regularAttenderCount = episodes.count - single.count
    self.joining = joining
  }

  /// By person, admission and end, a stay without end last; ties keep their order.
  private static func ordered(_ stays: [Stay]) -> [Stay] {
    func end(_ stay: Stay) -> Int32 { stay.end?.daysSinceEpoch ?? .max }
    return stays.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      return (first.person, first.admission, end(first), left.offset)
        < (second.person, second.admission, end(second), right.offset)
    }.map(\.element)
  }

  /// Episodes of one admission date first, then what transfers on the day to the same provider.
  private static func spells(_ episodes: [Stay]) -> [Stay] {
    struct Place: Hashable {
      let person: Int
      let provider: Int
      let admission: Day
    }
    var spells: [Stay] = []
    var known: [Place: Int] = [:]
    for episode in ordered(episodes) {
      let place = Place(
        person: episode.person, provider: episode.provider, admission: episode.admission)
      if let spell = known[place] {
        spells[spell].join(episode)
      } else {
        known[place] = spells.count
        spells.append(episode)
      }
    }
    return chained(spells, within: 0) { spell, next in
      spell.provider == next.provider && spell.leavesByTransfer && spell.end == next.admission
    }
  }

  private static func continuous(_ spells: [Stay]) -> [Stay] {
    chained(spells, within: transferGap) { stay, next in
      stay.leavesByTransfer || next.arrivesByTransfer
    }
  }

  /// Joins each stay to an earlier one of the person that it follows: that begun last, where there
  /// are several.
  ///
  /// - Parameter gap: The most days from the end of the earlier stay.
  private static func chained(
    _ stays: [Stay], within gap: Int, where follows: (_ earlier: Stay, _ next: Stay) -> Bool
  ) -> [Stay] {
    var chained: [Stay] = []
    // Places of the person's stays that ended late enough: a short one may lie within a longer.
    var open: [Int] = []
    for stay in ordered(stays) {
      open.removeAll { place in
        guard chained[place].person == stay.person, let end = chained[place].end else {
          return true
        }
        return end.distance(to: stay.admission) > gap
      }
      if let place = open.last(where: { follows(chained[$0], stay) }) {
        chained[place].join(stay)
      } else {
        open.append(chained.count)
        chained.append(stay)
      }
    }
    return chained
  }

  /// The number of stays.
  public var count: Int { persons.count }

  /// Days from admission to discharge; `nil` where the stay has not ended.
  public func length(of stay: Int) -> Int? {
    discharges[stay].map { admissions[stay].distance(to: $0) }
  }
}
