internal import Foundation

/// JSON that carries the SHA-256 of its content, so that a file cut short or altered is noticed.
struct SealedJSON<Content: Codable>: Codable {
  /// What the file says.
  let content: Content
  /// The hash of the content, by which other files name it.
  let sha256: String

  /// Seals a content.
  init(_ content: Content) throws {
    self.content = content
    sha256 = try Self.hash(of: content)
  }

  /// Reads a file.
  init(contentsOf path: String) throws(PartitionError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .missingFile(path: path)
    }
    guard let found = try? JSONDecoder().decode(Self.self, from: data),
      (try? Self.hash(of: found.content)) == found.sha256
    else { throw .damagedFile(path: path) }
    self = found
  }

  /// The text of the file.
  var bytes: [UInt8] { get throws { try StableJSON.bytes(of: self) } }

  private static func hash(of content: Content) throws -> String {
    ContentHash.sha256(of: Data(try StableJSON.bytes(of: content)))
  }
}
