import Dispatch
import EvalStats

/// Random columns made block by block on all processors.
///
/// Each block of rows draws from streams of its own, so that a value depends on its column and row
/// alone, whatever the processors and however many the columns.
enum ColumnBlocks {
  private static let blockSize = 65_536

  /// The generator of one column's block.
  static func generator(seed: UInt64, column: Int, block: Int) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: UInt64(column) << 32 | UInt64(block))
  }

  /// A column of so many rows.
  ///
  /// - Parameters:
  ///   - start: What a block draws from.
  ///   - value: The value of a row, drawn in the order of the block's rows.
  static func column<Source, Value: BitwiseCopyable>(
    rowCount: Int, start: @Sendable (_ block: Int) -> Source,
    value: @Sendable (_ source: inout Source, _ row: Int) -> Value
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: rowCount) { buffer, count in
      // Each block initialises its own rows.
      nonisolated(unsafe) let base = buffer
      let blockCount = (rowCount + blockSize - 1) / blockSize
      DispatchQueue.concurrentPerform(iterations: blockCount) { block in
        var source = start(block)
        for row in (block * blockSize)..<min((block + 1) * blockSize, rowCount) {
          base.initializeElement(at: row, to: value(&source, row))
        }
      }
      count = rowCount
    }
  }
}
