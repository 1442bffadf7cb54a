/// A diagnosis by its first four characters in the tenth revision of the International Classification
/// of Diseases, in two bytes.
///
/// Reads what hospital systems write: "I50", "I500", "I50.0", "i50.0", "I10X" and "I10.X" with a
/// filler, and dagger and asterisk marks behind ("G20XD", "E103A"). What follows the fourth
/// character — a fifth digit of site, a mark — is not kept: no condition here is told apart by it.
public struct ICD10Code: Sendable, Hashable {
  /// The place of the code in the order of its characters; a category without a fourth character comes
  /// before those with one.
  let place: UInt16

  /// The number of places: 26 letters × 100 numbers × (no fourth character or one of 10 digits).
  static let placeCount = 26 * 100 * fourths
  private static let fourths = 11

  init(place: Int) { self.place = UInt16(place) }

  /// Reads a code.
  ///
  /// - Returns: `nil` if the text does not begin with a letter and two digits.
  public init?(_ text: some StringProtocol) { self.init(utf8: text.utf8) }

  /// Reads a code from its bytes, without a string.
  ///
  /// - Returns: `nil` if they do not begin with a letter and two digits.
  /// - Complexity: O(1): at most the spaces before and six bytes are looked at.
  @inlinable
  public init?(utf8 bytes: some Sequence<UInt8>) {
    var place = 0
    var characterCount = 0
    for byte in bytes {
      switch (characterCount, byte) {
      case (0, 0x20):
        continue
      case (0, 0x41...0x5A), (0, 0x61...0x7A):
        place = Int(byte | 0x20) - 0x61
      case (1, 0x30...0x39), (2, 0x30...0x39):
        place = place * 10 + Int(byte) - 0x30
      case (3, 0x2E):
        continue
      case (3, 0x30...0x39):
        self.init(category: place, fourth: Int(byte) - 0x30)
        return
      default:
        guard characterCount == 3 else { return nil }
        self.init(category: place, fourth: nil)
        return
      }
      characterCount += 1
    }
    guard characterCount == 3 else { return nil }
    self.init(category: place, fourth: nil)
  }

  @usableFromInline
  init(category: Int, fourth: Int?) {
    self.init(place: category * ICD10Code.fourths + (fourth.map { $0 + 1 } ?? 0))
  }

  /// The place among the categories of three characters.
  var category: Int { Int(place) / ICD10Code.fourths }

  /// The fourth character; `nil` for a category alone.
  var fourth: Int? {
    let digit = Int(place) % ICD10Code.fourths
    return digit == 0 ? nil : digit - 1
  }

  /// The code and all that stand below it.
  var covered: ClosedRange<Int> {
    let first = Int(place)
    return first...(fourth == nil ? first + ICD10Code.fourths - 1 : first)
  }
}

extension ICD10Code: CustomStringConvertible {
  /// `I50` or `I50.0`.
  public var description: String {
    let letter = Character(UnicodeScalar(UInt8(0x41 + category / 100)))
    let number = category % 100
    return "\(letter)\(number / 10)\(number % 10)" + (fourth.map { ".\($0)" } ?? "")
  }
}
