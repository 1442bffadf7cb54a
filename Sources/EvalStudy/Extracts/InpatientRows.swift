internal import EvalStats

/// Reads the rows of hospital admissions: episodes, or spells of one row each.
struct InpatientRows: ExtractRowReader {
  private let events: EventRows
  private let episodeStarts: ExtractField<Day>
  private let episodeEnds: ExtractField<Day>
  private let discharges: ExtractField<Day>
  private let orders: ExtractField<Int>
  private let methods: ExtractCodes<AdmissionMethod>
  private let classes: ExtractCodes<PatientClass>
  private let sources: ExtractField<AdmissionSource?>
  private let destinations: ExtractField<DischargeDestination?>
  /// The columns of diagnoses that are there.
  private let diagnoses: [Int]
  /// Whether a stay may have several rows.
  var holdsEpisodes: Bool { episodeStarts.isPresent || orders.isPresent }

  /// Columns, a row an episode.
  struct Part: Sendable {
    var events: EventRows.Part
    var starts: [Day] = []
    var ends: [Day?] = []
    var discharges: [Day?] = []
    var orders: [Int32] = []
    var methods: [AdmissionMethod?] = []
    var classes: [PatientClass?] = []
    var sources: [AdmissionSource?] = []
    var destinations: [DischargeDestination?] = []
    /// The row of each diagnosis in this part, and its code; `nil` where it cannot be read.
    var diagnosisRows: [Int32] = []
    var diagnosisCodes: [ICD10Code?] = []
  }

  init(
    _ columns: ExtractColumns, people: PersonIndex, coverage: ClosedRange<Day>
  ) {
    events = EventRows(.inpatient, columns, people: people, coverage: coverage)
    episodeStarts = columns.days("episode_start")
    episodeEnds = columns.days("episode_end")
    discharges = columns.days("discharge_date")
    orders = columns.field("episode_order", expected: "a whole number") { bytes in
      CSVNumber.integer(bytes).flatMap { Int32(exactly: $0) != nil ? $0 : nil }
    }
    methods = columns.codes(
      "admission_method", of: AdmissionMethod.self, expected: "an admission method")
    classes = columns.codes("patient_class", of: PatientClass.self, expected: "a patient class")
    // A retired or unknown source or destination says nothing of a transfer and costs no row.
    let knownSources = CodeLookup(AdmissionSource.self)
    sources = columns.field("admission_source", expected: "a source") { .some(knownSources[$0]) }
    let knownDestinations = CodeLookup(DischargeDestination.self)
    destinations = columns.field("discharge_destination", expected: "a destination") {
      .some(knownDestinations[$0])
    }
    diagnoses = columns.positions(of: ExtractKind.diagnosisColumns)
  }

  var people: PersonField? { events.people }

  func emptyPart() -> Part { Part(events: events.emptyPart()) }

  func read(_ row: ExtractRow, into part: inout Part) throws(RowProblem) {
    let start = try episodeStarts.optional(row)
    let end = try episodeEnds.optional(row)
    let order = try orders.optional(row)
    let source = try sources.optional(row)
    let destination = try destinations.optional(row)
    if let start, let end, end < start {
      throw .fault(.endsBeforeStart(what: "an episode"), column: episodeEnds.name)
    }
    if let start, let admission = try events.day(row), start < admission {
      throw .fault(
        .startsBefore(what: "an episode", whole: "its admission"), column: episodeStarts.name)
    }
    // What can go wrong with the rest has done so once this returns.
    try events.read(row, into: &part.events)
    let admission = part.events.events[part.events.events.count - 1].day
    let discharge = try discharges.optional(row)
    part.starts.append(start ?? admission)
    part.ends.append(end ?? (start == nil ? discharge : nil))
    part.discharges.append(discharge)
    part.orders.append(Int32(order ?? 0))
    part.methods.append(try methods.optional(row))
    part.classes.append(try classes.optional(row))
    part.sources.append(source ?? nil)
    part.destinations.append(destination ?? nil)
    let number = Int32(part.starts.count - 1)
    for position in diagnoses {
      row.withBytes(at: position) { bytes in
        guard !bytes.isEmpty else { return }
        part.diagnosisRows.append(number)
        part.diagnosisCodes.append(ICD10Code(utf8: bytes))
      }
    }
  }
}
