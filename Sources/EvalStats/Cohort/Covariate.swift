/// Something known of a person on the day before a date: what people are matched on and compared by.
///
/// The value on a date uses records up to the day before it and nothing later, so that neither arm
/// is described by what the programme, or the crisis on the day itself, did to it.
public enum Covariate: Sendable, Hashable {
  /// Age in years: days since birth / 365.25.
  case age
  /// Recorded sex.
  case sex
  /// A column of the register's attributes: numbers, categories or true and false.
  case attribute(String)
  /// Use of a setting (events, or pounds) in a window before the date.
  case priorUse(Setting, Window)
  /// Days since the last event of a setting before the date, at most `cap`; `cap` if there is none.
  case daysSinceLast(Setting, cap: Int)
  /// The slope of monthly use over so many months before the date: by how much use in a month rose from
  /// one month to the next, by least squares; above 0 where use was rising.
  case useSlope(Setting, months: Int)
  /// The last value of a measurement known before the date.
  case measurement(String)
  /// A score of the diagnoses that hospitals had recorded before the date.
  case diagnosisScore(DiagnosisScore)

  /// Use of a setting from `firstDay` to `lastDay`, counted from the date: −90 and −1 are the 90
  /// days before it.
  public static func priorUse(_ setting: Setting, firstDay: Int, lastDay: Int) -> Covariate {
    .priorUse(setting, Window(firstDay: firstDay, lastDay: lastDay))
  }

  /// A name that stays the same from run to run: `aAndE, days −90…−1`.
  public var name: String {
    switch self {
    case .age: "age"
    case .sex: "sex"
    case .attribute(let name), .measurement(let name): name
    case .diagnosisScore(let score): score.rawValue
    case .priorUse(let setting, let window): "\(setting.rawValue), \(window)"
    case .daysSinceLast(let setting, let cap):
      "\(setting.rawValue), days since last (at most \(cap))"
    case .useSlope(let setting, let months): "\(setting.rawValue), slope over \(months) months"
    }
  }

  /// How many days before the date the covariate reads records, 0 if it reads none.
  public var lookBackDays: Int {
    switch self {
    case .age, .sex, .attribute, .measurement, .diagnosisScore: 0
    case .priorUse(_, let window): max(0, -window.firstDay)
    case .daysSinceLast(_, let cap): cap
    case .useSlope(_, let months): -Window.month(-months).firstDay
    }
  }

  /// The setting whose records the covariate reads.
  var setting: Setting? {
    switch self {
    case .age, .sex, .attribute, .measurement, .diagnosisScore: nil
    case .priorUse(let setting, _), .daysSinceLast(let setting, _), .useSlope(let setting, _):
      setting
    }
  }
}
