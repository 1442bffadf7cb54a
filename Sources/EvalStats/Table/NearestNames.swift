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

  /// The least number of insertions, deletions, substitutions and swaps of neighbours that turn one
  /// word into another, no letter touched twice.
  static func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, character) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var distance = min(
          last[column] + (character == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current.append(distance)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
