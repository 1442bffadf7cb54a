/// How a protocol says where its database is: a connection string without passwords.
///
/// `${NAME}` in a value stands for the environment variable NAME; `${PASSWORD}` stands for the
/// content of the password's file where one is named. A password cannot be written in the protocol:
/// protocols are hashed, kept and sent about.
package struct DatabaseLogin: Sendable, Equatable {
  let attributes: [ConnectionAttribute]
  let passwordFile: String?

  /// Reads a connection string.
  ///
  /// - Parameters:
  ///   - connection: `Driver={PostgreSQL Unicode};Server=db;Database=warehouse;UID=${DB_USER};
  ///     PWD=${DB_PASSWORD}`.
  ///   - passwordFile: the path of a file that holds the password.
  /// - Throws: `DatabaseError.literalPassword` for a password in plain text, `.malformedConnection`,
  ///   `.unusedPasswordFile`.
  package init(connection: String, passwordFile: String? = nil) throws(DatabaseError) {
    let attributes = try ConnectionAttribute.all(in: connection)
    for attribute in attributes where attribute.isSecret && attribute.literal != "" {
      // A password that is half a variable is half in the protocol.
      guard attribute.pieces.count == 1, attribute.literal == nil else {
        throw .literalPassword(key: attribute.key)
      }
    }
    guard passwordFile == nil || attributes.contains(where: { $0.variables.contains("PASSWORD") })
    else { throw .unusedPasswordFile }
    self.attributes = attributes
    self.passwordFile = passwordFile
  }

  /// The string as messages and manifests show it: users and passwords as `***`, variables by name.
  package var redacted: String {
    attributes.map { attribute in
      if attribute.isSecret || attribute.isUser {
        return "\(attribute.key)=\(SecretScrubber.mask)"
      }
      let value = attribute.pieces.map { piece in
        switch piece {
        case .text(let text): attribute.isBraced ? text.replacing("}", with: "}}") : text
        case .variable(let name): "${\(name)}"
        }
      }.joined()
      return "\(attribute.key)=" + (attribute.isBraced ? "{\(value)}" : value)
    }.joined(separator: ";")
  }
}

extension DatabaseLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { redacted }

  package var debugDescription: String { redacted }

  package var customMirror: Mirror { Mirror(self, children: ["redacted": redacted]) }
}
