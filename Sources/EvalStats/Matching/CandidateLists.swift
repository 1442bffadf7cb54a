/// A search where each focal unit brings its own list of candidates with their distances.
///
/// For risk sets, where who is eligible and how far away depends on the pair. A list is asked for
/// when its unit first chooses; controls that are gone are passed over for good, so going through
/// all rounds reads each list about once.
package struct CandidateLists: CandidateSearch {
  private let listOf: (Int) -> [PairCandidate]
  private var lists: [[PairCandidate]?]
  private var starts: [Int]
  private var isExhausted: [Bool]

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - focalCount: focal units are numbered from 0 up to, not including, this.
  ///   - controlCount: controls are numbered likewise.
  ///   - listOf: the candidates of a focal unit in any order, each control at most once, already
  ///     inside every exact key and caliper.
  package init(
    focalCount: Int, controlCount: Int, listOf: @escaping (_ focal: Int) -> [PairCandidate]
  ) {
    self.listOf = listOf
    lists = Array(repeating: nil, count: focalCount)
    starts = Array(repeating: 0, count: focalCount)
    isExhausted = Array(repeating: false, count: controlCount)
  }

  package mutating func nearest(
    to focal: Int, excluding taken: [PairCandidate]
  ) -> PairCandidate? {
    let list = sortedList(of: focal)
    while starts[focal] < list.count, isExhausted[list[starts[focal]].control] {
      starts[focal] += 1
    }
    return list[starts[focal]...].first { candidate in
      !isExhausted[candidate.control] && !taken.contains { $0.control == candidate.control }
    }
  }

  package mutating func exhaust(_ control: Int) { isExhausted[control] = true }

  private mutating func sortedList(of focal: Int) -> [PairCandidate] {
    if let list = lists[focal] { return list }
    let list = listOf(focal).sorted { ($0.distance, $0.control) < ($1.distance, $1.control) }
    lists[focal] = list
    return list
  }
}
