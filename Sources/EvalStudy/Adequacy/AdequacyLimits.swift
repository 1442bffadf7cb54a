/// From where on a flaw of the data is said, and counts against a source.
///
/// Each limit is far from what sound extracts show and near enough to find a flaw that could move an
/// estimate; none is a test.
enum AdequacyLimits {
  /// Faulty rows above which a source is not usable.
  static let unusableFaultShare = 0.1
  /// Rows of people who are not in the register.
  static let unlinkedRowShare = 0.01
  /// People with complete windows below which a window needs care.
  static let completeShare = 0.8
  /// The last months' records against the year before, below which a coding lag is likely.
  static let lastMonthsShare = 0.85
  /// Drift of records between the first and the last year of coverage.
  static let driftRange = 0.8...1.25
  /// A lasting step between two half-years of records.
  static let stepRange = 0.75...1.33
  /// A single month against those around it.
  static let monthRange = 0.4...2.5
  /// Events a month must usually have before it can be called low or high.
  static let usualMonthCount = 20.0
  /// Rows that repeat another.
  static let repeatedShare = 0.01
  /// Attendances within an hour of another.
  static let withinAnHourShare = 0.005
  /// Events after death, before birth.
  static let impossibleShare = 0.001
  /// Events while people were not on the register.
  static let unregisteredShare = 0.05
  /// Events at providers that are not local, and by how much their share may change.
  static let elsewhereShare = 0.1
  static let elsewhereChange = 0.05
  /// Events without a provider.
  static let missingProviderShare = 0.05
  /// Events on one day, in multiples of the mean day, and of people's dates on one day.
  static let fullDayMultiple = 10.0
  static let sameDayShare = 0.2
  /// Events on the first of a month; one in thirty is expected.
  static let firstOfMonthShare = 0.1
  /// Events on the days of the month up to the 12th; two in five are expected.
  static let upToTwelfthShare = 0.6
  /// Events of one person, in a year of coverage.
  static let busiestPersonYearCount = 366.0
  /// People who left the register in a year; 20 to 25% are expected.
  static let churnShare = 0.3
  /// Ages that nobody, or next to nobody, has.
  static let oldestAge = 110.0
  /// People of a practice who are of another network than most of it.
  static let otherNetworkShare = 0.05
  /// Events on a day of the week, of a service that is open on all; a seventh is expected.
  static let weekdayShare = 0.04
  /// Rows dated so long before or after the coverage that the date stands for "not known".
  static let impossibleDateShare = 0.001
  /// By how much more people taken on vanish from the records after their index date than others do.
  static let vanishedDifference = 0.1
  /// Births on 1 January; one in 365 is expected.
  static let newYearBirthShare = 0.05
  /// People taken on of whom a source that others are recorded in holds nothing.
  static let unlinkedPersonShare = 0.05
  /// Packages that start on 1 April.
  static let yearStartShare = 0.2
  /// Pounds a week above which a package is likely to be a mistake: several times what the dearest
  /// nursing home costs.
  static let weeklyCost = 10_000.0
  /// Days of a hospital stay above which it is likely that the discharge was not recorded.
  static let longestStay = 365
  /// People taken on without a risk score before their index date.
  static let missingScoreShare = 0.1
}
