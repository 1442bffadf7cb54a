/// What can be wrong with a request to count people, their time, their use or their covariates.
public enum CohortError: EvaluationError, Equatable {
  /// No extract holds this setting.
  case settingNotSupplied(Setting)
  /// The records of a setting cover the whole windows of no matched set.
  case windowsOutsideCoverage(Setting?, PrePostWindows, coverage: ClosedRange<Day>)
  /// Nobody of an arm was alive and registered on a day of a window.
  case noPersonTime(Arm, Window)
  /// The register has no attribute of this name.
  case unknownAttribute(String, nearest: [String])
  /// The attribute is of a kind that cannot be a covariate.
  case unusableAttribute(String, found: String)
  /// No measurements of this name were supplied.
  case unknownMeasurement(String, nearest: [String])
  /// A covariate would count use on or after the index date.
  case futureInformation(covariate: String)
  /// A covariate looks back to days before the records begin.
  case lookBackBeforeCoverage(covariate: String, needed: Day, coverageStart: Day)
  /// A covariate is missing for everyone.
  case allMissing(covariate: String)
  /// A covariate is missing for some.
  case missingValues(covariate: String, rows: Int, of: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .settingNotSupplied: "setting-not-supplied"
    case .windowsOutsideCoverage: "window-outside-coverage"
    case .noPersonTime: "no-person-time"
    case .unknownAttribute: "unknown-attribute"
    case .unusableAttribute: "unusable-attribute"
    case .unknownMeasurement: "unknown-measurement"
    case .futureInformation: "future-information"
    case .lookBackBeforeCoverage: "look-back-before-coverage"
    case .allMissing: "all-missing-covariate"
    case .missingValues: "missing-covariate-values"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .settingNotSupplied(let setting): "setting '\(setting.rawValue)'"
    case .windowsOutsideCoverage(let setting, _, _): setting.map { "setting '\($0.rawValue)'" }
    case .noPersonTime(let arm, let window): "\(arm.rawValue), \(window)"
    case .unknownAttribute(let name, _), .unusableAttribute(let name, _): "attribute '\(name)'"
    case .unknownMeasurement(let name, _): "measurement '\(name)'"
    case .futureInformation(let name), .lookBackBeforeCoverage(let name, _, _),
      .allMissing(let name), .missingValues(let name, _, _):
      "covariate '\(name)'"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .settingNotSupplied:
      "no extract holds this setting; supply one or leave the setting out"
    case .windowsOutsideCoverage(_, let windows, let coverage):
      "the records cover \(coverage.lowerBound) to \(coverage.upperBound), which holds \(windows) "
        + "of no matched set; choose shorter windows or supply more records"
    case .noPersonTime:
      "nobody in the arm was alive and registered on any day of the window; "
        + "check the registration and death dates or choose another window"
    case .unknownAttribute(_, let nearest):
      "the register has no such attribute; " + CohortError.remedy(nearest)
    case .unusableAttribute(_, let found):
      "the attribute holds \(found) values; covariates are numbers, categories or true and false"
    case .unknownMeasurement(_, let nearest):
      "no such measurements were supplied; " + CohortError.remedy(nearest)
    case .futureInformation:
      "the covariate reaches the index date or beyond; let its window end on day −1 or earlier"
    case .lookBackBeforeCoverage(_, let needed, let start):
      "the covariate needs records from \(needed) but they begin on \(start); "
        + "shorten its window, admit later index dates only or leave it out"
    case .allMissing:
      "the covariate is missing for everyone; leave it out or supply its values"
    case .missingValues(_, let rows, let total):
      "the covariate is missing in \(rows) of \(total) rows; supply the values, leave it out, or "
        + "set missing values to 'indicator' or 'exclude'"
    }
  }

  private static func remedy(_ nearest: [String]) -> String {
    nearest.isEmpty
      ? "check the name"
      : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}
