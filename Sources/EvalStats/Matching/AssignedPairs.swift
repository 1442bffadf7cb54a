/// The controls of each focal unit, in the order in which they were taken.
///
/// They stand in one array, since a hundred thousand small ones take longer to make than to fill.
package struct AssignedPairs: Sendable {
  private var pairs: [PairCandidate]
  /// Where the places of each focal unit begin; one more element than units.
  private let starts: [Int32]
  private var counts: [Int32]

  /// Creates places for so many controls of each focal unit.
  init(places: [Int]) {
    var starts: [Int32] = [0]
    starts.reserveCapacity(places.count + 1)
    for count in places { starts.append(starts[starts.count - 1] + Int32(count)) }
    self.starts = starts
    counts = Array(repeating: 0, count: places.count)
    pairs = Array(
      repeating: PairCandidate(control: 0, distance: 0), count: Int(starts[places.count]))
  }

  /// How many controls a focal unit has.
  func count(of focal: Int) -> Int { Int(counts[focal]) }

  /// All pairs, one focal unit's behind the other's, and the focal unit of each.
  var flattened: (pairs: [PairCandidate], owners: [Int32]) {
    var owners: [Int32] = []
    owners.reserveCapacity(pairs.count)
    for (focal, count) in counts.enumerated() {
      for _ in 0..<count { owners.append(Int32(focal)) }
    }
    // Without places that stayed empty they stand so already.
    return (owners.count == pairs.count ? pairs : flatMap { Array($0) }, owners)
  }

  mutating func append(_ candidate: PairCandidate, to focal: Int) {
    let place = starts[focal] + counts[focal]
    precondition(
      place < starts[focal + 1], "focal unit \(focal) has no place for control \(counts[focal] + 1)"
    )
    pairs[Int(place)] = candidate
    counts[focal] += 1
  }
}

extension AssignedPairs: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { counts.count }

  /// The controls of a focal unit.
  package subscript(focal: Int) -> ArraySlice<PairCandidate> {
    pairs[Int(starts[focal])..<Int(starts[focal] + counts[focal])]
  }
}
