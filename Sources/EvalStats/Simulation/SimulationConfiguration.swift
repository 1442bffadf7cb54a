/// All that a simulated study depends on besides its seed.
///
/// The presets are `.testAndLearn` (the 123-person pilot) and `.islington` (the network evaluation);
/// change fields of a copy to ask "what if".
public struct SimulationConfiguration: Sendable, Equatable {
  /// Everyone on the register at some time from `census` on.
  public var personCount: Int
  /// Days the extracts cover.
  public var coverage: ClosedRange<Day>
  /// The day from which people are followed as they leave and die; those registered then are known
  /// with their history, so that nobody has left or died before.
  public var census: Day
  /// Share of `personCount` that joins after the census, evenly until the last index date.
  public var joiningShare: Double
  /// General practices, counted with those outside any network.
  public var practiceCount: Int
  /// Networks of practices.
  public var networkCount: Int
  /// Practices that belong to no network: the last ones.
  public var practicesOutsideNetworks: Int
  /// Practices that take people to the MDT, spread evenly over all; the others never do.
  public var treatingPracticeCount: Int
  /// The first of the months in which people are taken on.
  public var firstIndexDate: Day
  /// New people taken on in each calendar month from `firstIndexDate` on.
  public var newContactsByMonth: [Int]
  /// Days on the register before a person may be taken on.
  public var minimumTenure: Int
  /// Mean number of further MDT discussions of a person taken on.
  public var meanRepeatDiscussions: Double
  /// Who is taken on.
  public var selection: SelectionModel
  /// Who the people are.
  public var population: PopulationModel
  /// How crises come.
  public var crisis: CrisisModel
  /// How each setting is used, in the order in which they are drawn.
  public var activity: [ActivityProcess]
  /// How adult social care is used.
  public var socialCare: SocialCareModel
  /// Days of record-level adult social care, if fewer than `coverage`.
  public var socialCareCoverage: ClosedRange<Day>?
  /// What the programme does.
  public var effects: TrueEffects
  /// What the extracts fail to hold.
  public var records: RecordModel

  /// Creates a configuration.
  public init(
    personCount: Int, coverage: ClosedRange<Day>, census: Day, joiningShare: Double,
    practiceCount: Int, networkCount: Int, practicesOutsideNetworks: Int,
    treatingPracticeCount: Int, firstIndexDate: Day, newContactsByMonth: [Int],
    minimumTenure: Int = 0, meanRepeatDiscussions: Double = 1,
    selection: SelectionModel = SelectionModel(),
    population: PopulationModel = PopulationModel(), crisis: CrisisModel = CrisisModel(),
    activity: [ActivityProcess] = ActivityProcess.adultsOfRaisedRisk,
    socialCare: SocialCareModel = SocialCareModel(),
    socialCareCoverage: ClosedRange<Day>? = nil, effects: TrueEffects = .sample,
    records: RecordModel = RecordModel()
  ) {
    precondition(
      practicesOutsideNetworks < practiceCount
        && networkCount <= practiceCount - practicesOutsideNetworks
        && (1...practiceCount).contains(treatingPracticeCount),
      "every network has a practice and some practice treats")
    precondition(
      (0..<1).contains(joiningShare) && coverage.contains(census)
        && coverage.contains(firstIndexDate), "the study lies within its coverage")
    self.personCount = personCount
    self.coverage = coverage
    self.census = census
    self.joiningShare = joiningShare
    self.practiceCount = practiceCount
    self.networkCount = networkCount
    self.practicesOutsideNetworks = practicesOutsideNetworks
    self.treatingPracticeCount = treatingPracticeCount
    self.firstIndexDate = firstIndexDate
    self.newContactsByMonth = newContactsByMonth
    self.minimumTenure = minimumTenure
    self.meanRepeatDiscussions = meanRepeatDiscussions
    self.selection = selection
    self.population = population
    self.crisis = crisis
    self.activity = activity
    self.socialCare = socialCare
    self.socialCareCoverage = socialCareCoverage
    self.effects = effects
    self.records = records
  }

  /// First days of the months in which people are taken on, and the first day after the last.
  var monthStarts: [Day] {
    let (year, month, _) = firstIndexDate.components
    return (0...newContactsByMonth.count).map { offset in
      let months = month - 1 + offset
      return Day(year: year + months / 12, month: months % 12 + 1, day: 1) ?? firstIndexDate
    }
  }

  /// The first and last day on which someone may be taken on.
  public var indexDates: ClosedRange<Day> {
    firstIndexDate...(monthStarts.last ?? firstIndexDate).advanced(by: -1)
  }
}
