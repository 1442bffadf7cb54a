internal import EvalStats
internal import Foundation

/// Unit costs, read from their table.
struct UnitCostsExtract {
  let table: UnitCostTable
  let account: RowAccount
  let sha256: String

  /// Reads the table; a faulty row is always an error, since a price left out would cost a setting
  /// nothing.
  init(_ file: String, places: ExtractPlaces) throws {
    let source = StudyProtocol.Source(.file(file))
    let reading = try ExtractReading<Rows>(
      .unitCosts, source, places: places, policy: .error, canRefuse: false
    ) { Rows($0) }
    table = try UnitCostTable(reading.parts.flatMap(\.self))
    account = reading.account
    sha256 = reading.sha256
  }

  private struct Rows: ExtractRowReader {
    let settings: ExtractField<Setting>
    let units: ExtractField<CostUnit>
    let years: ExtractField<String>
    let values: ExtractField<Double>
    let sources: ExtractField<String>

    init(_ columns: ExtractColumns) {
      let names = Setting.allCases.map(\.rawValue).joined(separator: ", ")
      settings = columns.field("setting", expected: "one of \(names)") {
        Setting(rawValue: String(decoding: $0, as: UTF8.self))
      }
      units = columns.field(
        "unit", expected: "one of \(CostUnit.allCases.map(\.rawValue).joined(separator: ", "))"
      ) { CostUnit(named: String(decoding: $0, as: UTF8.self)) }
      years = columns.text("year")
      values = columns.numbers("value", expected: "pounds as a number")
      sources = columns.text("source")
    }

    func emptyPart() -> [UnitCost] { [] }

    func read(_ row: ExtractRow, into part: inout [UnitCost]) throws(RowProblem) {
      let value = try values.required(row)
      guard value >= 0 else {
        throw .fault(
          .wrongValue(found: values.shown(row), expected: "0 or more pounds"), column: "value")
      }
      part.append(
        UnitCost(
          setting: try settings.required(row), unit: try units.required(row),
          priceYear: try years.required(row), value: value, source: try sources.required(row)))
    }
  }
}
