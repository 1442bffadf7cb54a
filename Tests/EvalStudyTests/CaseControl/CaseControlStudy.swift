import EvalStats
import Foundation

/// A study of cases and controls in a folder of its own: 400 cases with index dates in two years and
/// 6,000 candidates, made to be awkward.
///
/// Births fall on few days, so that ages tie, and some lie 1,826 or 1,827 days from a case's; people
/// die, leave or are diagnosed on the very index dates; cases may serve as controls before their own
/// date; the oldest cases have too few candidates; sex is sometimes not recorded.
struct CaseControlStudy {
  let folder: URL

  static let protocolText = """
    title: Cases and controls
    synthetic: true
    selection: recorded use
    seed: 11
    calendar:
      coverage: {from: 2013-01-01, to: 2017-12-31}
      index: {from: 2015-01-01, to: 2016-12-31}
      look_back_months: 12
      follow_up_months: 12
    sources:
      persons: persons.csv
      mdt_contacts: cases.csv
      ae: ae.csv
    outcomes: none
    exclusions:
      - {sex: missing}
      - {age_below: 18}
      - {attribute: care_home, in: [yes], label: lives in a care home}
      - {date: death_date, before_index: true}
      - {date: prior_diagnosis_date, before_index: true}
      - {date: palliative_date, days_before: 90, arm: control}
      - {prior_use: aAndE, days: 30, arm: control}
      - {attribute: practice, missing: true, arm: treated}
    matching:
      score: none
      exact: [sex]
      within: {age: 5}
      ratio: 3
      later_treated: exclude
    disclosure: none

    """

  init(protocolText: String = Self.protocolText, seed: UInt64 = 5) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-cases-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var generator = SeededGenerator(seed: seed)
    var persons =
      "person_id,birth_date,sex,practice,registered_from,registered_to,death_date,care_home,"
      + "prior_diagnosis_date,palliative_date\n"
    var cases = "person_id,contact_date\n"
    var attendances = "person_id,arrival_date\n"
    let firstIndex = Day(year: 2015, month: 1, day: 1) ?? Day(daysSinceEpoch: 0)
    var birthsOfCases: [Day] = []
    var indexDates: [Day] = []
    for number in 0..<6_400 {
      let isCase = number < 400
      let name = "N\(10_000 + number)"
      // A few fall outside the admitted dates.
      let index = firstIndex.advanced(by: generator.integer(below: 760) - 10)
      var birth = firstIndex.advanced(
        by: -365 * (isCase ? 55 : 16) - 30 * generator.integer(below: isCase ? 560 : 960))
      if isCase {
        birthsOfCases.append(birth)
        indexDates.append(index)
        cases += "\(name),\(index)\n"
        // A later contact changes no index date.
        if number % 5 == 0 { cases += "\(name),\(index.advanced(by: 3))\n" }
      } else if number % 9 == 0 {
        let own = birthsOfCases[generator.integer(below: 400)]
        birth = own.advanced(by: [-1_827, -1_826, 1_826, 1_827][generator.integer(below: 4)])
      }
      /// An index date of some case, or its own, so that facts fall on the very day.
      func someIndex() -> Day { isCase ? index : indexDates[generator.integer(below: 400)] }
      func day(_ share: Double, _ from: Int, _ spread: Int) -> String {
        guard generator.bernoulli(share) else { return "" }
        if generator.bernoulli(0.4) { return "\(someIndex())" }
        return "\(firstIndex.advanced(by: from + generator.integer(below: spread)))"
      }
      let sex = generator.bernoulli(0.03) ? "" : generator.bernoulli(0.55) ? "F" : "M"
      // Some are on the register for one index date alone, after care that keeps them out.
      let only = !isCase && number % 40 == 1 ? someIndex() : nil
      let joined =
        only?.advanced(by: -365)
        ?? (generator.bernoulli(0.1)
          ? someIndex().advanced(by: [-366, -365, -364, 0][generator.integer(below: 4)])
          : firstIndex.advanced(by: -2_000 + generator.integer(below: 1_000)))
      var left = day(0.08, -200, 1_100)
      if let only { left = "\(only)" }
      if !left.isEmpty, left < "\(joined)" { left = "\(joined)" }
      persons +=
        "\(name),\(birth),\(sex),\(generator.bernoulli(0.04) ? "" : "A\(number % 7)"),\(joined),"
        + "\(left),\(day(0.12, -200, 1_100)),\(["no", "no", "no", "yes", ""][number % 5]),"
        + "\(day(0.25, -900, 1_900)),"
        + "\(only.map { "\($0.advanced(by: number % 3 == 0 ? -90 : -91))" } ?? day(0.1, -300, 1_200))\n"
      if let only { attendances += "\(name),\(only.advanced(by: number % 3 == 1 ? -30 : -31))\n" }
      for _ in 0..<generator.poisson(mean: 0.8) {
        let any = firstIndex.advanced(by: -60 + generator.integer(below: 800))
        attendances += "\(name),\(generator.bernoulli(0.3) ? someIndex() : any)\n"
      }
    }
    try write(persons, to: "persons.csv")
    try write(cases, to: "cases.csv")
    try write(attendances, to: "ae.csv")
    try write(protocolText, to: "study.yml")
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func text(of name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  var path: String { folder.appendingPathComponent("study.yml").path }

  func clean() { try? FileManager.default.removeItem(at: folder) }
}
