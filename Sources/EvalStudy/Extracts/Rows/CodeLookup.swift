internal import EvalStats

/// Finds codes by the bytes of a cell, without making text of it.
struct CodeLookup<Code: Sendable>: Sendable {
  private let keys: [UInt64]
  private let codes: [Code]
  /// Codes of one ASCII character, by that character.
  private let single: [Code?]

  /// - Parameter entries: Codes of up to eight ASCII characters, in any case.
  init(_ entries: [(text: String, code: Code)]) {
    keys = entries.map { CodeLookup.key($0.text.utf8) }
    codes = entries.map(\.code)
    let (keys, codes) = (keys, codes)
    single = (0..<128).map { character in
      keys.firstIndex(of: CodeLookup.key(CollectionOfOne(character))).map { codes[$0] }
    }
  }

  @inline(__always)
  subscript(bytes: UnsafeBufferPointer<UInt8>) -> Code? {
    if bytes.count == 1, bytes[0] < 128 { return single[Int(bytes[0])] }
    guard bytes.count <= 8 else { return nil }
    let key = CodeLookup.key(bytes)
    for place in keys.indices where keys[place] == key { return codes[place] }
    return nil
  }

  /// The characters in one number, letters as capitals.
  @inline(__always)
  private static func key(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    for byte in bytes {
      let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      key = key << 8 | UInt64(isLetter ? byte &- 32 : byte)
    }
    return key
  }
}

extension CodeLookup where Code: NationalCode {
  /// All codes of a table, those of one character also with a leading zero.
  init(_ table: Code.Type) {
    let codes = table.allCases.map { (text: $0.rawValue, code: $0) }
    self.init(codes + codes.filter { $0.text.count == 1 }.map { ("0" + $0.text, $0.code) })
  }
}
