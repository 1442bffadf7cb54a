private import Dispatch
private import Synchronization

/// Work on the indices of an array, block by block on all processors.
enum ConcurrentBlocks {
  /// Applies a function to every index, the results in order.
  ///
  /// Each result depends on its index alone, so neither the blocks nor the threads can be seen in it.
  static func map<Result: Sendable>(
    count: Int, blockSize: Int = 32, _ transform: @Sendable (Int) -> Result
  ) -> [Result] {
    let blockCount = (count + blockSize - 1) / blockSize
    guard blockCount > 1 else { return (0..<count).map(transform) }
    let blocks = Mutex([[Result]](repeating: [], count: blockCount))
    DispatchQueue.concurrentPerform(iterations: blockCount) { block in
      let range = (block * blockSize)..<min(count, (block + 1) * blockSize)
      let results = range.map(transform)
      blocks.withLock { $0[block] = results }
    }
    return blocks.withLock { Array($0.joined()) }
  }
}
