internal import EvalStats
internal import Foundation

/// What the table of a file will take, judged from the file's size and its first rows.
public struct CSVForecast: Sendable, Equatable {
  /// The name of the file, without its folders.
  public let file: String
  /// Bytes of the table.
  public let tableBytes: Int
  /// Bytes beside it while the file is read: the number of each line, and the content of an archive.
  public let readingBytes: Int

  /// Bytes at the peak of reading.
  public var peakBytes: Int { tableBytes + readingBytes }
}

extension CSVReader {
  /// The first bytes of a file that are looked at.
  private static let sampleBytes = 1 << 20

  /// What the table of a file will take; `nil` for a pipe, which cannot be looked at twice, and for
  /// a file whose first rows cannot be read: reading it says why.
  ///
  /// Of an archive only the size of its content is known, as it says itself (modulo 4 GiB), and that
  /// a table of short numbers has about as many bytes as its text.
  ///
  /// - Complexity: O(1): a megabyte of the file is read.
  public static func forecast(at path: String) -> CSVForecast? {
    guard let size = FileManager.default.sizeOfRegularFile(at: path),
      let handle = FileHandle(forReadingAtPath: path)
    else { return nil }
    defer { try? handle.close() }
    guard let head = try? handle.read(upToCount: sampleBytes), !head.isEmpty else { return nil }
    let file = CSVFileName.of(path)
    if head.starts(with: [0x1f, 0x8b]) {
      guard (try? handle.seek(toOffset: UInt64(max(0, size - 4)))) != nil,
        let tail = try? handle.read(upToCount: 4)
      else { return nil }
      let content = max(size, tail.reversed().reduce(0) { $0 << 8 | Int($1) })
      return CSVForecast(file: file, tableBytes: content, readingBytes: content)
    }
    return forecast(fromFirst: [UInt8](head), ofBytes: size, file: file)
  }

  /// The same by the first bytes of a file of so many.
  static func forecast(fromFirst head: [UInt8], ofBytes size: Int, file: String) -> CSVForecast? {
    // Whole rows only, unless these are all.
    let end = head.count < size ? (head.lastIndex(of: 10) ?? -1) + 1 : head.count
    guard end > 0,
      let sample = try? extract(
        of: Array(head[..<end]), file: file, schema: .inferred, badRows: .refuse)
    else { return nil }
    let share = Double(size) / Double(end)
    return CSVForecast(
      file: file, tableBytes: Int(Double(sample.table.storageBytes) * share),
      readingBytes: Int(Double(sample.readRowCount * MemoryLayout<Int>.size) * share))
  }
}

extension FileManager {
  /// The bytes of a file; `nil` if it is none, or a folder, a pipe or a device.
  fileprivate func sizeOfRegularFile(at path: String) -> Int? {
    let attributes = try? attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
    return (attributes?[.size] as? NSNumber)?.intValue
  }
}
