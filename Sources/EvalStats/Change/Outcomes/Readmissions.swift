/// Emergency readmissions within 30 days of discharge, one row a discharge that could have been
/// followed by one.
///
/// A discharge counts as followed by a readmission if the person's next stay, at whatever provider,
/// began 0 to 30 days later as an emergency. Planned stays that are not of the selection, such as a
/// day case between, are passed over: they would take the readmission out of the count altogether.
/// Where stays are continuous, a transfer is not a readmission. Left out are deaths in hospital and
/// discharges within 30 days of the end of the data, whose time is not over. A person who dies within
/// 30 days without coming back counts as not readmitted: a treatment that kills would look good, so
/// mortality stands beside it.
public struct Readmissions: Sendable, Equatable {
  /// The person of each discharge.
  public let persons: [Int]
  /// The day of discharge.
  public let discharges: [Day]
  /// Whether a readmission followed.
  public let isReadmitted: [Bool]
  /// Discharges too near to the end of the data.
  public let unobservedCount: Int
  /// Stays that ended in death.
  public let deathCount: Int
  /// People's discharges followed by death within the days without a readmission, among those counted;
  /// `nil` where deaths are not known.
  public let diedUnreadmittedCount: Int?
  /// The days after discharge that count.
  public let days: Int

  /// Follows the discharges of a selection of stays.
  ///
  /// - Parameters:
  ///   - dataEnd: The last day that admissions are known of.
  ///   - deaths: The day of death of each person, `nil` for the living.
  ///   - days: The days after discharge that count.
  /// - Complexity: O(*stays*)
  public init(
    after stays: HospitalStays, of selection: HospitalStays.Selection = .overnightAndSameDay,
    through dataEnd: Day, deaths: [Day?]? = nil, within days: Int = 30
  ) {
    precondition(days >= 0, "\(days) days after discharge")
    precondition(
      deaths.map { $0.count > (stays.persons.last ?? -1) } ?? true,
      "\(deaths?.count ?? 0) days of death for persons up to \(stays.persons.last ?? 0)")
    var persons: [Int] = []
    var discharges: [Day] = []
    var isReadmitted: [Bool] = []
    var unobserved = 0
    var died = 0
    var diedUnreadmitted = 0
    for stay in 0..<stays.count where stays.includes(stay, selection) {
      guard let discharge = stays.discharges[stay] else { continue }
      if stays.endsInDeath[stay] {
        died += 1
        continue
      }
      guard discharge.advanced(by: days) <= dataEnd else {
        unobserved += 1
        continue
      }
      // The rows stand by person and admission, so the next stay is the first later row that does
      // not lie within this one and is either of the selection or an emergency.
      let person = stays.persons[stay]
      var next = stay + 1
      while next < stays.count, stays.persons[next] == person,
        stays.admissions[next] < discharge
          || !(stays.includes(next, selection) || stays.isEmergency[next])
      {
        next += 1
      }
      var came = false
      if next < stays.count, stays.persons[next] == person, stays.isEmergency[next] {
        came = discharge.distance(to: stays.admissions[next]) <= days
      }
      persons.append(person)
      discharges.append(discharge)
      isReadmitted.append(came)
      if !came, let deaths, let death = deaths[person], death <= discharge.advanced(by: days) {
        diedUnreadmitted += 1
      }
    }
    self.persons = persons
    self.discharges = discharges
    self.isReadmitted = isReadmitted
    unobservedCount = unobserved
    deathCount = died
    diedUnreadmittedCount = deaths == nil ? nil : diedUnreadmitted
    self.days = days
  }

  /// The share of discharges followed by a readmission; `nil` without discharges.
  public var share: Double? {
    persons.isEmpty
      ? nil : Double(isReadmitted.count { $0 }) / Double(persons.count)
  }

  /// The discharges on their day: the denominator of a change in the share.
  ///
  /// - Complexity: O(*n* log *n*)
  public func dischargeLog(personCount: Int) -> ActivityLog {
    ActivityLog(personCount: personCount, persons: persons, days: discharges)
  }

  /// The readmissions, each on the day of the discharge it followed: the numerator.
  ///
  /// - Complexity: O(*n* log *n*)
  public func readmissionLog(personCount: Int) -> ActivityLog {
    let rows = persons.indices.filter { isReadmitted[$0] }
    return ActivityLog(
      personCount: personCount, persons: rows.map { persons[$0] },
      days: rows.map { discharges[$0] })
  }
}
