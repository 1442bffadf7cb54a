extension Readmissions {
  /// The discharges of a person from `first` to `last`, both included, and how many of them were
  /// followed by a readmission in time, even if that came after `last`.
  ///
  /// - Complexity: O(log *discharges* + *discharges of the person*)
  public func counts(
    of person: Int, from first: Day, through last: Day
  ) -> (discharges: Int, readmitted: Int) {
    var low = 0
    var high = persons.count
    while low < high {
      let middle = (low + high) / 2
      if persons[middle] < person { low = middle + 1 } else { high = middle }
    }
    var counts = (discharges: 0, readmitted: 0)
    var row = low
    while row < persons.count, persons[row] == person {
      if discharges[row] >= first, discharges[row] <= last {
        counts.discharges += 1
        if isReadmitted[row] { counts.readmitted += 1 }
      }
      row += 1
    }
    return counts
  }
}
