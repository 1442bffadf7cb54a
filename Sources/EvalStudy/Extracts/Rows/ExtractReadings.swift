internal import EvalStats

/// What was read of all sources of one kind of extract.
struct ExtractReadings<Reader: ExtractRowReader>: Sendable {
  private(set) var readings: [ExtractReading<Reader>]

  /// Reads every source that the protocol names for a kind, each in one pass.
  ///
  /// - Parameters:
  ///   - required: Columns that must be there beside those of the kind.
  ///   - makeReader: Makes the reader of rows once it is known which columns a source has.
  init(
    _ kind: ExtractKind, of plan: StudyProtocol, places: ExtractPlaces, required: [String] = [],
    _ makeReader: (ExtractColumns) throws(ExtractError) -> Reader
  ) throws(ExtractError) {
    var readings: [ExtractReading<Reader>] = []
    for source in plan.sources.of(kind) {
      readings.append(
        try ExtractReading(
          kind, source, places: places, required: required, policy: plan.sources.badRows,
          makeReader))
    }
    guard !readings.isEmpty else {
      throw .missingFile(path: kind.rawValue, source: kind.rawValue)
    }
    self.readings = readings
  }

  /// What was kept, in the order of the sources and of their rows.
  var parts: [Reader.Part] { readings.flatMap(\.parts) }

  /// What became of the rows of each source.
  func records(of kind: ExtractKind) -> [StudyExtracts.SourceRecord] {
    readings.map {
      StudyExtracts.SourceRecord(kind: kind, account: $0.account, sha256: $0.sha256)
    }
  }

  /// Refuses a row that was kept, because of what a look at all rows showed.
  ///
  /// - Parameter reading: Of which source the row is.
  mutating func refuse(
    _ fault: RowFault, line: Int, column: String, of reading: Int
  ) throws(ExtractError) {
    readings[reading].account.takeBack()
    let columns = readings[reading].columns
    try readings[reading].account.refuse(fault, at: columns.place(line: line, column: column))
  }
}
