import Foundation
import Testing

@testable import EvalStudy

@Suite("SHA-256")
struct SHA256HashTests {
  @Test(
    "is that of the examples of FIPS 180-4, in one piece or in several",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(text: String, expected: String) {
    #expect(ContentHash.sha256(of: text) == expected)
    let hash = SHA256Hash()
    for byte in text.utf8 { hash.update([byte]) }
    #expect(hash.hexadecimal == expected)
    // Asked again it is the same, and more may follow.
    #expect(hash.hexadecimal == expected)
    hash.update(Data("x".utf8))
    #expect(hash.hexadecimal == ContentHash.sha256(of: text + "x"))
  }
}
