/// What the unit cost of a service in adult social care client-level data pays for.
///
/// Source: Adult Social Care Client Level Data specification (release 2), "Cost Frequency (Unit Type)".
/// The factors to a week take a year of 52 weeks, so that twelve monthly and 52 weekly payments agree.
public enum AscCostFrequency: String, WordedCode {
  /// One session.
  case perSession = "Per session"
  /// One hour.
  case hourly = "Hourly"
  /// One day.
  case daily = "Daily"
  /// One week.
  case weekly = "Weekly"
  /// Two weeks.
  case fortnightly = "Fortnightly"
  /// Four weeks.
  case fourWeekly = "4-weekly"
  /// One month.
  case monthly = "Monthly"
  /// One quarter of a year.
  case quarterly = "Quarterly"
  /// One year.
  case annually = "Annually"
  /// The whole service, paid once.
  case oneOff = "One-off"

  /// Other wordings.
  public static var otherWordings: [String: AscCostFrequency] {
    ["Four-weekly": .fourWeekly, "Annual": .annually, "Session": .perSession, "Hour": .hourly]
  }

  /// How many payments fall in a week, where the frequency alone says so: 1, ½, ¼, 12/52, 4/52 or
  /// 1/52; `nil` where it depends on the planned units (sessions, hours, days) or the cost falls once.
  public var paymentsPerWeek: Double? {
    switch self {
    case .weekly: 1
    case .fortnightly: 0.5
    case .fourWeekly: 0.25
    case .monthly: 12 / 52
    case .quarterly: 4 / 52
    case .annually: 1 / 52
    case .perSession, .hourly, .daily, .oneOff: nil
    }
  }

  /// Pounds a week: unit cost × payments a week, or unit cost × planned units a week for sessions,
  /// hours and days.
  ///
  /// - Returns: `nil` if planned units are needed and not given, and for a one-off cost, which has no
  ///   weekly rate.
  public func weeklyCost(unitCost: Double, plannedUnitsPerWeek: Double?) -> Double? {
    if let paymentsPerWeek { return unitCost * paymentsPerWeek }
    guard self != .oneOff, let plannedUnitsPerWeek else { return nil }
    return unitCost * plannedUnitsPerWeek
  }
}
