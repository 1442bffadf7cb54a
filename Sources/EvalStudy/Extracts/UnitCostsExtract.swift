internal import EvalStats
internal import Foundation

/// Unit costs, read from their table.
struct UnitCostsExtract {
  let table: UnitCostTable
  let account: RowAccount

  /// Reads the table; a faulty row is always an error, since a price left out would cost a setting
  /// nothing.
  init(_ file: String, folder: URL) throws {
    let source = StudyProtocol.Source(file: file, dates: .iso, columns: [:])
    let table = try ExtractTable(
      .unitCosts, source, folder: folder,
      required: ["setting", "unit", "year", "value", "source"], optional: [], policy: .error)
    var account = RowAccount(of: table, policy: .error, canRefuse: false)
    let names = Setting.allCases.map(\.rawValue).joined(separator: ", ")
    let settings = table.column("setting", expected: "one of \(names)") {
      Setting(rawValue: $0)
    }
    let units = table.column(
      "unit", expected: "one of \(CostUnit.allCases.map(\.rawValue).joined(separator: ", "))"
    ) { CostUnit(named: $0) }
    let years = table.text("year")
    let values = table.numbers("value", expected: "pounds as a number")
    let sources = table.text("source")
    var costs: [UnitCost] = []
    for row in 0..<table.rowCount {
      let cost = try account.take(row: row, of: table) { () throws(RowProblem) -> UnitCost in
        let value = try values.required(row)
        guard value >= 0 else {
          throw .fault(
            .wrongValue(found: values.text(row), expected: "0 or more pounds"), column: "value")
        }
        return UnitCost(
          setting: try settings.required(row), unit: try units.required(row),
          priceYear: try years.required(row), value: value, source: try sources.required(row))
      }
      if let cost { costs.append(cost) }
    }
    self.table = try UnitCostTable(costs)
    self.account = account
  }
}
