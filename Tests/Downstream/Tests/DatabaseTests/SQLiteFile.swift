import Foundation

/// A database of SQLite in a folder of its own, written by the library that the driver itself uses.
final class SQLiteFile {
  struct Failure: Error { let statement: String }

  private let folder: URL
  let path: String

  /// The connection string of the driver.
  var connection: String { "Driver=SQLite3;Database=\(path)" }

  convenience init(named name: String = "extracts.db", _ statements: String...) throws {
    try self.init(named: name, statements)
  }

  init(named name: String = "extracts.db", _ statements: [String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent(name).path
    try Data().write(to: URL(fileURLWithPath: path))
    for statement in statements { try execute(statement) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private typealias Open =
    @convention(c) (
      UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>
    ) -> Int32
  private typealias Execute =
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, OpaquePointer?, OpaquePointer?
    ) -> Int32
  private typealias Close = @convention(c) (OpaquePointer?) -> Int32

  private func execute(_ statement: String) throws {
    guard let library = dlopen("libsqlite3.so.0", RTLD_NOW),
      let open = dlsym(library, "sqlite3_open"), let run = dlsym(library, "sqlite3_exec"),
      let close = dlsym(library, "sqlite3_close")
    else { throw Failure(statement: "dlopen") }
    var database: OpaquePointer?
    // The types are those of sqlite3.h.
    guard unsafeBitCast(open, to: Open.self)(path, &database) == 0 else {
      throw Failure(statement: "open")
    }
    defer { _ = unsafeBitCast(close, to: Close.self)(database) }
    guard unsafeBitCast(run, to: Execute.self)(database, statement, nil, nil, nil) == 0 else {
      throw Failure(statement: statement)
    }
  }
}
