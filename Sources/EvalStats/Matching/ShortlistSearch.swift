internal import EvalLinearAlgebra

/// Finds the free control nearest in covariates, inside exact strata, many focal units at a time.
///
/// The first focal unit to ask for a control has a shortlist made of its nearest free controls, and
/// with it those expected to ask next, in one pass over the controls of the stratum. A list stays
/// right as long as one of its controls is free, since controls only ever leave; a unit whose list is
/// used up has a longer one made. So the answer is that of comparing everyone with everyone.
struct ShortlistSearch: CandidateSearch {
  /// Focal units of a pass: enough to keep all processors busy for as long as a pass takes to start.
  private static let passSize = 1_024
  /// Controls of a list to begin with: few lose all of them to others while a pass lasts.
  private static let firstLength = 10

  private let space: CovariateSpace
  private let focalRows: [Int32]
  private let focalStrata: [Int32]
  /// The controls of each stratum, ascending.
  private let members: [[Int32]]
  /// Where each control stands among those of its stratum.
  private let placeOfControl: [Int32]
  private let strataOfControls: [Int32]
  private let rowOfControl: [Int32]
  private var pools: [NearestNeighbours?]
  private var lists: [Shortlist?]
  /// The focal units of each stratum in the order in which they are expected to ask, and where each
  /// stands in it.
  private let expected: [[Int32]]
  private let turnOfFocal: [Int32]

  private struct Shortlist {
    var neighbours: [NearestNeighbours.Neighbour]
    /// How many were asked for.
    var length: Int
    /// Those before it are gone.
    var start = 0
  }

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - space: coordinates of every row.
  ///   - focalRows: the rows of the focal units.
  ///   - controlRows: the rows of the controls, ascending.
  ///   - order: the focal units in the order in which they are expected to ask.
  /// - Complexity: O(*n*), memory four bytes a coordinate of a control; a search is
  ///   O(*controls · dimension*) at worst.
  init(
    space: CovariateSpace, focalRows: [Int], controlRows: [Int], focalStrata: [Int32],
    controlStrata: [Int32], stratumCount: Int, order: [Int]
  ) {
    self.space = space
    self.focalRows = focalRows.map(Int32.init)
    self.focalStrata = focalStrata
    strataOfControls = controlStrata
    rowOfControl = controlRows.map(Int32.init)
    var members = [[Int32]](repeating: [], count: stratumCount)
    var places = [Int32](repeating: 0, count: controlRows.count)
    for (control, stratum) in controlStrata.enumerated() {
      places[control] = Int32(members[Int(stratum)].count)
      members[Int(stratum)].append(Int32(control))
    }
    self.members = members
    placeOfControl = places
    var expected = [[Int32]](repeating: [], count: stratumCount)
    var turns = [Int32](repeating: 0, count: focalRows.count)
    for focal in order {
      let stratum = Int(focalStrata[focal])
      turns[focal] = Int32(expected[stratum].count)
      expected[stratum].append(Int32(focal))
    }
    self.expected = expected
    turnOfFocal = turns
    pools = Array(repeating: nil, count: stratumCount)
    lists = Array(repeating: nil, count: focalRows.count)
  }

  mutating func exhaust(_ control: Int) {
    let stratum = Int(strataOfControls[control])
    pool(of: stratum)
    pools[stratum]?.remove(Int(placeOfControl[control]))
  }

  mutating func nearest(to focal: Int, excluding taken: [PairCandidate]) -> PairCandidate? {
    let stratum = Int(focalStrata[focal])
    guard !members[stratum].isEmpty else { return nil }
    if lists[focal] == nil { makeLists(from: focal) }
    while true {
      if let found = firstFree(of: focal, excluding: taken) { return found }
      guard let list = lists[focal], list.neighbours.count >= list.length,
        list.length < members[stratum].count
      else { return nil }
      makeList(of: focal, length: 4 * list.length)
    }
  }

  private mutating func firstFree(
    of focal: Int, excluding taken: [PairCandidate]
  ) -> PairCandidate? {
    let stratum = Int(focalStrata[focal])
    guard var list = lists[focal], let pool = pools[stratum] else { return nil }
    while list.start < list.neighbours.count, !pool.contains(list.neighbours[list.start].row) {
      list.start += 1
    }
    lists[focal]?.start = list.start
    for neighbour in list.neighbours[list.start...] where pool.contains(neighbour.row) {
      let control = Int(members[stratum][neighbour.row])
      if !taken.contains(where: { $0.control == control }) {
        return PairCandidate(control: control, distance: neighbour.squared.squareRoot())
      }
    }
    return nil
  }

  /// Makes the list of a focal unit and of those behind it in its stratum.
  private mutating func makeLists(from focal: Int) {
    let stratum = Int(focalStrata[focal])
    let turn = Int(turnOfFocal[focal])
    let behind = expected[stratum][turn...].prefix(ShortlistSearch.passSize)
    make(behind.filter { lists[Int($0)] == nil }, length: ShortlistSearch.firstLength, stratum)
    // Nobody expected it to ask.
    if lists[focal] == nil { makeList(of: focal, length: ShortlistSearch.firstLength) }
  }

  private mutating func makeList(of focal: Int, length: Int) {
    make([Int32(focal)], length: length, Int(focalStrata[focal]))
  }

  private mutating func make(_ focals: [Int32], length: Int, _ stratum: Int) {
    pool(of: stratum)
    guard let pool = pools[stratum] else { return }
    let found = pool.shortlists(
      of: length, for: focals.map { focalRows[Int($0)] }, in: space.coordinates)
    for (focal, neighbours) in zip(focals, found) {
      lists[Int(focal)] = Shortlist(neighbours: neighbours, length: length)
    }
  }

  /// Arranges the controls of a stratum when the first of it is asked for.
  private mutating func pool(of stratum: Int) {
    guard pools[stratum] == nil else { return }
    pools[stratum] = NearestNeighbours(
      rowMajor: space.coordinates, dimension: space.dimension,
      places: members[stratum].map { rowOfControl[Int($0)] })
  }
}
