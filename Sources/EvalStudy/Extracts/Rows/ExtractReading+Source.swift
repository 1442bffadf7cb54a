internal import EvalStats
internal import Foundation

/// Where a study's extracts are: the folder of its protocol and, if there is one, its database.
struct ExtractPlaces: Sendable {
  let folder: URL
  let database: StudyProtocol.Database?
}

extension ExtractReading {
  /// Reads an extract from where the protocol says it is.
  ///
  /// - Parameters:
  ///   - required: Columns that must be there beside those of the kind, by their standard names.
  ///   - makeReader: Makes the reader of rows once it is known which columns there are.
  /// - Throws: `ExtractError` if the source is not there, is no table, lacks a required column or has
  ///   no rows, and for the first faulty row unless the policy refuses such rows.
  /// - Complexity: O(*bytes*)
  init(
    _ kind: ExtractKind, _ source: StudyProtocol.Source, places: ExtractPlaces,
    required: [String] = [], policy: StudyProtocol.BadRowPolicy, canRefuse: Bool = true,
    _ makeReader: (ExtractColumns) throws(ExtractError) -> Reader
  ) throws(ExtractError) {
    guard case .file(let file) = source.origin else {
      throw .missingFile(path: kind.rawValue, source: kind.rawValue)
    }
    do throws(ExtractError) {
      var rows = try FileRows(
        StudyFolder.path(of: file, in: places.folder), of: kind, source: source,
        required: kind.requiredColumns + required, optional: kind.optionalColumns,
        account: { RowAccount(file: $0, policy: policy, canRefuse: canRefuse) },
        makeReader: makeReader)
      self = try rows.read()
    } catch {
      if case .csv(.missingFile) = error {
        throw .missingFile(path: file, source: kind.rawValue)
      }
      throw error
    }
    guard account.rowsRead > 0 else {
      throw .empty(ExtractPlace(file: account.file, line: nil, column: nil))
    }
  }
}
