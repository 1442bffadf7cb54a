/// A code of a national data set, by its text on file.
///
/// The raw value is the code as the dictionary prints it. Systems pad codes, write letters small or
/// drop leading zeros; `init(text:)` reads all of these.
public protocol NationalCode: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String {}

extension NationalCode {
  /// Reads a code from a cell: surrounding spaces, the case of letters and leading zeros do not
  /// matter.
  ///
  /// - Returns: `nil` if the dictionary has no such code. A code that says that nothing is known
  ///   (such as 99) is none either: to be unknown is to be missing.
  /// - Complexity: O(length of the text)
  public init?(text: String) {
    let code = text.uppercased().split(separator: " ").joined()
    if let known = Self(rawValue: code) {
      self = known
      return
    }
    guard let last = code.last else { return nil }
    let digits = code.drop { $0 == "0" }
    self.init(rawValue: digits.isEmpty ? String(last) : String(digits))
  }
}
