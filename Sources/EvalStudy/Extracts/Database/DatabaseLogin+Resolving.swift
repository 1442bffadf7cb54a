internal import Foundation

extension DatabaseLogin {
  /// The most bytes of a password's file: it holds one line.
  private static let passwordFileLimit = 4_096

  /// Puts the values of variables and of the password's file in.
  ///
  /// - Parameter environment: the values of variables by name.
  /// - Throws: `DatabaseError.missingVariable` where a variable is not set or empty, `.passwordFile`.
  package func resolved(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(DatabaseError) -> DatabaseConnection {
    let filePassword = try passwordFile.map { path throws(DatabaseError) in
      try Self.password(inFileAt: path)
    }
    var parts: [String] = []
    var secrets: [String] = []
    var driver: String?
    for attribute in attributes {
      var value = ""
      for piece in attribute.pieces {
        switch piece {
        case .text(let text): value += text
        case .variable("PASSWORD") where filePassword != nil: value += filePassword ?? ""
        case .variable(let name):
          guard let found = environment[name], !found.isEmpty, !found.contains("\0") else {
            throw .missingVariable(name: name)
          }
          value += found
          if !attribute.isOpen { secrets.append(found) }
        }
      }
      if attribute.isUser || (!attribute.isOpen && !attribute.variables.isEmpty) {
        secrets.append(value)
      }
      if attribute.plainKey == "driver" { driver = value }
      parts.append("\(attribute.key)=\(attribute.written(value))")
    }
    if let filePassword { secrets.append(filePassword) }
    return DatabaseConnection(
      text: (parts + DriverHabits.additions(to: attributes, driver: driver)).joined(separator: ";"),
      driver: driver, scrubber: SecretScrubber(secrets), redacted: redacted)
  }

  /// The one line of a password's file.
  private static func password(inFileAt path: String) throws(DatabaseError) -> String {
    let file = CSVFileName.of(path)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .passwordFile(
        file: file,
        problem: FileManager.default.fileExists(atPath: path)
          ? "cannot be read" : "is not there")
    }
    defer { try? handle.close() }
    let content: Data
    do { content = try handle.read(upToCount: passwordFileLimit + 1) ?? Data() } catch {
      throw .passwordFile(file: file, problem: "cannot be read")
    }
    guard content.count <= passwordFileLimit else {
      throw .passwordFile(file: file, problem: "is longer than \(passwordFileLimit) bytes")
    }
    guard var text = String(data: content, encoding: .utf8) else {
      throw .passwordFile(file: file, problem: "is not UTF-8")
    }
    // "\r\n" is one character.
    if text.last?.isNewline == true { text.removeLast() }
    guard !text.isEmpty else { throw .passwordFile(file: file, problem: "is empty") }
    guard !text.contains(where: { $0.isNewline || $0 == "\0" }) else {
      throw .passwordFile(file: file, problem: "has several lines")
    }
    return text
  }
}
