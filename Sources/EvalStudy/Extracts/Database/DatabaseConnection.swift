/// A connection string with its passwords in place, ready for a driver.
///
/// Printing, dumping and reflecting it show `redacted` alone.
package struct DatabaseConnection: Sendable {
  /// The whole string. Secret.
  let text: String
  /// The driver the string names; `nil` where it names a data source of the machine instead.
  let driver: String?
  /// Takes the secrets out of a driver's words.
  let scrubber: SecretScrubber
  /// The string as messages and manifests show it: no password, no user.
  package let redacted: String
}

extension DatabaseConnection: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { redacted }

  package var debugDescription: String { redacted }

  package var customMirror: Mirror { Mirror(self, children: ["redacted": redacted]) }
}
