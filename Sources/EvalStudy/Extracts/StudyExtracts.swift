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
  /// What became of the rows of each extract, in the order of `ExtractKind`.
  let sources: [SourceRecord]

  /// One extract as it was read.
  struct SourceRecord: Sendable {
    let kind: ExtractKind
    let account: RowAccount
    let sha256: String
    var events: EventExtract.Observations?
    var packages: PackagesExtract.Observations?
  }

  /// Reads every extract of a protocol.
  ///
  /// - Parameter folder: the folder that the file names of the protocol start from.
  /// - Throws: `ExtractError` for the first file, column or row that cannot be used, `CostError` for
  ///   unit costs that contradict one another.
  /// - Complexity: O(*rows* log *distinct values*)
  public init(_ plan: StudyProtocol, folder: URL) throws {
    let policy = plan.sources.badRows
    let coverage = plan.calendar.coverage
    var sources: [SourceRecord] = []
    func record(_ kind: ExtractKind, _ file: String, _ account: RowAccount) {
      let path = StudyFolder.path(of: file, in: folder)
      sources.append(
        SourceRecord(
          kind: kind, account: account, sha256: ContentHash.sha256(ofFileAt: path) ?? ""))
    }
    let personsSource = try Self.source(.persons, of: plan)
    let persons = try PersonsExtract(
      personsSource, attributes: plan.attributes, dateAttributes: plan.dateAttributes,
      folder: folder, policy: policy)
    record(.persons, personsSource.file, persons.account)
    let people = persons.people
    let index = PersonIndex(people.identifiers)
    let contactsSource = try Self.source(.mdtContacts, of: plan)
    let contacts = try ContactsExtract(
      contactsSource, people: index, folder: folder, policy: policy)
    record(.mdtContacts, contactsSource.file, contacts.account)

    var logs: [Setting: ActivityLog] = [:]
    for kind in [ExtractKind.ae, .inpatient, .outpatient] {
      guard let source = plan.sources.extracts[kind] else { continue }
      let extract = try EventExtract(
        kind, source, people: index, deaths: people.deaths, coverage: coverage, folder: folder,
        policy: policy)
      for setting in kind.settings {
        logs[setting] = extract.log(of: setting, personCount: index.personCount)
      }
      record(kind, source.file, extract.account)
      sources[sources.count - 1].events = extract.observations
    }
    var packages: PackageLog?
    if let source = plan.sources.extracts[.ascPackages] {
      let extract = try PackagesExtract(
        source, people: index, deaths: people.deaths,
        coverage: plan.calendar.coverage(of: .adultSocialCare), folder: folder, policy: policy)
      packages = extract.log
      record(.ascPackages, source.file, extract.account)
      sources[sources.count - 1].packages = extract.observations
    }
    if let source = plan.sources.extracts[.ascSummary] {
      let read = try SocialCareSummary.read(source, folder: folder, policy: policy)
      socialCareSummary = read.summary
      record(.ascSummary, source.file, read.account)
    } else {
      socialCareSummary = nil
    }
    var measurements: [String: MeasurementLog] = [:]
    if let source = plan.sources.extracts[.riskScores] {
      let extract = try RiskScoresExtract(source, people: index, folder: folder, policy: policy)
      measurements[RiskScoresExtract.measurement] = extract.log
      record(.riskScores, source.file, extract.account)
    }
    if let costs = plan.costs {
      let read = try UnitCostsExtract(costs.file, folder: folder)
      unitCosts = read.table
      record(.unitCosts, costs.file, read.account)
    } else {
      unitCosts = nil
    }
    register = try Self.register(
      people, indexDates: contacts.indexDates(personCount: index.personCount),
      file: persons.account.file)
    history = ActivityHistory(
      logs: logs, packages: packages, coverage: coverage,
      settingCoverage: plan.calendar.settingCoverage, measurements: measurements)
    self.contacts = contacts.contacts
    self.sources = sources
  }

  private static func source(
    _ kind: ExtractKind, of plan: StudyProtocol
  ) throws(ExtractError) -> StudyProtocol.Source {
    if let source = plan.sources.extracts[kind] { return source }
    throw .missingFile(path: kind.rawValue, source: kind.rawValue)
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
      + subgroups.map(\.attribute) + constraintAttributes
    return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
