import EvalStats
import Foundation
import Synchronization
import Testing

@testable import EvalStudy

@Suite("The checkpoint of a calibration")
struct CalibrationCheckpointTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "calibration-\(UUID().uuidString)")

  private func withPath(_ body: (String) throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appending(path: "run.checkpoint").path)
  }

  @Test("A run taken up again gives the bytes of one that was never stopped")
  func resumed() throws {
    try withPath { path in
      let checkpoint = CalibrationCheckpoint(path: path)
      let calibration = Self.tiny
      let whole = try calibration.run(seedCount: 55)
      _ = try calibration.run(seedCount: 25, checkpoint: checkpoint)
      // The machine went down while the second block was being written.
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let cut = text + "26 50 1 2 3"
      try cut.write(toFile: path, atomically: true, encoding: .utf8)
      let told = Mutex<[(Int, Int, Int)]>([])
      let resumed = try calibration.run(seedCount: 55, checkpoint: checkpoint) {
        done, before, total in told.withLock { $0.append((done, before, total)) }
      }
      #expect(resumed.csv == whole.csv)
      #expect(resumed.markdown == whole.markdown)
      told.withLock { told in
        #expect(told.first.map { $0 == (0, 25, 55) } == true)
        #expect(told.map(\.0).max() == 30)
      }
      // Everything is there now: nothing is left to do.
      let again = try calibration.run(seedCount: 55, checkpoint: checkpoint) {
        done, _, _ in #expect(done == 0)
      }
      #expect(again == whole)
    }
  }

  @Test("A checkpoint of another calibration, or another file, is refused and left alone")
  func refused() throws {
    try withPath { path in
      let checkpoint = CalibrationCheckpoint(path: path)
      _ = try checkpoint.open(for: Self.tiny)
      var other = Self.tiny
      other.design.caliper = 0.3
      #expect(throws: CheckpointError.otherCalibration(path: path)) {
        try checkpoint.open(for: other)
      }
      try "person,age\n".write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: CheckpointError.self) { try checkpoint.open(for: Self.tiny) }
      #expect(error == .notACheckpoint(path: path))
      #expect(
        error?.description
          == "\(path): the file is no checkpoint of a calibration; name another file with "
          + "--checkpoint")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "person,age\n")
    }
    let nowhere = folder.appending(path: "missing/run.checkpoint").path
    #expect(throws: OutputError.self) {
      try CalibrationCheckpoint(path: nowhere).open(for: Self.tiny)
    }
  }

  @Test("A block reads back bit for bit, and a damaged line is no block")
  func lines() {
    let block = CalibrationBlock(
      seeds: 26...50, totals: [0.1 + 0.2, -1.0 / 3, 0, 12, .leastNonzeroMagnitude, -1.5e11])
    #expect(CalibrationBlock(line: Substring(block.line), of: 6) == block)
    #expect(CalibrationBlock(line: Substring(block.line), of: 7) == nil)
    #expect(CalibrationBlock(line: "26 25 1", of: 1) == nil)
    #expect(CalibrationBlock(line: "26 x 1", of: 1) == nil)
    #expect(CalibrationBlock(line: "1 25 one", of: 1) == nil)
  }

  /// So few people that most studies fail: the book-keeping, not the statistics.
  private static var tiny: Calibration {
    var calibration = CalibrationTests.small
    calibration.configuration.personCount = 150
    calibration.configuration.newContactsByMonth = [5, 5]
    calibration.mechanisms = [.recordedUse]
    return calibration
  }
}
