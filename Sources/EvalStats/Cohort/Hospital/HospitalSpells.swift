/// Stays with one provider from admission to discharge, in order of person, admission and discharge.
///
/// Two episodes of a person with one provider belong to one spell if they have the same day of
/// admission or the same first day, or if one ended in a transfer on the day the other starts; and so
/// do episodes linked through others. The first episode gives the spell its method and class, the
/// last its end. Of rows with the same person, provider, start, end and order one is kept.
///
/// Ties: of several rows that agree in those, the one with the earlier admission, then discharge, then
/// method and class comes first; only rows alike in all of them are told apart by their place.
///
/// Source: NHS Digital 2014, Methodology to create provider and CIP spells from HES APC data.
public struct HospitalSpells: Sendable, Equatable {
  /// `personCount + 1` places into the other columns.
  public let offsets: [Int]
  /// The row of the person in the register.
  public let persons: [Int32]
  /// The code of the provider.
  public let providers: [Int32]
  /// Day of admission.
  public let admissions: [Day]
  /// Day of discharge; `nil` for a spell that is not over.
  public let discharges: [Day?]
  /// How the patient was admitted, by the first episode.
  public let methods: [AdmissionMethod?]
  /// How long the patient was meant to stay, by the first episode.
  public let classes: [PatientClass?]
  /// The row of the first episode.
  public let firstEpisodes: [Int32]
  /// The row of the last episode.
  public let lastEpisodes: [Int32]
  /// The number of episodes, duplicates left out.
  public let episodeCounts: [Int32]
  /// Whether the patient came from another provider's bed.
  public let arrivesByTransfer: [Bool]
  /// Whether the patient went to another provider's bed.
  public let leavesByTransfer: [Bool]
  /// Whether the patient died in the spell.
  public let endsInDeath: [Bool]
  /// What became of the episodes.
  public let account: Account

  /// What became of the episodes, adding up to their number:
  /// episodes = duplicates + merged + spells.
  public struct Account: Sendable, Equatable {
    /// Rows read.
    public let episodeCount: Int
    /// Rows left out: the same person, provider, start, end and order as another.
    public let duplicateCount: Int
    /// Episodes joined to an earlier one of their spell.
    public let mergedCount: Int
    /// Spells made.
    public let spellCount: Int
    /// Spells not over, which have no bed days yet.
    public let unfinishedCount: Int
    /// Rows without a provider, joined by their dates alone.
    public let unknownProviderCount: Int
    /// Spells whose admission method is not known: neither elective nor emergency.
    public let unknownMethodCount: Int
  }

  /// Joins episodes to spells.
  ///
  /// - Complexity: O(*n* log *k*) for *n* episodes of at most *k* a person
  public init(_ episodes: ConsultantEpisodes) {
    let rows = PersonOrder(personCount: episodes.personCount, persons: episodes.persons)
    var joining = SpellJoining(episodes)
    var spells: [SpellJoining.Spell] = []
    var offsets = [0]
    offsets.reserveCapacity(episodes.personCount + 1)
    for person in 0..<episodes.personCount {
      joining.appendSpells(of: rows[person], to: &spells)
      offsets.append(spells.count)
    }
    self.offsets = offsets
    persons = spells.map { episodes.persons[Int($0.first)] }
    providers = spells.map { episodes.providers[Int($0.first)] }
    admissions = spells.map(\.admission)
    discharges = spells.map(\.discharge)
    methods = spells.map { episodes.methods[Int($0.first)] }
    classes = spells.map { episodes.classes[Int($0.first)] }
    firstEpisodes = spells.map(\.first)
    lastEpisodes = spells.map(\.last)
    episodeCounts = spells.map(\.episodeCount)
    arrivesByTransfer = spells.map { episodes.arrivesByTransfer[Int($0.first)] }
    leavesByTransfer = spells.map { episodes.leavesByTransfer[Int($0.last)] }
    endsInDeath = spells.map { episodes.endsInDeath[Int($0.last)] }
    account = Account(
      episodeCount: episodes.count, duplicateCount: joining.duplicateCount,
      mergedCount: episodes.count - joining.duplicateCount - spells.count,
      spellCount: spells.count, unfinishedCount: spells.count { $0.discharge == nil },
      unknownProviderCount: episodes.providers.count { $0 == ConsultantEpisodes.unknownProvider },
      unknownMethodCount: spells.count { episodes.methods[Int($0.first)] == nil })
  }

  /// The number of spells.
  public var count: Int { persons.count }

  /// The number of people in the register.
  public var personCount: Int { offsets.count - 1 }

  /// Days from admission to discharge, 0 for a stay of one day; `nil` for a spell that is not over.
  public func bedDays(of spell: Int) -> Int? {
    discharges[spell].map { admissions[spell].distance(to: $0) }
  }
}
