extension ActivityHistory {
  /// Whether records of a setting were supplied.
  public func supplies(_ setting: Setting) -> Bool {
    logs[setting] != nil || (setting == .adultSocialCare && packages != nil)
  }

  /// The sets of a cohort whose windows the records of a setting cover.
  ///
  /// - Throws: `CohortError.settingNotSupplied`, or `windowsOutsideCoverage` if there are none.
  public func observableSets(
    of cohort: Cohort, setting: Setting, windows: PrePostWindows
  ) throws(CohortError) -> ObservableSets {
    guard supplies(setting) else { throw .settingNotSupplied(setting) }
    let coverage = coverage(of: setting)
    let observable = ObservableSets(of: cohort, windows: windows, coverage: coverage)
    guard !observable.members.isEmpty else {
      throw .windowsOutsideCoverage(setting, windows, coverage: coverage)
    }
    return observable
  }
}
