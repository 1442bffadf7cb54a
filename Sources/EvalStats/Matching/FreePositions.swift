/// The positions of a sorted array that are still free, with constant-time steps over long gaps.
///
/// Two forests of disjoint sets, one pointing right and one left, with path halving: any sequence
/// of *m* steps and removals takes O(*m* log *n*), near O(*m*) in practice (Tarjan 1975,
/// doi:10.1145/321879.321884). Exact neighbour search without replacement needs no rescans.
struct FreePositions: Sendable {
  /// `after[p]` leads to the first free position at or after p; the last element is a sentinel.
  private var after: [Int32]
  /// `before[p + 1]` leads to the last free position at or before p, plus one; 0 is a sentinel.
  private var before: [Int32]

  /// All positions from 0 up to, not including, `count` are free.
  init(count: Int) {
    precondition(count < Int(Int32.max), "\(count) positions are more than 32 bits can name")
    after = Array(0...Int32(count))
    before = after
  }

  /// The first free position at or after `position`, or the count if there is none.
  mutating func first(from position: Int) -> Int {
    FreePositions.root(of: position, in: &after)
  }

  /// The last free position at or before `position`, or −1 if there is none.
  mutating func last(through position: Int) -> Int {
    FreePositions.root(of: position + 1, in: &before) - 1
  }

  /// Takes a position out.
  mutating func remove(_ position: Int) {
    after[position] = Int32(position + 1)
    before[position + 1] = Int32(position)
  }

  private static func root(of position: Int, in parents: inout [Int32]) -> Int {
    var current = position
    while Int(parents[current]) != current {
      parents[current] = parents[Int(parents[current])]
      current = Int(parents[current])
    }
    return current
  }
}
