internal import EvalStats

/// Reads the rows of packages of social care, whose cost stands by the week or by some other unit.
struct PackageRows: ExtractRowReader {
  private let persons: PersonField
  private let starts: ExtractField<Day>
  private let ends: ExtractField<Day>
  private let weeklyCosts: ExtractField<Double>
  private let unitCosts: ExtractField<Double>
  private let frequencies: ExtractCodes<AscCostFrequency>
  private let plannedUnits: ExtractField<Double>
  private let eventTypes: ExtractCodes<AscEventType>
  /// Every column read, for rows that repeat others.
  private let all: [Int]
  private let services: [Int]
  private let coverage: ClosedRange<Day>

  /// A package as it is written.
  struct Package: Sendable {
    let person: Int
    let start: Day
    var end: Day
    let weeklyCost: Double
    /// Equal for packages of one type of service and one support reason.
    let service: UInt64
    let fingerprint: UInt64
  }

  /// - Throws: `ExtractError.missingColumn` where the cost stands neither by the week nor by a unit.
  init(
    _ columns: ExtractColumns, people: PersonIndex, coverage: ClosedRange<Day>
  ) throws(ExtractError) {
    if !columns.has("weekly_cost") {
      try columns.require("unit_cost", orElse: "weekly_cost")
      try columns.require("cost_frequency", orElse: "weekly_cost")
    }
    persons = people.column(of: columns)
    starts = columns.days("start_date")
    ends = columns.days("end_date")
    weeklyCosts = columns.numbers("weekly_cost", expected: "pounds a week as a number")
    unitCosts = columns.numbers("unit_cost", expected: "pounds as a number")
    frequencies = columns.words(
      "cost_frequency", of: AscCostFrequency.self,
      expected: "a frequency such as Weekly or 4-weekly")
    plannedUnits = columns.numbers("planned_units", expected: "units a week as a number")
    eventTypes = columns.words(
      "event_type", of: AscEventType.self, expected: "Request, Assessment, Service or Review")
    all = columns.positions(of: ExtractKind.ascPackages.columns)
    services = columns.positions(of: ["service_type", "support_reason"])
    self.coverage = coverage
  }

  var people: PersonField? { persons }

  func emptyPart() -> [Package] { [] }

  func read(_ row: ExtractRow, into part: inout [Package]) throws(RowProblem) {
    let person = try persons.required(row)
    if let type = try eventTypes.optional(row), type != .service {
      throw .outOfScope("a request, assessment or review, not a service", column: eventTypes.name)
    }
    let start = try starts.required(row)
    let recordedEnd = try ends.optional(row)
    let cost = try weeklyCost(row)
    if let recordedEnd, recordedEnd < start {
      throw .fault(.endsBeforeStart(what: "a package"), column: ends.name)
    }
    let end = recordedEnd ?? coverage.upperBound
    guard start <= coverage.upperBound, end >= coverage.lowerBound else {
      throw .outOfScope("outside the coverage of the study", column: starts.name)
    }
    part.append(
      Package(
        person: person, start: start, end: end, weeklyCost: cost,
        service: row.fingerprint(of: services), fingerprint: row.fingerprint(of: all)))
  }

  private func weeklyCost(_ row: ExtractRow) throws(RowProblem) -> Double {
    if weeklyCosts.isPresent { return try weeklyCosts.required(row) }
    let frequency = try frequencies.required(row)
    if frequency == .oneOff {
      throw .outOfScope("a one-off cost, which has no weekly rate", column: frequencies.name)
    }
    let units = try plannedUnits.optional(row)
    guard
      let cost = frequency.weeklyCost(
        unitCost: try unitCosts.required(row), plannedUnitsPerWeek: units)
    else {
      throw .fault(.missingValue(expected: "units a week as a number"), column: plannedUnits.name)
    }
    return cost
  }
}
