/// The rows of each person, in their order.
struct RowsByPerson: Sendable {
  /// `personCount + 1` places into `rows`.
  let offsets: [Int]
  /// Rows, those of person 0 first.
  let rows: [Int32]

  /// Deals rows by person.
  ///
  /// - Complexity: O(*rows* + *people*)
  init(personCount: Int, persons: [Int32]) {
    var offsets = Array(repeating: 0, count: personCount + 1)
    for person in persons { offsets[Int(person) + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    var next = offsets
    var rows = Array(repeating: Int32(0), count: persons.count)
    for (row, person) in persons.enumerated() {
      rows[next[Int(person)]] = Int32(row)
      next[Int(person)] += 1
    }
    self.offsets = offsets
    self.rows = rows
  }

  /// The rows of a person.
  subscript(person: Int) -> ArraySlice<Int32> { rows[offsets[person]..<offsets[person + 1]] }
}
