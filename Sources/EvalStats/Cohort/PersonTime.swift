/// The days on which a member of a cohort could have used a service, and been seen to.
///
/// A window relative to the index date is cut by joining and leaving the register and by death. Where
/// the register knows several registrations a person, the stretch that holds the index date counts; a
/// change of practice within it is no loss, and nobody has time whose index date lies in no stretch. The
/// last day on the register and the day of death count: people use hospitals on the day they die.
/// The end of the data is no cut. Time lost to it is no property of a person, so a set whose whole
/// window the data do not cover is left out with both its arms (`ObservableSets`).
public struct PersonTime: Sendable {
  /// Whether a control is followed only to the day before their own index date.
  ///
  /// Only a design that keeps controls who are taken on later needs it. Such censoring is
  /// informative, since people are taken on at a crisis.
  public let censorsControlsAtOwnIndex: Bool
  private let registeredFrom: [Day]
  private let lastDays: [Day]
  private let ownIndexDates: [Day?]
  private let registrations: RegistrationHistory?

  /// Creates the person-time of the people in a register.
  ///
  /// - Complexity: O(*people*)
  public init(of register: PersonRegister, censorsControlsAtOwnIndex: Bool = false) {
    self.censorsControlsAtOwnIndex = censorsControlsAtOwnIndex
    registeredFrom = register.registeredFrom
    registrations = register.registrations
    let never = Day(daysSinceEpoch: Int32.max)
    lastDays = (0..<register.count).map { person in
      register.registrations == nil
        ? register.lastDay(of: person, cutOff: never) : register.deaths[person] ?? never
    }
    ownIndexDates = register.indexDates
  }

  /// The observed days of a window, both ends included, or `nil` if there are none.
  ///
  /// - Complexity: O(1), with several registrations a person O(log of their number).
  public func days(
    of person: Int, arm: Arm, indexDate: Day, in window: Window
  ) -> ClosedRange<Day>? {
    var joined = registeredFrom[person]
    var last = min(indexDate.advanced(by: window.lastDay), lastDays[person])
    if let registrations {
      guard let stretch = registrations.stretch(of: person, holding: indexDate) else { return nil }
      joined = stretch.from
      if let left = stretch.to { last = min(last, left) }
    }
    let first = max(indexDate.advanced(by: window.firstDay), joined)
    if censorsControlsAtOwnIndex, arm == .control, let own = ownIndexDates[person],
      own > indexDate
    {
      last = min(last, own.advanced(by: -1))
    }
    return first <= last ? first...last : nil
  }

  /// The observed days of a window in months of 30.4375 days.
  public func months(of person: Int, arm: Arm, indexDate: Day, in window: Window) -> Double {
    guard let days = days(of: person, arm: arm, indexDate: indexDate, in: window) else {
      return 0
    }
    return PersonTime.months(in: days)
  }

  /// Days, both ends included, in months of 30.4375 days.
  static func months(in days: ClosedRange<Day>) -> Double {
    Double(days.lowerBound.distance(to: days.upperBound) + 1) / Window.daysPerMonth
  }
}
