/// A category that files write out in words rather than as a code.
///
/// The raw value is the wording of the specification. Councils' systems differ in capitals, spaces and
/// punctuation; `init(text:)` looks at letters and digits alone.
public protocol WordedCode: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String, AllCases: RandomAccessCollection {
  /// Other wordings in use.
  static var otherWordings: [String: Self] { get }
}

extension WordedCode {
  /// Reads a category from a cell.
  ///
  /// - Returns: `nil` if the words are none of those known.
  /// - Complexity: O(categories · length); files have few different words, so read each once.
  public init?(text: String) {
    let words = text.comparedLettersAndDigits
    let known =
      Self.allCases.first { $0.rawValue.comparedLettersAndDigits == words }
      ?? Self.otherWordings.first { $0.key.comparedLettersAndDigits == words }?.value
    guard let known, !words.isEmpty else { return nil }
    self = known
  }
}

extension String {
  /// Letters and digits in small letters, with "&" as "and".
  fileprivate var comparedLettersAndDigits: String {
    var words = ""
    for character in lowercased() {
      if character == "&" { words += "and" }
      if character.isLetter || character.isNumber { words.append(character) }
    }
    return words
  }
}
