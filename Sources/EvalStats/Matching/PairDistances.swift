/// For each set the distances between its one and its several members, in the order in which the
/// several stand.
public struct PairDistances: Sendable, Equatable {
  /// All of them, set by set.
  public private(set) var values: [Double] = []
  /// Where those of each set end.
  private var ends: [Int] = []

  /// Creates the distances of some sets.
  public init(_ lists: some Sequence<[Double]>) {
    for list in lists { append(list) }
  }

  /// Makes room for the distances of so many pairs in so many sets.
  mutating func reserve(sets: Int, pairs: Int) {
    ends.reserveCapacity(sets)
    values.reserveCapacity(pairs)
  }

  /// Adds a set.
  mutating func append(_ distances: some Collection<Double>) {
    values.append(contentsOf: distances)
    ends.append(values.count)
  }
}

extension PairDistances: RandomAccessCollection, ExpressibleByArrayLiteral {
  /// Creates the distances of some sets.
  public init(arrayLiteral lists: [Double]...) { self.init(lists) }

  /// 0.
  public var startIndex: Int { 0 }

  /// The number of sets.
  public var endIndex: Int { ends.count }

  /// The distances in a set.
  public subscript(set: Int) -> [Double] {
    Array(values[(set == 0 ? 0 : ends[set - 1])..<ends[set]])
  }
}
