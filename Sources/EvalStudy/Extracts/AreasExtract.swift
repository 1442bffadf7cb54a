internal import EvalStats
internal import Foundation

/// The decile of deprivation of small areas, by which people's areas become their deprivation.
struct AreasExtract {
  private let deciles: [String: Int]
  let records: [StudyExtracts.SourceRecord]

  /// Reads the table; an area that stands twice keeps its first row, and the other is refused.
  init(of plan: StudyProtocol, places: ExtractPlaces) throws(ExtractError) {
    var readings = try ExtractReadings<Rows>(.areas, of: plan, places: places) { columns in
      Rows(
        areas: columns.text("lsoa"),
        deciles: columns.field("imd_decile", expected: "a decile from 1 to 10") { bytes in
          CSVNumber.integer(bytes).flatMap { (1...10).contains($0) ? $0 : nil }
        })
    }
    var deciles: [String: Int] = [:]
    var lines: [String: Int] = [:]
    for place in readings.readings.indices {
      for area in readings.readings[place].parts.flatMap(\.self) {
        if let first = lines[area.name] {
          try readings.refuse(
            .duplicateArea(firstLine: first), line: area.line, column: "lsoa", of: place)
        } else {
          deciles[area.name] = area.decile
          lines[area.name] = area.line
        }
      }
    }
    self.deciles = deciles
    records = readings.records(of: .areas)
  }

  private struct Area: Sendable {
    let name: String
    let decile: Int
    let line: Int
  }

  private struct Rows: ExtractRowReader {
    let areas: ExtractField<String>
    let deciles: ExtractField<Int>

    func emptyPart() -> [Area] { [] }

    func read(_ row: ExtractRow, into part: inout [Area]) throws(RowProblem) {
      part.append(
        Area(
          name: try areas.required(row), decile: try deciles.required(row), line: row.line))
    }
  }

  /// The decile of each person's area; missing where the area is, or is in no row.
  func deciles(of areas: Factor) -> Column {
    let byLevel = areas.levels.map { deciles[$0] }
    let values = areas.codes.map { $0 < 0 ? nil : byLevel[Int($0)] }
    return .integer(Values(values.map { $0 ?? 0 }, missing: values.map { $0 == nil }))
  }
}
