/// One `key=value` of a connection string, its value cut at the places `${NAME}`.
struct ConnectionAttribute: Sendable, Equatable {
  /// A stretch of a value.
  enum Piece: Sendable, Equatable {
    case text(String)
    /// `${NAME}`.
    case variable(String)
  }

  /// The key as written.
  let key: String
  /// The value without the braces around it.
  let pieces: [Piece]
  /// Whether the value stands in braces.
  let isBraced: Bool

  /// The key in lower-case letters and digits alone: `User ID` and `user_id` are one.
  var plainKey: String { key.lowercased().filter { $0.isLetter || $0.isNumber } }

  /// The names of the variables.
  var variables: [String] {
    pieces.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }

  /// The value where no variable stands in it.
  var literal: String? {
    var text = ""
    for piece in pieces {
      guard case .text(let part) = piece else { return nil }
      text += part
    }
    return text
  }

  /// Whether the value is a user's name.
  var isUser: Bool {
    ["uid", "user", "userid", "username", "login", "loginid"].contains(plainKey)
  }

  /// Whether the value is a password or as good as one, by its key or by a key within it
  /// (`pqopt={password=…}`).
  var isSecret: Bool {
    let words = ["pwd", "passw", "passphrase", "passcode", "secret", "token", "apikey"]
    if plainKey == "pass" || words.contains(where: plainKey.contains) { return true }
    return pieces.contains { piece in
      guard case .text(let text) = piece else { return false }
      let plain = text.lowercased().filter { !$0.isWhitespace }
      return plain.contains("password=") || plain.contains("pwd=")
    }
  }

  /// Whether the value names a place or a driver, which messages may show.
  var isOpen: Bool {
    [
      "driver", "dsn", "server", "servername", "host", "port", "address", "database", "dbname",
      "tdsversion",
    ].contains(plainKey)
  }

  /// The value as a connection string has it: in braces, with `}` doubled, where it stood in braces
  /// or could not stand without them.
  ///
  /// A `;` would begin another key. The driver of PostgreSQL reads `%41` and `+` in a password outside
  /// braces as an address does, and takes braces off nothing but passwords.
  func written(_ value: String) -> String {
    let isSafe =
      isSecret
      ? value.unicodeScalars.allSatisfy(Self.isPlain)
      : !value.contains(";") && !value.hasPrefix("{")
    guard isBraced || !isSafe else { return value }
    return "{" + value.replacing("}", with: "}}") + "}"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
    default: false
    }
  }
}
