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
}

extension SocialCareSummary {
  static func read(
    _ source: StudyProtocol.Source, folder: URL, policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) -> (summary: SocialCareSummary, account: RowAccount) {
    let table = try ExtractTable(
      .ascSummary, source, folder: folder,
      required: ["quarter", "support_reason", "people", "cost"], optional: [], policy: policy)
    var account = RowAccount(of: table, policy: policy)
    let quarters = table.text("quarter")
    let reasons = table.text("support_reason")
    let people = table.numbers("people", expected: "a number or an empty cell")
    let costs = table.numbers("cost", expected: "pounds as a number or an empty cell")
    var cells: [Cell] = []
    for row in 0..<table.rowCount {
      let cell = try account.take(row: row, of: table) { () throws(RowProblem) -> Cell in
        Cell(
          quarter: try quarters.required(row), supportReason: try reasons.required(row),
          people: try people.optional(row), cost: try costs.optional(row))
      }
      if let cell { cells.append(cell) }
    }
    return (SocialCareSummary(cells: cells), account)
  }
}
