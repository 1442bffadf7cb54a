/// Finds the names a user may have meant.
package enum NearestNames {
  /// The known names within an edit distance of a third of the word's length, nearest first.
  ///
  /// - Complexity: O(*names* · *length*²)
  package static func of(_ name: String, among known: [String], limit: Int = 2) -> [String] {
    let reach = max(1, name.count / 3)
    return
      known
      .map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= reach }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(limit)
      .map(\.name)
  }

  /// The least number of insertions, deletions and substitutions that turn one word into another.
  static func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var previous = Array(0...right.count)
    for (row, character) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let substitution = previous[column] + (character == other ? 0 : 1)
        current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[right.count]
  }
}
