internal import EvalStats
internal import Foundation

/// Monthly risk scores, read from their extract.
struct RiskScoresExtract {
  let log: MeasurementLog
  let account: RowAccount

  /// The name under which a protocol's covariates ask for the score.
  static let measurement = "risk_score"

  private struct Score {
    let person: Int
    let known: Day
    let value: Double
  }

  /// Reads the extract. A month's score counts as known from the first day of the next month: it was
  /// made from that month's records, so that earlier it would be future information.
  init(
    _ source: StudyProtocol.Source, people: PersonIndex, folder: URL,
    policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let table = try ExtractTable(
      .riskScores, source, folder: folder, required: ["person_id", "month", "score"], optional: [],
      policy: policy)
    var account = RowAccount(of: table, policy: policy)
    let persons = people.column(of: table)
    let months = table.column("month", expected: "a month such as 2016-04") { text in
      (Day(iso: text) ?? Day(iso: text + "-01")).flatMap(Self.firstDayOfNextMonth)
    }
    let values = table.numbers("score")
    var scores: [Score] = []
    for row in 0..<table.rowCount {
      let score = try account.take(row: row, of: table) { () throws(RowProblem) -> Score in
        Score(
          person: try persons.person(row), known: try months.required(row),
          value: try values.required(row))
      }
      if let score { scores.append(score) }
    }
    // Sorted by value too, so that of two scores for one month the same one counts whatever the
    // order of the rows.
    scores.sort { ($0.person, $0.known, $0.value) < ($1.person, $1.known, $1.value) }
    log = MeasurementLog(
      personCount: people.personCount, persons: scores.map(\.person), days: scores.map(\.known),
      values: scores.map(\.value))
    self.account = account
  }

  private static func firstDayOfNextMonth(_ day: Day) -> Day? {
    let (year, month, _) = day.components
    return month == 12
      ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: month + 1, day: 1)
  }
}
