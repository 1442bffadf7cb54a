public import EvalStats
internal import Foundation

/// A file that keeps finished blocks of seeds, so that a calibration goes on where it stopped.
///
/// The first line names the calibration by the hash of all it depends on but the number of seeds;
/// each further line is one block: its seeds and its sums, every number as the shortest text that
/// reads back as the same `Double`. Lines are added one at a time, and a last line that was not
/// finished is passed over.
public struct CalibrationCheckpoint: Sendable {
  /// The file.
  public let path: String

  /// Names the file, without touching it.
  public init(path: String) { self.path = path }

  private static let mark = "evalrun calibration 1"

  /// The finished blocks of a calibration; makes the file if there is none.
  ///
  /// - Throws: `CheckpointError` if the file is no checkpoint or belongs to another calibration,
  ///   `OutputError` if it cannot be made.
  func open(for calibration: Calibration) throws -> [CalibrationBlock] {
    let header = "\(Self.mark) \(calibration.fingerprint)"
    guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
      guard FileManager.default.createFile(atPath: path, contents: Data((header + "\n").utf8))
      else {
        throw OutputError.cannotCreate(path: path, problem: "the checkpoint cannot be made")
      }
      return []
    }
    let text = String(decoding: data, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines[0].hasPrefix(Self.mark) else { throw CheckpointError.notACheckpoint(path: path) }
    guard lines[0] == header else { throw CheckpointError.otherCalibration(path: path) }
    let count = CalibrationLayout(of: calibration).count
    // What follows the last line break was not finished.
    let blocks = lines.dropFirst().dropLast().compactMap { CalibrationBlock(line: $0, of: count) }
    if lines.last != "" {
      let kept =
        data.lastIndex(of: UInt8(ascii: "\n")).map { data.prefix(through: $0) }
        ?? Data((header + "\n").utf8)
      guard (try? kept.write(to: URL(filePath: path), options: .atomic)) != nil else {
        throw OutputError.cannotWrite(path: path, problem: "the checkpoint cannot be written")
      }
    }
    return blocks
  }

  /// Adds a finished block.
  ///
  /// - Throws: `OutputError` if the file cannot be written.
  func append(_ block: CalibrationBlock) throws { try append(text: block.line + "\n") }

  private func append(text: String) throws {
    do {
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError.cannotWrite(path: path, problem: "the checkpoint cannot be written")
    }
  }
}

/// What can keep a checkpoint from being used.
public enum CheckpointError: EvaluationError, Equatable {
  /// The file is something else.
  case notACheckpoint(path: String)
  /// The file was made by a calibration of other studies or designs.
  case otherCalibration(path: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .notACheckpoint: "not-a-checkpoint"
    case .otherCalibration: "other-calibration"
    }
  }

  /// The file.
  public var location: String? {
    switch self {
    case .notACheckpoint(let path), .otherCalibration(let path): path
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .notACheckpoint:
      "the file is no checkpoint of a calibration; name another file with --checkpoint"
    case .otherCalibration:
      "the checkpoint was made with other settings; name another file with --checkpoint, or "
        + "remove this one"
    }
  }
}

extension Calibration {
  /// The hash of everything the figures depend on but the seeds.
  var fingerprint: String {
    let parts: [Any] = [
      configuration, design, mechanisms, outcomes, windowMonths, effectRatio, Self.blockSize,
      CalibrationFit.allCases,
    ]
    return ContentHash.sha256(of: parts.map { String(reflecting: $0) }.joined(separator: "\n"))
  }
}

extension CalibrationBlock {
  /// `first last total total …`.
  var line: String {
    "\(seeds.lowerBound) \(seeds.upperBound) "
      + totals.map(\.description).joined(separator: " ")
  }

  /// Reads a line; `nil` if it is no block of `count` totals.
  init?(line: Substring, of count: Int) {
    let words = line.split(separator: " ")
    guard words.count == count + 2, let first = UInt64(words[0]), let last = UInt64(words[1]),
      first <= last
    else { return nil }
    let totals = words.dropFirst(2).compactMap { Double($0) }
    // Sums over a block of studies; anything larger is damage.
    guard totals.count == count, totals.allSatisfy({ abs($0) < 1e12 }) else { return nil }
    self.init(seeds: first...last, totals: totals)
  }
}
