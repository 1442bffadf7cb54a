internal import CZlib

/// Inflates gzip archives (RFC 1952), of one member or several joined.
enum GzipReader {
  /// Whether bytes begin as a gzip archive does.
  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  /// The content of an archive. Zero bytes after the last member are padding and skipped.
  ///
  /// - Throws: `GzipError.truncated` or `.corrupt`, of which a wrong checksum or length.
  /// - Complexity: O(*content*)
  static func inflate(
    _ archive: UnsafeRawBufferPointer, file: String?
  ) throws(GzipError) -> [UInt8] {
    var stream = z_stream()
    let windowBits: Int32 = 15 + 16  // a window of 32 KB, in a gzip wrapper
    let status = inflateInit2_(
      &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .corrupt(file: file, offset: 0) }
    // Ownership: zlib allocates in inflateInit2_ and frees here, whatever happens between.
    defer { inflateEnd(&stream) }

    var content: [UInt8] = []
    content.reserveCapacity(archive.count * 6)
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    var isInMember = true
    while isInMember || !isPadding(archive[offset...]) {
      if !isInMember {
        guard isArchive(UnsafeRawBufferPointer(rebasing: archive[offset...])) else {
          throw .corrupt(file: file, offset: offset)
        }
        inflateReset(&stream)
        isInMember = true
      }
      // zlib counts input in 32 bits: hand over at most 1 GB at a time.
      let input = archive[offset..<min(archive.count, offset + 1 << 30)]
      let status = step(&stream, UnsafeRawBufferPointer(rebasing: input), &chunk, &content)
      offset += input.count - Int(stream.avail_in)
      switch status {
      case Z_STREAM_END: isInMember = false
      case Z_OK: break
      // No progress is possible: all input is used and the member goes on.
      case Z_BUF_ERROR: throw .truncated(file: file)
      default: throw .corrupt(file: file, offset: offset)
      }
    }
    return content
  }

  private static func isPadding(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
    rest.allSatisfy { $0 == 0 }
  }

  /// Inflates one chunk of output.
  private static func step(
    _ stream: inout z_stream, _ input: UnsafeRawBufferPointer, _ chunk: inout [UInt8],
    _ content: inout [UInt8]
  ) -> Int32 {
    // zlib reads through this pointer and never writes; the caller keeps the archive alive.
    stream.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(input.count)
    var status = Z_OK
    let written = chunk.withUnsafeMutableBufferPointer { output in
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      status = CZlib.inflate(&stream, Z_NO_FLUSH)
      return output.count - Int(stream.avail_out)
    }
    content.append(contentsOf: chunk[..<written])
    return status
  }
}
