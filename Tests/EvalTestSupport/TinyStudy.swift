public import Foundation

/// A small valid study in a folder of its own, to be run as it is or spoilt in one place.
///
/// Eight treated, all on 1 July 2016, and forty candidates. Six of the treated attend A&E 6 times in
/// the year before and 3 in the year after, two of them 2 and 2. Their candidates go on as they did:
/// 6 and 6, or 2 and 2. Matched two to one on the use of the year before, the treated go from 40 to
/// 22 and the controls from 80 to 80: a rate-of-change ratio of 0.55. In the nearer six months it is
/// 20 to 14 and 40 to 28: a ratio of 1.
public struct TinyStudy {
  /// The folder that holds `study.yml` and the extracts.
  public let folder: URL

  /// Writes the study to a new temporary folder.
  public init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-tiny-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in Self.files { try write(text, to: name) }
  }

  /// The protocol.
  public var study: URL { folder.appendingPathComponent("study.yml") }

  /// Where a run may write.
  public var output: URL { folder.appendingPathComponent("out") }

  /// Replaces a file.
  public func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// The content of a file.
  public func text(of name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Takes a file away.
  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
  }

  /// Replaces every occurrence of a piece of text in a file; the piece must be there.
  public func replace(_ piece: String, with other: String, in name: String) throws {
    let text = try text(of: name)
    guard text.contains(piece) else { throw Missing(piece: piece, file: name) }
    try write(text.replacingOccurrences(of: piece, with: other), to: name)
  }

  /// Adds a line to a file.
  public func append(_ line: String, to name: String) throws {
    let text = try text(of: name)
    try write(text + line + "\n", to: name)
  }

  /// What stands in the folder besides the inputs.
  public func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { Self.files[$0] == nil }.sorted()
  }

  /// Takes the folder away.
  public func clean() { try? FileManager.default.removeItem(at: folder) }

  /// A piece of text that a test meant to spoil is not there.
  public struct Missing: Error {
    let piece: String
    let file: String
  }

  /// The files of the valid study by name.
  static let files: [String: String] = {
    var persons =
      "person_id,birth_date,sex,practice,network,imd_decile,long_term_conditions,"
      + "registered_from,registered_to,death_date\n"
    var contacts = "person_id,contact_date,network,referral_source\n"
    var attendances =
      "person_id,arrival_date,attendance_category,department_type,provider\n"
    func attend(_ person: String, _ dates: [String]) {
      for date in dates { attendances += "\(person),\(date),1,1,RAA\n" }
    }
    for number in 1...48 {
      let person = "P\(number < 10 ? "0" : "")\(number)"
      let isTreated = number <= 8
      let year = 1940 + number % 8
      let conditions = number % 5
      persons +=
        "\(person),\(year)-06-15,\(number % 2 == 0 ? "F" : "M"),A\(number % 3),N1,"
        + "\(1 + number % 10),\(conditions),2010-01-01,,\n"
      // Six of the treated and a third of the candidates use much, the others little.
      let usesMuch = isTreated ? number <= 6 : number % 3 == 0
      if isTreated {
        contacts += "\(person),2016-07-01,N1,GP\n\(person),2016-09-01,N1,GP\n"
      }
      attend(
        person,
        usesMuch
          ? ["2015-08-01", "2015-10-01", "2015-12-01", "2016-02-01", "2016-04-01", "2016-06-01"]
          : ["2015-09-01", "2016-03-01"])
      switch (isTreated, usesMuch) {
      case (true, true): attend(person, ["2016-08-01", "2016-12-01", "2017-04-01"])
      case (false, true):
        attend(
          person,
          ["2016-09-01", "2016-11-01", "2017-01-01", "2017-03-01", "2017-05-01", "2017-06-01"])
      case (_, false): attend(person, ["2016-09-01", "2017-03-01"])
      }
    }
    return [
      "persons.csv": persons, "mdt_contacts.csv": contacts, "ae.csv": attendances,
      "asc_packages.csv":
        "person_id,service_type,support_reason,start_date,end_date,weekly_cost\n"
        + "P01,home,personal care,2016-01-04,2016-12-04,70\n",
      "unit_costs.csv":
        "setting,unit,year,value,source\naAndE,attendance,2016/17,148,reference costs\n",
      "study.yml": """
      title: A tiny study
      description: Made up for the tests.
      question: Did attendances fall?
      synthetic: true
      selection: recorded use
      seed: 1
      calendar:
        coverage: {from: 2014-07-01, to: 2017-12-31}
        index: {from: 2016-07-01, to: 2016-12-31}
        look_back_months: 12
        follow_up_months: 12
      sources:
        persons: persons.csv
        mdt_contacts: mdt_contacts.csv
        ae: ae.csv
        asc_packages: asc_packages.csv
      outcomes:
        - setting: aAndE
          windows: [6, 12]
      primary: {setting: aAndE, window: 12}
      matching:
        covariates:
          - age
          - {prior_use: aAndE, days: 365}
        exact: [sex]
        caliper: none
        ratio: 2
      costs:
        unit_costs: unit_costs.csv
        price_year: 2016/17
      disclosure: none
      bootstrap_replicates: 200
      permutations: 200

      """,
    ]
  }()
}
