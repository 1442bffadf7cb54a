import Testing

@testable import EvalStudy

@Suite("Gzip archives")
struct GzipTests {
  private func inflate(_ archive: [UInt8]) throws -> [UInt8] {
    try archive.withUnsafeBytes { try GzipReader.inflate($0, file: "extract.csv.gz") }
  }

  /// Bytes that hardly compress, from a congruential sequence.
  private func noise(_ count: Int) -> [UInt8] {
    var state: UInt64 = 12_345
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  @Test("What is compressed inflates to the same bytes", arguments: [0, 1, 65_536, 700_001])
  func roundTrip(count: Int) throws {
    let plain = Array(repeating: UInt8(ascii: "a"), count: count)
    #expect(try inflate(GzipWriter.compress(plain)) == plain)
    #expect(try inflate(GzipWriter.compress(noise(count))) == noise(count))
  }

  @Test("The header carries no time, no name and no system")
  func header() throws {
    let archive = try GzipWriter.compress(Array("person_id\n".utf8))
    #expect(Array(archive.prefix(10)) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255])
    #expect(try GzipWriter.compress(Array("person_id\n".utf8)) == archive)
  }

  @Test("An archive made by another tool inflates")
  func foreignArchive() throws {
    // python3: gzip.compress(b"a,b\n1,2\n", mtime=1)
    let archive: [UInt8] = [
      31, 139, 8, 0, 1, 0, 0, 0, 2, 255, 75, 212, 73, 226, 50, 212, 49, 226, 2, 0, 123, 7, 151,
      10, 8, 0, 0, 0,
    ]
    #expect(String(decoding: try inflate(archive), as: UTF8.self) == "a,b\n1,2\n")
  }

  @Test("Members joined together inflate one after the other, padding ignored")
  func members() throws {
    let first = try GzipWriter.compress(Array("a\n1\n".utf8))
    let second = try GzipWriter.compress(Array("2\n".utf8))
    let padded = first + second + [0, 0, 0, 0]
    #expect(String(decoding: try inflate(padded), as: UTF8.self) == "a\n1\n2\n")
  }

  @Test("An archive cut short at any byte is said to be truncated")
  func truncated() throws {
    let archive = try GzipWriter.compress(noise(100))
    for length in 2..<archive.count {
      #expect(throws: GzipError.truncated(file: "extract.csv.gz"), "cut at \(length)") {
        try inflate(Array(archive.prefix(length)))
      }
    }
  }

  @Test("A flipped bit is found, in the data or in the checksum")
  func corrupt() throws {
    let archive = try GzipWriter.compress(noise(100_000))
    for place in [50_000, archive.count - 6] {
      var damaged = archive
      damaged[place] ^= 0x10
      let error = #expect(throws: GzipError.self) { try inflate(damaged) }
      #expect(error?.code == "gzip-corrupt")
    }
    let joined = archive + Array("rubbish".utf8)
    #expect(throws: GzipError.corrupt(file: "extract.csv.gz", offset: archive.count)) {
      try inflate(joined)
    }
  }
}
