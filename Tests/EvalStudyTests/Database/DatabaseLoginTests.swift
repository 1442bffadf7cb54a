import EvalStats
import Foundation
import Testing

@testable import EvalStudy

@Suite("A login to a database")
struct DatabaseLoginTests {
  let template =
    "Driver={PostgreSQL Unicode};Server=db;Database=warehouse;UID=${DB_USER};PWD=${DB_PASSWORD}"

  func resolved(_ connection: String, _ environment: [String: String]) throws -> String {
    try DatabaseLogin(connection: connection).resolved(environment: environment).text
  }

  @Test("takes users and passwords from the environment")
  func environment() throws {
    #expect(
      try resolved(template, ["DB_USER": "fred", "DB_PASSWORD": "pa55word"])
        == "Driver={PostgreSQL Unicode};Server=db;Database=warehouse;UID=fred;PWD=pa55word;"
        + "UseDeclareFetch=1;Fetch=1024")
  }

  @Test("puts a value with a meaning of its own in braces, which it cannot leave")
  func braces() throws {
    let text = try resolved(
      "Driver=X;PWD=${A};App=${B}", ["A": "p;a}s{s=%41", "B": "x;Server=elsewhere"])
    #expect(text == "Driver=X;PWD={p;a}}s{s=%41};App={x;Server=elsewhere}")
    #expect(
      try resolved("Driver=X;UID=${A};PWD=${A}", ["A": "fred@nhs.net"])
        == "Driver=X;UID=fred@nhs.net;PWD={fred@nhs.net}")
    #expect(try resolved("Driver=X;PWD={${A}}", ["A": "plain"]) == "Driver=X;PWD={plain}")
    #expect(try resolved("Driver=X; Name = {a}}b;c} ;", [:]) == "Driver=X;Name={a}}b;c}")
    #expect(try resolved("Driver=X;Name=a${A}c", ["A": "b"]) == "Driver=X;Name=abc")
  }

  @Test("refuses a password in plain text, however it is spelt")
  func literalPassword() {
    for part in [
      "PWD=x", "pwd = x", "Password=x", "PASSWORD={x}", "pass=x", "sslpassword=x",
      "Client_Secret=x", "AccessToken=x", "API Key=x", "PWD=x${A}", "PWD=${A}${B}",
      "pqopt={password=x}", "pqopt={host=a Password = x}",
    ] {
      let key = String(part.prefix { $0 != "=" }.filter { $0 != " " || part.hasPrefix("API") })
      #expect(throws: DatabaseError.literalPassword(key: key), "\(part)") {
        try DatabaseLogin(connection: "Driver=X;\(part)")
      }
    }
    #expect(throws: Never.self) { try DatabaseLogin(connection: "Driver=X;PWD=;UID=fred") }
  }

  @Test("says what to do about a password in plain text, without repeating it")
  func literalPasswordMessage() {
    #expect(
      DatabaseError.literalPassword(key: "PWD").description
        == "sources.database.connection: a password is spelt out under 'PWD'; write 'PWD=${NAME}' "
        + "and set the environment variable NAME, or 'PWD=${PASSWORD}' and name a file under "
        + "'password_file'")
  }

  @Test("refuses a string that is no list of keys and values, without repeating it")
  func malformed() {
    for text in [
      "", " ; ", "hunter2", "Driver=X;hunter2", "Driver={X", "Driver={X}hunter2", "=hunter2",
      "Driver=X;PWD=${}", "Driver=X;PWD=${A", "Driver=X;PWD=${1A}", "Driver=X;PWD=${A-B}",
      "Driver=X;${A}=hunter2", "Driver=X;PWD={${A}",
    ] {
      do {
        _ = try DatabaseLogin(connection: text)
        Issue.record("'\(text)' is taken")
      } catch {
        #expect(error.code == "database-connection", "\(text)")
        #expect(!"\(error)".contains("hunter2"), "\(text)")
      }
    }
  }

  @Test("names the variable that is not set, or empty")
  func missingVariable() throws {
    let login = try DatabaseLogin(connection: template)
    for environment in [["DB_USER": "fred"], ["DB_USER": "fred", "DB_PASSWORD": ""]] {
      #expect(throws: DatabaseError.missingVariable(name: "DB_PASSWORD")) {
        try login.resolved(environment: environment)
      }
    }
    #expect(
      DatabaseError.missingVariable(name: "DB_PASSWORD").message
        == "'${DB_PASSWORD}' has no value; set the environment variable DB_PASSWORD")
  }

  @Test("shows neither user nor password, printed, dumped or reflected")
  func redacted() throws {
    let login = try DatabaseLogin(
      connection: "Driver={PostgreSQL Unicode};Server=${DB_HOST};UID=evaluator;PWD=${SECRET};"
        + "Name={a}}b}")
    let connection = try login.resolved(
      environment: ["DB_HOST": "db", "SECRET": "hunter2hunter2"])
    let redacted = "Driver={PostgreSQL Unicode};Server=${DB_HOST};UID=***;PWD=***;Name={a}}b}"
    #expect(login.redacted == redacted && connection.redacted == redacted)
    for text in ["\(login)", "\(connection)", "\([connection])", String(reflecting: connection)] {
      #expect(text.contains(redacted))
    }
    var dumped = ""
    dump(connection, to: &dumped)
    dump(login, to: &dumped)
    for secret in ["hunter2", "evaluator"] {
      #expect(!dumped.contains(secret))
      #expect(!"\(connection) \(String(reflecting: connection)) \(login)".contains(secret))
    }
  }

  @Test("streams and makes nothing by the settings a driver needs, unless the protocol has its own")
  func settings() throws {
    #expect(
      try resolved("Driver=SQLite3;Database=/a.db", [:])
        == "Driver=SQLite3;Database=/a.db;StepAPI=1;NoCreat=1")
    #expect(
      try resolved("Driver=SQLite3;Database=/a.db;stepapi=0", [:])
        == "Driver=SQLite3;Database=/a.db;stepapi=0;NoCreat=1")
    #expect(try resolved("DSN=warehouse", [:]) == "DSN=warehouse")
  }
}

