/// What a match needs of memory, worked out before it is begun.
///
/// Both numbers are upper bounds, seldom twice the truth for many rows, and do not count the process
/// itself: its code and what the allocator keeps take some tens of megabytes more.
public struct MemoryEstimate: Sendable, Equatable {
  /// Bytes of the problem itself, which are taken already: columns, arms, scores, design, distances.
  public let inputBytes: Int
  /// Bytes beside them at the peak, from the first look at the design to the balance of the result.
  public let workBytes: Int
  /// Whether some data may need more than this: an optimal match of people who are all alike looks at
  /// more pairs than is usual.
  public let dependsOnData: Bool

  /// Bytes of both.
  public var totalBytes: Int { inputBytes + workBytes }

  /// Creates an estimate.
  public init(inputBytes: Int, workBytes: Int, dependsOnData: Bool = false) {
    self.inputBytes = inputBytes
    self.workBytes = workBytes
    self.dependsOnData = dependsOnData
  }
}
