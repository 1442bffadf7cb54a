import Foundation

/// A register, index dates and activity of a given size as files, in the order in which a warehouse
/// gives them: activity by the day of arrival.
struct ExtractsFolder {
  let folder: URL
  let personCount: Int
  let eventCount: Int

  private static let firstDay = 16_161  // 1 April 2014
  private static let dayCount = 1_461

  /// Writes the files; one seed, one content.
  func write() throws {
    var state: UInt64 = 1
    func draw(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    var persons = "person_id,birth_date,sex,registered_from,registered_to,death_date,practice\n"
    var contacts = "person_id,contact_date\n"
    for person in 0..<personCount {
      let birth = Self.day(-14_600 + draw(20_000))
      persons +=
        "\(Self.identifier(person)),\(birth),\(draw(2) == 0 ? "F" : "M"),2008-01-01,,,"
        + "P\(draw(40))\n"
      contacts += "\(Self.identifier(person)),\(Self.day(Self.firstDay + 731 + draw(365)))\n"
    }
    try Data(persons.utf8).write(to: folder.appendingPathComponent("persons.csv"))
    try Data(contacts.utf8).write(to: folder.appendingPathComponent("mdt_contacts.csv"))
    let path = folder.appendingPathComponent("ae.csv").path
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    defer { try? file.close() }
    var block = "person_id,arrival_date,attendance_category,department_type,provider\n"
    for event in 0..<eventCount {
      let day = Self.day(Self.firstDay + event * Self.dayCount / eventCount)
      block +=
        "\(Self.identifier(draw(personCount))),\(day),\(1 + draw(20) / 19),\(1 + draw(4)),"
        + "R\(10 + draw(8))\n"
      if block.utf8.count > 1 << 22 {
        try file.write(contentsOf: Data(block.utf8))
        block = ""
      }
    }
    try file.write(contentsOf: Data(block.utf8))
    try Data(Self.plan.utf8).write(to: folder.appendingPathComponent("study.yml"))
  }

  static let plan = """
    title: A large extract
    selection: recorded use
    calendar:
      coverage: {from: 2014-04-01, to: 2018-03-31}
      index: {from: 2016-04-01, to: 2017-03-31}
    sources:
      persons: persons.csv
      mdt_contacts: mdt_contacts.csv
      ae: ae.csv
    outcomes: [aAndE]

    """

  private static func identifier(_ person: Int) -> String {
    let digits = String(person)
    return "P" + String(repeating: "0", count: 7 - digits.count) + digits
  }

  /// ISO 8601 of days since 1970-01-01.
  private static func day(_ number: Int) -> String {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}
