public import EvalStats
internal import Foundation

/// Contacts with the multidisciplinary team, read from their extract.
struct ContactsExtract {
  /// By person and day.
  let contacts: [Contact]
  /// Where the contacts took place, and who referred the person: codes of `Contact`.
  let sites: [String]
  let referralSources: [String]
  let records: [StudyExtracts.SourceRecord]

  init(
    of plan: StudyProtocol, people: PersonIndex, places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<Rows>(.mdtContacts, of: plan, places: places) { columns in
      Rows(
        persons: people.column(of: columns), days: columns.days("contact_date"),
        site: columns.positions(of: ["site"]).first,
        referralSource: columns.positions(of: ["referral_source"]).first)
    }
    var sites = LevelColumn()
    var referralSources = LevelColumn()
    var contacts: [Contact] = []
    for part in readings.parts {
      sites.append(part.sites)
      referralSources.append(part.referralSources)
      contacts += part.contacts
    }
    let rows = Array(contacts.indices)
    let site = sites.factor(at: rows)
    let referralSource = referralSources.factor(at: rows)
    for row in rows {
      contacts[row].site = site.codes[row]
      contacts[row].referralSource = referralSource.codes[row]
    }
    self.sites = site.levels
    self.referralSources = referralSource.levels
    self.contacts = contacts.sorted {
      ($0.person, $0.day, $0.site, $0.referralSource)
        < ($1.person, $1.day, $1.site, $1.referralSource)
    }
    records = readings.records(of: .mdtContacts)
  }

  private struct Rows: ExtractRowReader {
    let persons: PersonField
    let days: ExtractField<Day>
    let site: Int?
    let referralSource: Int?

    struct Part: Sendable {
      var contacts: [Contact] = []
      var sites = LevelColumn()
      var referralSources = LevelColumn()
    }

    var people: PersonField? { persons }

    func emptyPart() -> Part { Part() }

    func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem) {
      let contact = Contact(person: try persons.required(row), day: try days.required(row))
      part.contacts.append(contact)
      part.sites.append(row, site)
      part.referralSources.append(row, referralSource)
    }
  }

  /// The first contact of each person: the index date.
  func indexDates(personCount: Int) -> [Day?] {
    var dates: [Day?] = Array(repeating: nil, count: personCount)
    for contact in contacts where dates[contact.person] == nil {
      dates[contact.person] = contact.day
    }
    return dates
  }
}

/// One contact with the multidisciplinary team.
public struct Contact: Sendable, Equatable {
  /// The row of the person in the register.
  public let person: Int
  /// The day of the contact.
  public let day: Day
  /// The code of the place; −1 where none is recorded.
  public internal(set) var site: Int32 = -1
  /// The code of who referred the person; −1 where nobody is recorded.
  public internal(set) var referralSource: Int32 = -1
}
