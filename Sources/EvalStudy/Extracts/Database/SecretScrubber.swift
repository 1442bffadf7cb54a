internal import Foundation

/// Takes passwords and users out of what a driver says.
struct SecretScrubber: Sendable {
  /// What stands where a secret stood.
  static let mask = "***"

  /// The longest first, so that no tail of a long one stays.
  private let secrets: [String]

  /// Takes the values that no message may hold.
  ///
  /// A driver that reads a password as several values repeats a part of it: the parts between
  /// characters with a meaning in connection strings are secrets too, from four characters on.
  init(_ values: [String]) {
    var all = Set(values)
    for value in values {
      all.insert(value.replacing("}", with: "}}"))
      for part in value.split(whereSeparator: { ";{}=".contains($0) }) where part.count >= 4 {
        all.insert(String(part))
      }
    }
    all.remove("")
    secrets = all.sorted { ($1.count, $0) < ($0.count, $1) }
  }

  /// A driver's words on one line, without secrets.
  ///
  /// A secret of fewer than four characters goes where it stands as a word of its own; inside
  /// another word it says nothing.
  func scrubbed(_ text: String) -> String {
    var text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // White space in a secret is joined as that of the text is.
    for secret in secrets {
      let joined = secret.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for form in Set([secret, joined]) where !form.isEmpty { text = replacing(form, in: text) }
    }
    return withoutPasswords(text)
  }

  private func replacing(_ secret: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.range(of: secret, options: [.caseInsensitive, .literal]) {
      let isWord =
        !(rest[..<found.lowerBound].last.map(isLetterOrDigit) ?? false)
        && !(rest[found.upperBound...].first.map(isLetterOrDigit) ?? false)
      result += rest[..<found.lowerBound]
      result += secret.count >= 4 || isWord ? Self.mask : String(rest[found])
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private func isLetterOrDigit(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// Hides what follows `PWD=` or `password=`, whatever it is.
  private func withoutPasswords(_ text: String) -> String {
    text.replacing(/(?i)\b(pwd|password)\s*=\s*(\{[^}]*\}?|[^;\s]*)/) { match in
      "\(match.output.1)=\(Self.mask)"
    }
  }
}
