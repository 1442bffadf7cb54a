internal import CZlib

/// Inflates a gzip archive (RFC 1952), of one member or several joined, piece by piece.
///
/// Zero bytes after the last member are padding and skipped. What is held is a window of 32 KB,
/// however long the archive.
final class GzipReader {
  private let file: String?
  /// On the heap: zlib keeps a pointer back to it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInMember = true
  private var isInPadding = false
  /// Bytes of the archive used so far.
  private var offset = 0

  /// Whether bytes begin as a gzip archive does.
  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  init(file: String?) throws(GzipError) {
    self.file = file
    // Ownership: allocated here, given back in deinit; zlib allocates in inflateInit2_ and frees
    // there.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let windowBits: Int32 = 15 + 16  // a window of 32 KB, in a gzip wrapper
    let status = inflateInit2_(
      stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .corrupt(file: file, offset: 0) }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Inflates some of the archive: until the input is used or the output is full.
  ///
  /// - Parameters:
  ///   - input: The bytes that follow those used before.
  ///   - output: Where the content goes.
  /// - Returns: How many bytes were used and written; no progress means that more input is needed.
  /// - Throws: `GzipError.corrupt`, of which a wrong checksum or length.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(GzipError) -> (used: Int, written: Int) {
    var used = 0
    var written = 0
    while written < output.count {
      let rest = UnsafeRawBufferPointer(rebasing: input[used...])
      // Of a second member the first byte tells; zlib refuses the rest if it is none.
      if !isInMember {
        guard let first = rest.first(where: { !isInPadding || $0 != 0 }) else {
          used += rest.count
          offset += rest.count
          break
        }
        if first == 0 {
          isInPadding = true
          continue
        }
        guard first == 0x1f, !isInPadding else { throw .corrupt(file: file, offset: offset) }
        inflateReset(stream)
        isInMember = true
      }
      // Without input there may still be output that did not fit the last time.
      let step = try step(rest, UnsafeMutableRawBufferPointer(rebasing: output[written...]))
      used += step.used
      written += step.written
      if step.used == 0, step.written == 0 { break }
    }
    return (used, written)
  }

  /// Refuses an archive whose bytes have all been used but which is not at its end.
  func finish() throws(GzipError) {
    if isInMember { throw .truncated(file: file) }
  }

  private func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(GzipError) -> (used: Int, written: Int) {
    // zlib counts in 32 bits: hand over at most 1 GB at a time.
    let inputCount = min(input.count, 1 << 30)
    let outputCount = min(output.count, 1 << 30)
    // zlib reads through this pointer and never writes; the caller keeps the archive alive.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(inputCount)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(outputCount)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let used = inputCount - Int(stream.pointee.avail_in)
    offset += used
    switch status {
    case Z_STREAM_END: isInMember = false
    case Z_OK, Z_BUF_ERROR: break
    default: throw .corrupt(file: file, offset: offset)
    }
    return (used, outputCount - Int(stream.pointee.avail_out))
  }
}

extension GzipReader {
  /// The content of a whole archive.
  ///
  /// - Throws: `GzipError.truncated` or `.corrupt`.
  /// - Complexity: O(*content*)
  static func inflate(
    _ archive: UnsafeRawBufferPointer, file: String?
  ) throws(GzipError) -> [UInt8] {
    let reader = try GzipReader(file: file)
    var content: [UInt8] = []
    content.reserveCapacity(archive.count * 6)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    // Ownership: the chunk is ours and given back whatever happens.
    defer { chunk.deallocate() }
    var used = 0
    while true {
      let step = try reader.inflate(UnsafeRawBufferPointer(rebasing: archive[used...]), into: chunk)
      used += step.used
      content.append(contentsOf: chunk[..<step.written])
      if step.used == 0, step.written == 0 { break }
    }
    try reader.finish()
    return content
  }
}
