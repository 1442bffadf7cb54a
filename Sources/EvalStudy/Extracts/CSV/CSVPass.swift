internal import EvalStats

/// One reading of a file from its first row to its last.
///
/// Kinds to be inferred are settled by the first chunk. If a later chunk unsettles one, nothing
/// more is converted: the rest of the file only narrows the possibilities, and a second pass reads
/// with kinds that hold.
struct CSVPass {
  let header: CSVHeader
  let badRows: CSVReader.BadRows
  /// What each binding could be, as far as was read; only of use where it is inferred.
  private(set) var possibilities: [CSVInference]
  private(set) var hasChangedKinds = false

  private let missingTokens: CSVMissingTokens
  private let kindsAreSettled: Bool
  private var builders: [CSVColumnBuilder] = []
  /// The builders in the order of the file's columns, so that the leftmost fault counts.
  private let fileOrder: [Int]
  private var lines: [Int] = []
  private var refusals = CSVRefusalTally()
  private var readRowCount = 0

  /// A pass with the kinds that an earlier one left possible, or with all kinds open.
  init(
    header: CSVHeader, schema: CSVSchema, badRows: CSVReader.BadRows,
    possibilities: [CSVInference]? = nil
  ) {
    self.header = header
    self.badRows = badRows
    self.missingTokens = CSVMissingTokens(schema.missingTokens)
    self.kindsAreSettled = possibilities != nil
    self.possibilities =
      possibilities ?? Array(repeating: .open, count: header.bindings.count)
    self.fileOrder = header.bindings.indices.sorted {
      header.bindings[$0].position < header.bindings[$1].position
    }
  }

  mutating func run() throws(CSVError) {
    var scanner = header.scanner
    guard let base = scanner.base else { return makeBuilders() }
    var chunk = CSVChunk(columnCount: header.names.count, base: base)
    while try fill(&chunk, from: &scanner) {
      readRowCount += chunk.rowCount
      if builders.isEmpty {
        if !kindsAreSettled { narrowPossibilities(by: chunk) }
        makeBuilders()
      }
      if hasChangedKinds {
        narrowPossibilities(by: chunk)
      } else {
        try convert(&chunk)
      }
    }
    if builders.isEmpty { makeBuilders() }
  }

  /// The rows kept and the rows refused, after `run`.
  func extract() throws(CSVError) -> CSVExtract {
    let columns = builders.map { (name: $0.name, column: $0.column()) }
    let table: Table
    do { table = try Table(columns) } catch {
      // Names were held apart by the header and the schema; lengths are those of one file.
      preconditionFailure("\(header.file): \(error)")
    }
    return CSVExtract(
      file: header.file, table: table, lines: lines, refusals: refusals.refusals,
      readRowCount: readRowCount)
  }

  private func fill(
    _ chunk: inout CSVChunk, from scanner: inout CSVScanner
  ) throws(CSVError) -> Bool {
    do { return try scanner.fill(&chunk) } catch {
      throw error.worded(file: header.file, names: header.names)
    }
  }

  private mutating func narrowPossibilities(by chunk: CSVChunk) {
    for (index, binding) in header.bindings.enumerated() where binding.kind == nil {
      possibilities[index].narrow(
        by: chunk, column: binding.position, missingTokens: missingTokens)
    }
  }

  private mutating func makeBuilders() {
    builders = header.bindings.enumerated().map { index, binding in
      CSVColumnBuilder(
        name: binding.name, position: binding.position,
        kind: binding.kind ?? possibilities[index].kind, isInferred: binding.kind == nil,
        mayBeMissing: binding.mayBeMissing, missingTokens: missingTokens)
    }
  }

  private mutating func convert(_ chunk: inout CSVChunk) throws(CSVError) {
    for index in fileOrder where !builders[index].append(&chunk) {
      hasChangedKinds = true
    }
    guard !hasChangedKinds else { return narrowPossibilities(by: chunk) }
    guard !chunk.faults.isEmpty else {
      lines.append(contentsOf: chunk.lines[..<chunk.rowCount])
      return
    }
    var isRefused = [Bool](repeating: false, count: chunk.rowCount)
    for (row, fault) in chunk.faults.sorted(by: { $0.key < $1.key }) {
      if badRows == .stop { throw error(for: fault, row: row, in: chunk) }
      isRefused[row] = true
      // Only the first fault of a kind is put into words.
      if !refusals.count(fault) {
        refusals.begin(fault, with: error(for: fault, row: row, in: chunk))
      }
    }
    for index in builders.indices {
      builders[index].removeRows(isRefused, ofLast: chunk.rowCount)
    }
    for row in 0..<chunk.rowCount where !isRefused[row] { lines.append(chunk.lines[row]) }
  }

  /// A fault in words.
  private func error(for fault: CSVFault, row: Int, in chunk: CSVChunk) -> CSVError {
    let column = fault.column.flatMap {
      header.names.indices.contains($0) ? header.names[$0] : nil
    }
    let place = CSVPlace(file: header.file, line: chunk.lines[row], column: column)
    switch fault.kind {
    case .raggedRow, .misplacedQuote, .notUTF8, .missingValue:
      return fault.error(at: place, expected: header.names.count)
    case .badValue:
      let kind = builders.first { $0.position == fault.column }?.kind ?? .text
      let value = fault.column.map { chunk.text(row: row, column: $0) } ?? ""
      return .badValue(
        place, value: CSVAdvice.shown(value), expected: CSVAdvice.expectation(of: kind),
        remedy: CSVAdvice.remedy(for: value, kind: kind))
    }
  }
}
