internal import EvalStats
internal import Foundation

/// Where a study's extracts are.
struct ExtractPlaces: Sendable {
  /// The folder of the protocol.
  let folder: URL

  /// How to reach a database, with its passwords from the environment or a file.
  func connection(
    to database: StudyProtocol.Database
  ) throws(ExtractError) -> DatabaseConnection {
    do throws(DatabaseError) {
      let login = try DatabaseLogin(
        connection: database.connection,
        passwordFile: database.passwordFile.map { StudyFolder.path(of: $0, in: folder) })
      return try login.resolved()
    } catch {
      throw .database(error)
    }
  }
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
    func makeAccount(_ name: String) -> RowAccount {
      RowAccount(file: name, policy: policy, canRefuse: canRefuse)
    }
    switch source.origin {
    case .query(let query, let database):
      var rows = try QueryRows(
        query, of: kind, source: source, required: required,
        connection: places.connection(to: database), account: makeAccount, makeReader: makeReader)
      self = try rows.read()
    case .file(let file):
      do throws(ExtractError) {
        var rows = try FileRows(
          StudyFolder.path(of: file, in: places.folder), of: kind, source: source,
          required: kind.requiredColumns + required, optional: kind.optionalColumns,
          account: makeAccount, makeReader: makeReader)
        self = try rows.read()
      } catch {
        if case .csv(.missingFile) = error {
          throw .missingFile(path: file, source: kind.rawValue)
        }
        throw error
      }
    }
    guard account.rowsRead > 0 else {
      throw .empty(ExtractPlace(file: account.file, line: nil, column: nil))
    }
  }
}
