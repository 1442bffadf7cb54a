internal import EvalStats
internal import Foundation

/// Adult social care as quarterly totals: a year of which no person's records are held.
///
/// Totals can carry totals and nothing else: no window of a person, no test. A total that is not
/// given is a gap, never 0.
public struct SocialCareSummary: Sendable, Equatable {
  /// One quarter of one support reason.
  public struct Cell: Sendable, Equatable {
    /// The quarter as it is written: "2015-Q1".
    public let quarter: String
    /// The primary support reason.
    public let supportReason: String
    /// People supported; `nil` for a gap.
    public let people: Double?
    /// Pounds spent; `nil` for a gap.
    public let cost: Double?
  }

  /// The cells in the order of the file.
  public let cells: [Cell]

  /// Cells without a cost or without people.
  public var gapCount: Int { cells.count { $0.cost == nil || $0.people == nil } }

  /// Quarters that some support reason has and another has not, reason by reason.
  var absentQuarters: Int {
    let quarters = Set(cells.map(\.quarter))
    let byReason = Dictionary(grouping: cells, by: \.supportReason)
    return byReason.values.reduce(0) { $0 + quarters.count - Set($1.map(\.quarter)).count }
  }
}

extension SocialCareSummary {
  /// Reads the totals, with the account of their rows.
  static func read(
    of plan: StudyProtocol, places: ExtractPlaces
  ) throws(ExtractError) -> (summary: SocialCareSummary, records: [StudyExtracts.SourceRecord]) {
    let readings = try ExtractReadings<Rows>(.ascSummary, of: plan, places: places) { columns in
      Rows(
        quarters: columns.text("quarter"), reasons: columns.text("support_reason"),
        people: columns.numbers("people", expected: "a number or an empty cell"),
        costs: columns.numbers("cost", expected: "pounds as a number or an empty cell"))
    }
    return (
      SocialCareSummary(cells: readings.parts.flatMap(\.self)), readings.records(of: .ascSummary)
    )
  }

  private struct Rows: ExtractRowReader {
    let quarters: ExtractField<String>
    let reasons: ExtractField<String>
    let people: ExtractField<Double>
    let costs: ExtractField<Double>

    func emptyPart() -> [Cell] { [] }

    func read(_ row: ExtractRow, into part: inout [Cell]) throws(RowProblem) {
      part.append(
        Cell(
          quarter: try quarters.required(row), supportReason: try reasons.required(row),
          people: try people.optional(row), cost: try costs.optional(row)))
    }
  }
}
