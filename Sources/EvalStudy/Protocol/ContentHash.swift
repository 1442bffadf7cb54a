internal import Foundation

/// The SHA-256 of a file or a text, by which results name what went in.
public enum ContentHash {
  /// The hash of bytes as 64 lower-case hexadecimal digits.
  static func sha256(of data: Data) -> String {
    let hash = SHA256Hash()
    hash.update(data)
    return hash.hexadecimal
  }

  /// The hash of a text's UTF-8 bytes.
  public static func sha256(of text: String) -> String { sha256(of: Data(text.utf8)) }

  /// The hash of a file as it stands on disc (a gzip file is not unpacked), or `nil` if it cannot
  /// be read. Reads a megabyte at a time.
  public static func sha256(ofFileAt path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    let hash = SHA256Hash()
    do {
      while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
        hash.update(block)
      }
    } catch {
      return nil
    }
    return hash.hexadecimal
  }

  /// The hash of numbers by their bits, the lowest byte first.
  static func sha256(of numbers: [Double]) -> String {
    let hash = SHA256Hash()
    let block = 1 << 16
    for start in stride(from: 0, to: numbers.count, by: block) {
      let bytes = numbers[start..<min(start + block, numbers.count)].flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) }
      }
      hash.update(bytes)
    }
    return hash.hexadecimal
  }
}
