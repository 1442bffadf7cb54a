internal import EvalStats
internal import Foundation

/// Monthly risk scores, read from their extract.
struct RiskScoresExtract {
  let log: MeasurementLog
  let records: [StudyExtracts.SourceRecord]

  /// The name under which a protocol's covariates ask for the score.
  static let measurement = "risk_score"

  private struct Score: Sendable {
    let person: Int32
    let known: Day
    let value: Double
  }

  /// Reads the extract. A month's score counts as known from the first day of the next month: it was
  /// made from that month's records, so that earlier it would be future information.
  init(
    of plan: StudyProtocol, people: PersonIndex, places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<Rows>(.riskScores, of: plan, places: places) { columns in
      Rows(
        persons: people.column(of: columns),
        known: columns.field("month", expected: "a month such as 2016-04") { bytes in
          Self.month(bytes).flatMap(Self.firstDayOfNextMonth)
        }, values: columns.numbers("score"))
    }
    // Sorted by value too, so that of two scores for one month the same one counts whatever the
    // order of the rows.
    let scores = readings.parts.flatMap(\.self).sorted {
      ($0.person, $0.known, $0.value) < ($1.person, $1.known, $1.value)
    }
    log = MeasurementLog(
      personCount: people.personCount, persons: scores.map { Int($0.person) },
      days: scores.map(\.known), values: scores.map(\.value))
    records = readings.records(of: .riskScores)
  }

  private struct Rows: ExtractRowReader {
    let persons: PersonField
    let known: ExtractField<Day>
    let values: ExtractField<Double>

    var people: PersonField? { persons }

    func emptyPart() -> [Score] { [] }

    func read(_ row: ExtractRow, into part: inout [Score]) throws(RowProblem) {
      let person = try persons.required(row)
      let known = try known.required(row)
      part.append(
        Score(person: Int32(person), known: known, value: try values.required(row)))
    }
  }

  /// `2016-04` or a day of the month.
  private static func month(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
    guard bytes.count == 7 else { return DayTime.day(bytes, format: .iso) }
    return (Array(bytes) + Array("-01".utf8)).withUnsafeBufferPointer {
      CSVDay.day($0, format: .iso)
    }
  }

  private static func firstDayOfNextMonth(_ day: Day) -> Day? {
    let (year, month, _) = day.components
    return month == 12
      ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: month + 1, day: 1)
  }
}
