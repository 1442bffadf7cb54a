/// Sets of places that are joined two at a time (Tarjan 1975, doi:10.1145/321879.321884).
struct DisjointSets: Sendable {
  private var parents: [Int32] = []

  /// Puts each of so many places into a set of its own.
  mutating func reset(count: Int) {
    parents.removeAll(keepingCapacity: true)
    parents.append(contentsOf: (0..<Int32(count)))
  }

  /// The place that stands for the set of a place: its smallest.
  mutating func root(of place: Int) -> Int {
    var root = place
    while Int(parents[root]) != root {
      parents[root] = parents[Int(parents[root])]
      root = Int(parents[root])
    }
    return root
  }

  /// Joins the sets of two places.
  mutating func join(_ one: Int, _ other: Int) {
    let roots = (root(of: one), root(of: other))
    parents[max(roots.0, roots.1)] = Int32(min(roots.0, roots.1))
  }
}
