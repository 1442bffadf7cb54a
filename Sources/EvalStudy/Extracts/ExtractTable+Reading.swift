internal import EvalStats
internal import Foundation

extension ExtractTable {
  /// Reads the columns of an extract that EvalStats uses.
  ///
  /// - Parameters:
  ///   - required: Columns that must be there, by their standard names.
  ///   - optional: Columns that may be.
  /// - Throws: `ExtractError` if the file is not there, is no table, lacks a required column or has
  ///   no rows.
  init(
    _ kind: ExtractKind, _ source: StudyProtocol.Source, folder: URL, required: [String],
    optional: [String], policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let path = StudyFolder.path(of: source.file, in: folder)
    let names = required + optional
    // Cells are read as categories, once a distinct value, and judged by the extract's own rules,
    // so that a fault can name the row's other cells and be refused by them.
    let schema = CSVSchema(
      names.map {
        CSVColumn(
          $0, .factor(), header: source.column($0), mayBeMissing: true,
          mayBeAbsent: !required.contains($0))
      })
    let extract: CSVExtract
    do {
      extract = try CSVReader.extract(at: path, schema: schema)
    } catch {
      throw ExtractError(error, path: source.file, kind: kind)
    }
    if policy == .error, let refusal = extract.refusals.first { throw .csv(refusal.first) }
    guard extract.table.rowCount > 0 else {
      throw .empty(ExtractPlace(file: extract.file, line: nil, column: nil))
    }
    var cells: [String: Factor] = [:]
    for (name, column) in zip(extract.table.names, extract.table.columns) {
      if case .factor(let factor) = column { cells[name] = factor }
    }
    self.init(
      source: source, fileName: extract.file, rowCount: extract.table.rowCount,
      lines: extract.lines, cells: cells,
      refusals: extract.refusals.map { refusal in
        RowAccount.Refusal(
          reason: "a row that cannot be read as comma-separated text", rows: refusal.count,
          firstPlace: ExtractPlace(
            file: extract.file, line: refusal.first.place?.line,
            column: refusal.first.place?.column), isFault: true)
      })
  }
}

extension ExtractError {
  /// What the reader of files found, in the words of a study.
  init(_ error: CSVError, path: String, kind: ExtractKind) {
    switch error {
    case .missingFile: self = .missingFile(path: path, source: kind.rawValue)
    case .missingColumn(let file, let name, let nearest, _):
      self = .missingColumn(
        ExtractPlace(file: file, line: 1, column: name), nearest: nearest)
    default: self = .csv(error)
    }
  }
}
