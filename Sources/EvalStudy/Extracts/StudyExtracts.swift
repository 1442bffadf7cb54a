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
  /// Social care as totals, where that is all there is.
  public let socialCareSummary: SocialCareSummary?
  /// What activity costs; `nil` where the protocol names no unit costs.
  public let unitCosts: UnitCostTable?
  /// What became of the rows of each source, in the order of `ExtractKind`.
  let sources: [SourceRecord]
  /// What adequacy is judged by, beside the events themselves.
  let profiles: [ExtractKind: EventProfile]
  /// The same of packages of social care.
  let packages: PackagesExtract.Observations?

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
    let places = ExtractPlaces(folder: folder, database: plan.sources.database)
    var sources: [SourceRecord] = []
    let persons = try PersonsExtract(of: plan, attributes: plan.attributes, places: places)
    sources += persons.records
    let people = persons.people
    let index = PersonIndex(people.identifiers)
    let contacts = try ContactsExtract(of: plan, people: index, places: places)
    sources += contacts.records
    let register = try Self.register(
      people, indexDates: contacts.indexDates(personCount: index.personCount),
      file: persons.records[0].account.file)

    var logs: [Setting: ActivityLog] = [:]
    var profiles: [ExtractKind: EventProfile] = [:]
    for kind in ExtractKind.events where plan.sources.extracts[kind] != nil {
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
      settingCoverage: plan.calendar.settingCoverage, measurements: measurements)
    self.register = register
    self.contacts = contacts.contacts
    self.sources = sources.sorted { $0.kind < $1.kind }
    self.profiles = profiles
    self.packages = packages?.observations
  }

  private static func register(
    _ people: PersonsExtract.People, indexDates: [Day?], file: String
  ) throws(ExtractError) -> PersonRegister {
    let attributes: Table
    do {
      attributes = try Table(people.attributes)
    } catch {
      throw .register(ExtractPlace(file: file, line: 1, column: nil), error)
    }
    return PersonRegister(
      identifiers: people.identifiers, births: people.births, sexes: Factor(people.sexes),
      registeredFrom: people.registeredFrom, registeredTo: people.registeredTo,
      deaths: people.deaths, indexDates: indexDates, attributes: attributes)
  }
}

extension StudyProtocol {
  /// The columns of the register that the plan names.
  var attributes: [String] {
    let named =
      matching.covariates.compactMap { if case .attribute(let name) = $0 { name } else { nil } }
      + matching.exact.compactMap { if case .attribute(let name) = $0 { name } else { nil } }
      + subgroups.map(\.attribute)
    return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
