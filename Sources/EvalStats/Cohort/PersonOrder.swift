/// Rows grouped by person: where each person's rows stand, in the order of the rows.
///
/// Counting, not comparing: O(*rows* + *people*), which for ten million rows is a tenth of a sort.
package struct PersonOrder: Sendable {
  /// `personCount + 1` places into `rows`.
  package let offsets: [Int]
  /// The rows, person by person.
  package private(set) var rows: [Int32]

  /// - Parameter persons: The person of each row, from 0 to below `personCount`.
  package init(personCount: Int, persons: some Collection<Int32>) {
    var offsets = Array(repeating: 0, count: personCount + 1)
    for person in persons { offsets[Int(person) + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    var next = offsets
    rows = [Int32](unsafeUninitializedCapacity: persons.count) { buffer, initialised in
      var row: Int32 = 0
      for person in persons {
        // The buffer has a place for every row, and each is given once.
        buffer[next[Int(person)]] = row
        next[Int(person)] += 1
        row += 1
      }
      initialised = persons.count
    }
    self.offsets = offsets
  }

  /// The rows of a person.
  package subscript(person: Int) -> ArraySlice<Int32> {
    rows[offsets[person]..<offsets[person + 1]]
  }

  /// Sorts each person's rows by a key; equal keys keep the order of the rows.
  ///
  /// - Complexity: O(*rows* · log *rows of a person*), O(*rows*) where they are in order already.
  package mutating func sort<Key: Comparable>(by key: (Int32) -> Key) {
    for person in 0..<offsets.count - 1 {
      let range = offsets[person]..<offsets[person + 1]
      guard range.count > 1 else { continue }
      var isSorted = true
      for place in range.dropFirst() where key(rows[place]) < key(rows[place - 1]) {
        isSorted = false
        break
      }
      if isSorted { continue }
      rows[range].sort { left, right in
        let (leftKey, rightKey) = (key(left), key(right))
        return leftKey == rightKey ? left < right : leftKey < rightKey
      }
    }
  }
}
