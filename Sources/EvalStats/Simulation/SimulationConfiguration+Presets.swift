extension ActivityProcess {
  /// Five settings at rates of adults whose risk of admission is raised.
  public static let adultsOfRaisedRisk = [
    ActivityProcess(
      setting: .aAndE, yearlyRate: 0.62, frailtyExponent: 0.8, ownVariance: 0.4,
      crisisMultiplier: 9, seasonalAmplitude: 0.05, seasonalPeak: 20),
    ActivityProcess(
      setting: .nonElective, yearlyRate: 0.19, frailtyExponent: 1.0, ownVariance: 0.2,
      crisisMultiplier: 12, seasonalAmplitude: 0.12, seasonalPeak: 10),
    ActivityProcess(
      setting: .elective, yearlyRate: 0.08, frailtyExponent: 0.5, ownVariance: 0.3,
      crisisMultiplier: 1.2, seasonalAmplitude: 0.05, seasonalPeak: 150),
    ActivityProcess(
      setting: .dayCase, yearlyRate: 0.2, frailtyExponent: 0.5, ownVariance: 0.8,
      crisisMultiplier: 1.2, seasonalAmplitude: 0.05, seasonalPeak: 150),
    ActivityProcess(
      setting: .outpatient, yearlyRate: 2.8, frailtyExponent: 0.7, ownVariance: 0.5,
      crisisMultiplier: 1.8, seasonalAmplitude: 0.04, seasonalPeak: 300),
  ]
}

extension SimulationConfiguration {
  /// The test-and-learn pilot: 123 people from 7 of 33 practices, taken on from October 2014 to
  /// March 2015 among 8,000, everything recorded from October 2012 to June 2016.
  public static let testAndLearn = SimulationConfiguration(
    personCount: 8000, coverage: calendarDay(2012, 10, 1)...calendarDay(2016, 6, 30),
    census: calendarDay(2014, 10, 1), joiningShare: 0.08, practiceCount: 33, networkCount: 12,
    practicesOutsideNetworks: 2, treatingPracticeCount: 7,
    firstIndexDate: calendarDay(2014, 10, 1), newContactsByMonth: [20, 20, 20, 21, 21, 21],
    minimumTenure: 365)

  /// The size at which the intervals are calibrated: the test-and-learn pilot.
  public static let pilot = testAndLearn

  /// The network evaluation: 30,000 adults of raised risk in 33 practices and 12 networks, about
  /// 1,500 first MDT contacts from April 2016 to March 2017, social care recorded for 2016/17 alone,
  /// the last weeks of coverage recorded late.
  public static let islington = SimulationConfiguration(
    personCount: 30_000, coverage: calendarDay(2014, 4, 1)...calendarDay(2017, 12, 31),
    census: calendarDay(2016, 4, 1), joiningShare: 0.15, practiceCount: 33, networkCount: 12,
    practicesOutsideNetworks: 2, treatingPracticeCount: 33,
    firstIndexDate: calendarDay(2016, 4, 1),
    newContactsByMonth: [60, 75, 90, 100, 110, 120, 130, 145, 155, 165, 175, 180],
    socialCareCoverage: calendarDay(2016, 4, 1)...calendarDay(2017, 3, 31),
    records: RecordModel(lateShare: 0.5, lateDays: 25))

  /// A day that is in the calendar.
  private static func calendarDay(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let result = Day(year: year, month: month, day: day) else {
      preconditionFailure("\(year)-\(month)-\(day) is not in the calendar")
    }
    return result
  }
}
