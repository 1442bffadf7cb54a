public import EvalStats
public import Foundation

/// Everything a study's extracts hold, with an account of every row.
public struct StudyExtracts: Sendable {
  /// The people, with their index dates.
  public let register: PersonRegister
  /// What they used.
  public let history: ActivityHistory
  /// All contacts with the multidisciplinary team, by person and day.
  public let contacts: [Contact]
  /// The places of contacts and who referred people to them, by code.
  public let sites: [String]
  public let referralSources: [String]
  /// Social care as totals, where that is all there is.
  public let socialCareSummary: SocialCareSummary?
  /// What activity costs; `nil` where the protocol names no unit costs.
  public let unitCosts: UnitCostTable?
  /// Hospital spells, joined from episodes; `nil` where no admissions were supplied.
  public let spells: HospitalSpells?
  /// Whether rows of admissions were joined to spells; otherwise each counts as one.
  let rowsAreEpisodes: Bool
  /// What became of the rows of each source, in the order of `ExtractKind`.
  let sources: [SourceRecord]
  /// What adequacy is judged by, beside the events themselves.
  let profiles: [ExtractKind: EventProfile]
  /// The same of packages of social care.
  let packages: PackageObservations?

  /// One source as it was read.
  struct SourceRecord: Sendable {
    let kind: ExtractKind
    let account: RowAccount
    let sha256: String
  }

  /// Reads every extract of a protocol, each source in one pass.
  ///
  /// - Parameter folder: the folder that the file names of the protocol start from.
  /// - Throws: `ExtractError` for the first source, column or row that cannot be used, `CostError`
  ///   for unit costs that contradict one another.
  /// - Complexity: O(*bytes*)
  public init(_ plan: StudyProtocol, folder: URL) throws {
    let places = ExtractPlaces(folder: folder)
    var sources: [SourceRecord] = []
    let persons = try PersonsExtract(
      of: plan, attributes: plan.attributes, dateAttributes: plan.dateAttributes, places: places)
    sources += persons.records
    let people = persons.people
    let index = persons.index
    let contacts = try ContactsExtract(of: plan, people: index, places: places)
    sources += contacts.records
    var registrations: RegistrationsExtract?
    if plan.sources.extracts[.registrations] != nil {
      let extract = try RegistrationsExtract(of: plan, people: index, places: places)
      registrations = extract
      sources += extract.records
    }
    var areas: AreasExtract?
    if plan.sources.extracts[.areas] != nil {
      let extract = try AreasExtract(of: plan, places: places)
      areas = extract
      sources += extract.records
    }
    let register = try Self.register(
      people, registrations: registrations, areas: areas,
      indexDates: contacts.indexDates(personCount: index.personCount),
      file: persons.records[0].account.file)

    var logs: [Setting: ActivityLog] = [:]
    var profiles: [ExtractKind: EventProfile] = [:]
    var spells: HospitalSpells?
    var rowsAreEpisodes = false
    var diagnoses: [DiagnosisScore: DiagnosisLog] = [:]
    if plan.sources.extracts[.inpatient] != nil {
      let extract = try InpatientExtract(
        of: plan, people: index, register: register, places: places)
      logs.merge(extract.logs) { _, new in new }
      profiles[.inpatient] = extract.profile
      spells = extract.spells
      rowsAreEpisodes = extract.rowsAreEpisodes
      diagnoses = extract.diagnoses
      sources += extract.records
    }
    for kind in ExtractKind.events
    where kind != .inpatient && plan.sources.extracts[kind] != nil {
      let extract = try EventExtract(
        kind, of: plan, people: index, register: register, places: places)
      logs.merge(extract.logs) { _, new in new }
      profiles[kind] = extract.profile
      sources += extract.records
    }
    var packages: PackagesExtract?
    if plan.sources.extracts[.ascPackages] != nil {
      let extract = try PackagesExtract(
        of: plan, people: index, deaths: people.deaths, places: places)
      packages = extract
      sources += extract.records
    }
    if plan.sources.extracts[.ascSummary] != nil {
      let read = try SocialCareSummary.read(of: plan, places: places)
      socialCareSummary = read.summary
      sources += read.records
    } else {
      socialCareSummary = nil
    }
    var measurements: [String: MeasurementLog] = [:]
    if plan.sources.extracts[.riskScores] != nil {
      let extract = try RiskScoresExtract(of: plan, people: index, places: places)
      measurements[RiskScoresExtract.measurement] = extract.log
      sources += extract.records
    }
    if let costs = plan.costs {
      let read = try UnitCostsExtract(costs.file, places: places)
      unitCosts = read.table
      sources.append(
        SourceRecord(kind: .unitCosts, account: read.account, sha256: read.sha256))
    } else {
      unitCosts = nil
    }
    history = ActivityHistory(
      logs: logs, packages: packages?.log, coverage: plan.calendar.coverage,
      settingCoverage: plan.calendar.settingCoverage, measurements: measurements,
      diagnoses: diagnoses)
    self.spells = spells
    self.rowsAreEpisodes = rowsAreEpisodes
    self.register = register
    self.contacts = contacts.contacts
    sites = contacts.sites
    referralSources = contacts.referralSources
    self.sources = sources.sorted { $0.kind < $1.kind }
    self.profiles = profiles
    self.packages = packages?.observations
  }

  private static func register(
    _ people: PersonsExtract.People, registrations: RegistrationsExtract?, areas: AreasExtract?,
    indexDates: [Day?], file: String
  ) throws(ExtractError) -> PersonRegister {
    var columns = people.attributes
    if let areas, case .factor(let own)? = columns.first(where: { $0.name == "lsoa" })?.column {
      columns.removeAll { $0.name == "imd_decile" }
      columns.append(("imd_decile", areas.deciles(of: own)))
    }
    let attributes: Table
    do {
      attributes = try Table(columns)
    } catch {
      throw .register(ExtractPlace(file: file, line: 1, column: nil), error)
    }
    let ends = registrations?.ends
    return PersonRegister(
      identifiers: people.identifiers, births: people.births, sexes: people.sexes,
      registeredFrom: ends?.map(\.from)
        ?? people.registeredFrom.map { $0 ?? RegistrationsExtract.never },
      registeredTo: ends?.map(\.to) ?? people.registeredTo, deaths: people.deaths,
      indexDates: indexDates, attributes: attributes, registrations: registrations?.history)
  }
}

extension StudyProtocol {
  /// The columns of the register that the plan names.
  var attributes: [String] {
    let asked = matching.covariates + segments.flatMap { $0.conditions.map(\.covariate) }
    let named =
      asked.compactMap { if case .attribute(let name) = $0 { name } else { nil } }
      + matching.exact.compactMap { if case .attribute(let name) = $0 { name } else { nil } }
      + subgroups.map(\.attribute) + constraintAttributes
    return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
