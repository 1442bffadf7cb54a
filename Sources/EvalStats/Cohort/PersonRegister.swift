/// The people a study may draw on: one row each, as columns.
///
/// A person is named by the row in this register everywhere else; identifiers are pseudonyms and
/// serve to join extracts, never to compute.
public struct PersonRegister: Sendable {
  /// Pseudonyms, each once.
  public let identifiers: [String]
  /// Day of birth.
  public let births: [Day]
  /// Recorded sex, as a factor.
  public let sexes: Factor
  /// First day on the register.
  public let registeredFrom: [Day]
  /// Last day on the register; `nil` while still registered.
  public let registeredTo: [Day?]
  /// Day of death; `nil` if alive as far as is known.
  public let deaths: [Day?]
  /// First MDT contact; `nil` for people never taken on.
  public let indexDates: [Day?]
  /// Further columns that do not change over time (network, practice, deprivation, conditions).
  public let attributes: Table
  /// When each person was registered, if there are several registrations a person; `nil` where
  /// `registeredFrom` and `registeredTo` say all.
  public let registrations: RegistrationHistory?

  /// Creates a register from columns of equal length.
  public init(
    identifiers: [String], births: [Day], sexes: Factor, registeredFrom: [Day],
    registeredTo: [Day?], deaths: [Day?], indexDates: [Day?], attributes: Table,
    registrations: RegistrationHistory? = nil
  ) {
    let count = identifiers.count
    precondition(
      births.count == count && sexes.count == count && registeredFrom.count == count
        && registeredTo.count == count && deaths.count == count && indexDates.count == count
        && (attributes.rowCount == count || attributes.names.isEmpty)
        && registrations?.personCount ?? count == count,
      "the columns of a register are of one length")
    self.identifiers = identifiers
    self.births = births
    self.sexes = sexes
    self.registeredFrom = registeredFrom
    self.registeredTo = registeredTo
    self.deaths = deaths
    self.indexDates = indexDates
    self.attributes = attributes
    self.registrations = registrations
  }

  /// The stretch on the register that holds a day; `nil` if the person was not on it then.
  public func registration(of person: Int, holding day: Day) -> RegistrationHistory.Stretch? {
    if let registrations { return registrations.stretch(of: person, holding: day) }
    let only = RegistrationHistory.Stretch(from: registeredFrom[person], to: registeredTo[person])
    return only.contains(day) ? only : nil
  }

  /// The number of people.
  public var count: Int { identifiers.count }

  /// The last day on which a person could have used a service: the earliest of death, leaving the
  /// register and `cutOff`.
  public func lastDay(of person: Int, cutOff: Day) -> Day {
    min(cutOff, min(registeredTo[person] ?? cutOff, deaths[person] ?? cutOff))
  }
}
