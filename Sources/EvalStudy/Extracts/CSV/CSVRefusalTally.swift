/// Refused rows counted by column and reason.
struct CSVRefusalTally {
  private struct Key: Hashable {
    let column: Int?
    let kind: CSVFault.Kind
  }

  private var placeOfKey: [Key: Int] = [:]
  private(set) var refusals: [CSVRefusal] = []

  /// Counts a fault; false if it is the first of its kind in its column.
  mutating func count(_ fault: CSVFault) -> Bool {
    guard let place = placeOfKey[Key(column: fault.column, kind: fault.kind)] else { return false }
    refusals[place] = CSVRefusal(first: refusals[place].first, count: refusals[place].count + 1)
    return true
  }

  /// Begins to count a kind of fault.
  mutating func begin(_ fault: CSVFault, with error: CSVError) {
    placeOfKey[Key(column: fault.column, kind: fault.kind)] = refusals.count
    refusals.append(CSVRefusal(first: error, count: 1))
  }
}
