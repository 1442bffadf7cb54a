/// All recorded activity of the people in a register, with the calendar days each setting covers.
public struct ActivityHistory: Sendable {
  /// One log a setting; a setting without a log was not supplied.
  public let logs: [Setting: ActivityLog]
  /// Packages of adult social care, if supplied.
  public let packages: PackageLog?
  /// The days the extracts as a whole cover.
  public let coverage: ClosedRange<Day>
  /// Settings whose record-level data cover fewer days than the rest.
  public let settingCoverage: [Setting: ClosedRange<Day>]
  /// Dated measurements by name, such as monthly risk scores.
  public let measurements: [String: MeasurementLog]
  /// Diagnoses recorded in hospital, a log for each score that is made of them.
  public let diagnoses: [DiagnosisScore: DiagnosisLog]

  /// Creates a history.
  public init(
    logs: [Setting: ActivityLog], packages: PackageLog?, coverage: ClosedRange<Day>,
    settingCoverage: [Setting: ClosedRange<Day>] = [:],
    measurements: [String: MeasurementLog] = [:],
    diagnoses: [DiagnosisScore: DiagnosisLog] = [:]
  ) {
    self.logs = logs
    self.packages = packages
    self.coverage = coverage
    self.settingCoverage = settingCoverage
    self.measurements = measurements
    self.diagnoses = diagnoses
  }

  /// The days on which records of a setting are complete.
  public func coverage(of setting: Setting) -> ClosedRange<Day> {
    settingCoverage[setting] ?? coverage
  }

  /// A person's use of a setting from `first` to `last`, both included: events, or pounds for
  /// adult social care held as packages.
  public func total(
    of person: Int, in setting: Setting, from first: Day, through last: Day
  ) -> Double {
    if setting == .adultSocialCare, let packages {
      return packages.cost(of: person, from: first, through: last)
    }
    return logs[setting]?.total(of: person, from: first, through: last) ?? 0
  }
}