@Suite("The file of a password")
struct PasswordFileTests {
  /// What a login makes of a file's content; the password where it is taken.
  func read(_ content: Data?) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evalstats-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("db")
    if let content { try content.write(to: file) }
    let login = try DatabaseLogin(
      connection: "Driver=X;PWD=${PASSWORD}", passwordFile: file.path)
    return try String(
      login.resolved(environment: ["PASSWORD": "of the environment"]).text
        .dropFirst("Driver=X;PWD=".count))
  }

  func problem(_ content: Data?) throws -> String? {
    do {
      _ = try read(content)
      return nil
    } catch let error as DatabaseError {
      guard case .passwordFile("db", let problem) = error else { throw error }
      return problem
    }
  }

  @Test("gives its one line, before any variable of that name")
  func oneLine() throws {
    #expect(try read(Data("pa55word\n".utf8)) == "pa55word")
    #expect(try read(Data("pa55word\r\n".utf8)) == "pa55word")
    #expect(try read(Data("pa55word".utf8)) == "pa55word")
    #expect(try read(Data(" é \n".utf8)) == "{ é }")
  }

  @Test("is refused where it is not there, empty, too long, of several lines or no text")
  func unusable() throws {
    #expect(try problem(nil) == "is not there")
    #expect(try problem(Data()) == "is empty")
    #expect(try problem(Data("\n".utf8)) == "is empty")
    #expect(try problem(Data("a\nb\n".utf8)) == "has several lines")
    #expect(try problem(Data("a\0b".utf8)) == "has several lines")
    #expect(try problem(Data([0xFF, 0x41])) == "is not UTF-8")
    #expect(try problem(Data(repeating: 0x41, count: 4_097)) == "is longer than 4096 bytes")
    #expect(try problem(Data(repeating: 0x41, count: 4_096)) == nil)
  }

  @Test("is refused where no '${PASSWORD}' asks for it")
  func unused() {
    #expect(throws: DatabaseError.unusedPasswordFile) {
      try DatabaseLogin(connection: "Driver=X;PWD=${A}", passwordFile: "/secrets/db")
    }
  }
}
