public import EvalStats
internal import Foundation

/// Contacts with the multidisciplinary team, read from their extract.
struct ContactsExtract {
  let contacts: [Contact]
  let account: RowAccount

  init(
    _ source: StudyProtocol.Source, people: PersonIndex, folder: URL,
    policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let table = try ExtractTable(
      .mdtContacts, source, folder: folder, required: ["person_id", "contact_date"], optional: [],
      policy: policy)
    var account = RowAccount(of: table, policy: policy)
    let persons = people.column(of: table)
    let days = table.days("contact_date")
    var contacts: [Contact] = []
    for row in 0..<table.rowCount {
      let contact = try account.take(row: row, of: table) { () throws(RowProblem) -> Contact in
        Contact(person: try persons.person(row), day: try days.required(row))
      }
      if let contact { contacts.append(contact) }
    }
    self.contacts = contacts.sorted { ($0.person, $0.day) < ($1.person, $1.day) }
    self.account = account
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
}
