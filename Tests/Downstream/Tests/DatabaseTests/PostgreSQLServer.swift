import Foundation
import Testing

/// A server of PostgreSQL of its own: in a temporary folder, on a socket in it, with a random
/// password.
///
/// A shell holds it and waits for the end of a pipe: however the tests end, the pipe ends with them,
/// the shell stops the server and removes the folder.
final class PostgreSQLServer: Sendable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// The server of the suite that runs.
  @TaskLocal static var current: PostgreSQLServer?

  static let user = "evaluator"

  let folder: String
  let password: String
  private let programs: String
  private let lifeline: Pipe
  private let shell: Int32

  /// The connection string, and the environment that completes it.
  func connection(database: String = "postgres") -> String {
    "Driver={PostgreSQL Unicode};Server=\(folder);Database=\(database);UID=${PG_USER};PWD=${PG_PASSWORD}"
  }
  var environment: [String: String] { ["PG_USER": Self.user, "PG_PASSWORD": password] }

  /// Bytes that the name of a socket may have.
  private static let longestSocketName = 107

  init() throws {
    programs = try Self.programsFolder()
    // Characters with a meaning in connection strings, and one beyond ASCII.
    password = "a;b}c{d=e%41+f é \(UInt64.random(in: 0 ... .max))"
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("pg-\(UInt32.random(in: 0 ... .max))").path
    guard "\(folder)/.s.PGSQL.5432".utf8.count <= Self.longestSocketName else {
      throw Failure(
        description: "the folder for temporary files has too long a name for a socket in it; set "
          + "TMPDIR to a shorter one that everybody may enter")
    }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    try "\(password)\n".write(toFile: "\(folder)/password", atomically: false, encoding: .utf8)
    // The server refuses to be run by root.
    let isRoot = getuid() == 0
    if isRoot {
      try Self.run("/bin/chown", ["-R", "nobody", folder])
    }
    let script = """
      trap '' INT TERM HUP
      "$0/initdb" -D "$1/data" -U \(Self.user) --pwfile="$1/password" -A scram-sha-256 \
        -E UTF8 --no-locale -N >"$1/log" 2>&1 \
        && { "$0/postgres" -D "$1/data" -k "$1" -c listen_addresses= -F >>"$1/log" 2>&1 & }
      server=$!
      cat >/dev/null
      kill -INT "$server" && wait "$server"
      rm -rf "$1"
      """
    let process = Process()
    let command = ["/bin/sh", "-c", script, programs, folder]
    process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/bin/setpriv" : command[0])
    process.arguments =
      isRoot
      ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] + command
      : Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    lifeline = Pipe()
    process.standardInput = lifeline
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    shell = process.processIdentifier
    try waitUntilReady()
  }

  /// Stops the server, and returns when its folder is gone.
  func stop() {
    try? lifeline.fileHandleForWriting.close()
    for _ in 0..<300 where FileManager.default.fileExists(atPath: folder) { usleep(100_000) }
  }

  /// Runs statements by the server's own client.
  func execute(_ statements: String, database: String = "postgres") throws {
    try Self.run(
      "\(programs)/psql",
      [
        "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", Self.user, "-d", database, "-c",
        statements,
      ],
      environment: ["PGPASSWORD": password, "PGCLIENTENCODING": "UTF8"])
  }

  private func waitUntilReady() throws {
    for _ in 0..<600 {
      if (try? execute("SELECT 1")) != nil { return }
      usleep(100_000)
    }
    let log = try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)
    stop()
    throw Failure(description: "the server does not start: \(log ?? "no log")")
  }

  private static func programsFolder() throws -> String {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let folders = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
    guard
      let found = folders.first(where: {
        FileManager.default.isExecutableFile(atPath: "\($0)/initdb")
      })
    else { throw Failure(description: "no PostgreSQL under \(root); run Scripts/downstream") }
    return found
  }

  private static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) ended with \(process.terminationStatus)")
    }
  }
}

/// Gives a suite one server for all of its tests.
struct WithPostgreSQL: SuiteTrait, TestScoping {
  let isRecursive = false

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let server = try PostgreSQLServer()
    defer { server.stop() }
    try await PostgreSQLServer.$current.withValue(server, operation: function)
  }
}
