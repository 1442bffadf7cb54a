internal import Foundation

/// The bytes of a file, mapped into memory where the system allows.
enum FileBytes {
  /// Calls `body` with the content of a file, inflated if it is a gzip archive.
  ///
  /// The bytes are valid within `body` only. A file that another process shortens while it is
  /// mapped ends the process, as with any mapped file; extracts are not written to while they are
  /// read.
  static func read<Result>(
    _ path: String, _ body: (UnsafeRawBufferPointer) throws(CSVError) -> Result
  ) throws(CSVError) -> Result {
    let file = CSVFileName.of(path)
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missingFile(file: file) }
      throw .unreadableFile(file: file, reason: reasonOfLastFailure())
    }
    // Ownership: the descriptor is ours from here and closed whatever happens.
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadableFile(file: file, reason: reasonOfLastFailure())
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw .unreadableFile(file: file, reason: "it is a folder") }
    let length = Int(status.st_size)
    if kind == S_IFREG, length > 0,
      let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    {
      // Ownership: the mapping lives until `body` has returned, and only `body` sees it.
      defer { munmap(start, length) }
      return try inflated(UnsafeRawBufferPointer(start: start, count: length), file: file, body)
    }
    let content = try wholeContent(of: descriptor, file: file)
    return try handOver(content, file: file, body)
  }

  /// Reads a pipe, or a file that cannot be mapped, to its end.
  private static func wholeContent(
    of descriptor: Int32, file: String
  ) throws(CSVError) -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .unreadableFile(file: file, reason: reasonOfLastFailure())
      }
      guard count > 0 else { return content }
      content.append(contentsOf: chunk[..<count])
    }
  }

  private static func inflated<Result>(
    _ bytes: UnsafeRawBufferPointer, file: String,
    _ body: (UnsafeRawBufferPointer) throws(CSVError) -> Result
  ) throws(CSVError) -> Result {
    guard GzipReader.isArchive(bytes) else { return try body(bytes) }
    let content: [UInt8]
    do { content = try GzipReader.inflate(bytes, file: file) } catch { throw .archive(error) }
    return try withBytes(of: content, body)
  }

  private static func handOver<Result>(
    _ content: [UInt8], file: String, _ body: (UnsafeRawBufferPointer) throws(CSVError) -> Result
  ) throws(CSVError) -> Result {
    try withBytes(of: content) { bytes throws(CSVError) in try inflated(bytes, file: file, body) }
  }

  /// The bytes of an array; valid within `body` only.
  static func withBytes<Result>(
    of content: [UInt8], _ body: (UnsafeRawBufferPointer) throws(CSVError) -> Result
  ) throws(CSVError) -> Result {
    // `withUnsafeBytes` knows no typed throws: carry the result out and throw here.
    let result: Swift.Result<Result, CSVError> = content.withUnsafeBytes { bytes in
      do throws(CSVError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private static func reasonOfLastFailure() -> String { String(cString: strerror(errno)) }
}

/// The name of a file as messages show it.
enum CSVFileName {
  /// The last part of a path: folders may name people and machines.
  static func of(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
