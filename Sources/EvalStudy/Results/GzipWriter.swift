internal import CZlib

/// Compresses bytes into a gzip archive (RFC 1952).
public enum GzipWriter {
  /// A gzip archive of `bytes`: one member, best compression.
  ///
  /// The header carries no time, no file name and the operating system "unknown", so that the same
  /// bytes give the same archive on any day; another release of zlib may compress differently.
  ///
  /// - Throws: `GzipError.cannotCompress` if zlib refuses, for want of memory.
  /// - Complexity: O(*bytes*)
  public static func compress(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
    var stream = z_stream()
    let windowBits: Int32 = 15 + 16  // a window of 32 KB, in a gzip wrapper
    let status = deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .cannotCompress(status: status) }
    // Ownership: zlib allocates in deflateInit2_ and frees here, whatever happens between.
    defer { deflateEnd(&stream) }

    var archive: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var start = 0
    var finished = false
    while !finished {
      // zlib counts input in 32 bits: hand over at most 1 GB at a time.
      let end = min(bytes.count, start + 1 << 30)
      let flush = end == bytes.count ? Z_FINISH : Z_NO_FLUSH
      let status = bytes[start..<end].withUnsafeBufferPointer { input in
        // zlib reads through this pointer and never writes; it is valid within this closure only.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        return GzipWriter.deflatePending(&stream, flush: flush, through: &chunk, to: &archive)
      }
      guard status == Z_OK || status == Z_STREAM_END else {
        throw .cannotCompress(status: status)
      }
      start = end
      finished = status == Z_STREAM_END
    }
    archive[9] = 255  // operating system: unknown (zlib writes its own)
    return archive
  }

  /// Deflates until the input is used up, or the stream ends when `flush` is `Z_FINISH`.
  private static func deflatePending(
    _ stream: inout z_stream, flush: Int32, through chunk: inout [UInt8], to archive: inout [UInt8]
  ) -> Int32 {
    var status = Z_OK
    var isFull = true
    while isFull && status == Z_OK {
      let written = chunk.withUnsafeMutableBufferPointer { output in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        status = deflate(&stream, flush)
        return output.count - Int(stream.avail_out)
      }
      archive.append(contentsOf: chunk[..<written])
      isFull = stream.avail_out == 0
    }
    // Nothing left to do in a further call is no error.
    return status == Z_BUF_ERROR ? Z_OK : status
  }
}
