internal import Foundation

/// The bytes of a file in order: inflated if it is a gzip archive, hashed as they stand on disc.
///
/// Files, archives and pipes are read alike and once; what is held does not grow with their length.
final class ByteStream {
  let file: String
  private let descriptor: Int32
  private let hash = SHA256Hash()
  private var gzip: GzipReader?
  /// Ownership: allocated in `init`, given back in `deinit`.
  private let block: UnsafeMutableRawBufferPointer
  /// The bytes of `block` that were read and not handed on.
  private var pending = 0..<0

  private static let blockSize = 1 << 20

  /// Opens a file and looks at its first bytes.
  ///
  /// - Throws: `CSVError.missingFile`, `.unreadableFile` or `.archive`.
  init(_ path: String) throws(CSVError) {
    file = CSVFileName.of(path)
    block = .allocate(byteCount: Self.blockSize, alignment: 16)
    // Ownership: the descriptor is ours from here, closed in `deinit`.
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missingFile(file: file) }
      throw .unreadableFile(file: file, reason: String(cString: strerror(errno)))
    }
    pending = 0..<(try readBlock(into: block))
    if GzipReader.isArchive(pendingBytes) {
      do { gzip = try GzipReader(file: file) } catch { throw .archive(error) }
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    block.deallocate()
  }

  /// The SHA-256 of the file as it stands on disc, once all of it has been read.
  var sha256: String { hash.hexadecimal }

  private var pendingBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: block[pending])
  }

  /// Fills a buffer with the bytes that follow.
  ///
  /// - Returns: How many; fewer than fit only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    var count = 0
    while count < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let step =
        if let gzip { try inflate(by: gzip, into: rest) } else { try readPlain(into: rest) }
      if step == 0 { break }
      count += step
    }
    return count
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    if pending.isEmpty { return try readBlock(into: buffer) }
    let count = min(buffer.count, pending.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: pendingBytes[..<count]))
    pending.removeFirst(count)
    return count
  }

  private func inflate(
    by gzip: GzipReader, into buffer: UnsafeMutableRawBufferPointer
  ) throws(CSVError) -> Int {
    while true {
      do throws(GzipError) {
        let step = try gzip.inflate(pendingBytes, into: buffer)
        pending.removeFirst(step.used)
        if step.written > 0 { return step.written }
      } catch {
        throw .archive(error)
      }
      guard pending.isEmpty else { continue }
      pending = 0..<(try readBlock(into: block))
      if pending.isEmpty {
        do { try gzip.finish() } catch { throw .archive(error) }
        return 0
      }
    }
  }

  /// One read of the system; 0 at the end.
  private func readBlock(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .unreadableFile(
          file: file,
          reason: errno == EISDIR ? "it is a folder" : String(cString: strerror(errno)))
      }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      return count
    }
  }
}
