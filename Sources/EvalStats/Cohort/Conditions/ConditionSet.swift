/// Some of the conditions of a list, as bits; a sequence of their places in ascending order.
public struct ConditionSet: Sendable, Hashable, Sequence {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The most conditions a list can have.
  static let capacity = 128

  /// Creates an empty set.
  public init() {}

  /// Creates a set of conditions by their places in the list.
  public init(_ conditions: some Sequence<Int>) {
    for condition in conditions { insert(condition) }
  }

  /// Whether there are none.
  public var isEmpty: Bool { low | high == 0 }

  /// How many there are.
  public var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

  /// Whether a condition is among them.
  public func contains(_ condition: Int) -> Bool {
    condition < 64 ? low >> UInt64(condition) & 1 == 1 : high >> UInt64(condition - 64) & 1 == 1
  }

  /// Adds a condition.
  public mutating func insert(_ condition: Int) {
    precondition((0..<ConditionSet.capacity).contains(condition), "condition \(condition)")
    if condition < 64 { low |= 1 << UInt64(condition) } else { high |= 1 << UInt64(condition - 64) }
  }

  /// Takes a condition out.
  public mutating func remove(_ condition: Int) {
    guard contains(condition) else { return }
    if condition < 64 { low ^= 1 << UInt64(condition) } else { high ^= 1 << UInt64(condition - 64) }
  }

  /// Adds the conditions of another set.
  public mutating func formUnion(_ other: ConditionSet) {
    low |= other.low
    high |= other.high
  }

  /// The conditions of either.
  public func union(_ other: ConditionSet) -> ConditionSet {
    var union = self
    union.formUnion(other)
    return union
  }

  /// The places of the conditions, in ascending order.
  public func makeIterator() -> Iterator { Iterator(low: low, high: high) }

  /// Goes through the places of the conditions of a set.
  public struct Iterator: IteratorProtocol {
    fileprivate var low: UInt64
    fileprivate var high: UInt64

    /// The next place, or `nil` after the last.
    public mutating func next() -> Int? {
      if low != 0 {
        defer { low &= low - 1 }
        return low.trailingZeroBitCount
      }
      guard high != 0 else { return nil }
      defer { high &= high - 1 }
      return 64 + high.trailingZeroBitCount
    }
  }
}
