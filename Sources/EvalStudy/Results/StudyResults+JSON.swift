internal import Foundation

extension StudyResults {
  /// The results as JSON: keys sorted, two spaces of indent, the shortest text of each number that
  /// reads back as the same `Double`, and a line break at the end. The same results always give the
  /// same bytes.
  ///
  /// - Throws: `EncodingError` if a number is not finite, which no result may be.
  public func json() throws -> [UInt8] { try StableJSON.bytes(of: self) }

  /// Reads results back.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(StudyResults.self, from: Data(json))
  }
}

/// JSON whose bytes depend on nothing but the values.
enum StableJSON {
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(value)) + [UInt8(ascii: "\n")]
  }
}
