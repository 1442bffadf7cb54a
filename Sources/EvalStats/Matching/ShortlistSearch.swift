internal import EvalLinearAlgebra

/// Finds the free control nearest in covariates, inside exact strata and a score caliper, many focal
/// units at a time.
///
/// The first focal unit to ask for a control has a shortlist made of its nearest free controls, and
/// with it those expected to ask next, in one pass over the controls of the stratum. A list stays
/// right as long as one of its controls is free, since controls only ever leave; a unit whose list is
/// used up has a longer one made. So the answer is that of comparing everyone with everyone. With a
/// score caliper the controls of a stratum stand in the order of their scores, and a unit's are those of
/// a range.
struct ShortlistSearch: CandidateSearch {
  /// Focal units of a pass: enough to keep all processors busy for as long as a pass takes to start.
  private static let passSize = 1_024
  /// Controls of a list to begin with: few lose all of them to others while a pass lasts.
  private static let firstLength = 10

  private let coordinates: RowCoordinates
  /// Of the focal units, row by row.
  private let focalCoordinates: [Double]
  private let focalStrata: [Int32]
  /// The controls of each stratum, by score if there is a caliper on it, else ascending.
  private let members: [[Int32]]
  /// Where each control stands among those of its stratum.
  private let placeOfControl: [Int32]
  private let strataOfControls: [Int32]
  private let rowOfControl: [Int32]
  /// Which of the members of its stratum each focal unit may have; `nil` for all.
  private let windows: [Range<Int>]?
  private var pools: [NearestNeighbours?]
  private var lists: [Shortlist?]
  /// The focal units of each stratum in the order in which they are expected to ask, and where each
  /// stands in it.
  private let expected: [[Int32]]
  private let turnOfFocal: [Int32]

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - coordinates: coordinates of every row.
  ///   - focalRows: the rows of the focal units.
  ///   - controlRows: the rows of the controls, ascending.
  ///   - scoreAxis: scores and their caliper; `nil` without a score caliper.
  ///   - order: the focal units in the order in which they are expected to ask.
  /// - Complexity: O(*n*), memory four bytes a coordinate of a control; a search is
  ///   O(*controls · dimension*) at worst.
  init(
    _ coordinates: RowCoordinates, focalRows: [Int32], controlRows: [Int32], focalStrata: [Int32],
    controlStrata: [Int32], stratumCount: Int, scoreAxis: CovariateSearch.Axis? = nil,
    order: [Int]
  ) {
    self.coordinates = coordinates
    focalCoordinates = coordinates.rowMajor(at: focalRows)
    self.focalStrata = focalStrata
    strataOfControls = controlStrata
    rowOfControl = controlRows
    var members = [[Int32]](repeating: [], count: stratumCount)
    var places = [Int32](repeating: 0, count: controlRows.count)
    let sorted = scoreAxis.map { axis in
      StrataOrder(strata: controlStrata, stratumCount: stratumCount, keys: axis.control)
    }
    for control in sorted?.order ?? Array(0..<Int32(controlRows.count)) {
      let stratum = Int(controlStrata[Int(control)])
      places[Int(control)] = Int32(members[stratum].count)
      members[stratum].append(control)
    }
    windows = sorted.flatMap { sorted in
      scoreAxis?.windows(of: sorted, focalStrata: focalStrata)
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

  func hasCandidate(for focal: Int) -> Bool {
    // Nothing but stratum and caliper bounds a pair: nobody need be looked for.
    !(windows?[focal].isEmpty ?? members[Int(focalStrata[focal])].isEmpty)
  }

  mutating func nearest(to focal: Int, excluding taken: [PairCandidate]) -> PairCandidate? {
    let stratum = Int(focalStrata[focal])
    guard !members[stratum].isEmpty else { return nil }
    if lists[focal] == nil { makeLists(from: focal) }
    while let pool = pools[stratum], let wanted = lists[focal]?.wanted {
      let members = members[stratum]
      let answer = lists[focal]?.nearest(
        in: pool, to: focalCoordinates, at: focal * coordinates.dimension
      ) { row in taken.contains { $0.control == Int(members[row]) } }
      switch answer {
      case .found(let neighbour):
        return PairCandidate(
          control: Int(members[neighbour.row]), distance: neighbour.squared.squareRoot())
      case .unknown: makeList(of: focal, wanted: 4 * wanted)
      case .nobody, nil: return nil
      }
    }
    return nil
  }

  /// Makes the list of a focal unit and of those behind it in its stratum.
  private mutating func makeLists(from focal: Int) {
    let stratum = Int(focalStrata[focal])
    let turn = Int(turnOfFocal[focal])
    let behind = expected[stratum][turn...].prefix(ShortlistSearch.passSize)
    make(behind.filter { lists[Int($0)] == nil }, wanted: ShortlistSearch.firstLength, stratum)
    // Nobody expected it to ask.
    if lists[focal] == nil { makeList(of: focal, wanted: ShortlistSearch.firstLength) }
  }

  private mutating func makeList(of focal: Int, wanted: Int) {
    make([Int32(focal)], wanted: wanted, Int(focalStrata[focal]))
  }

  private mutating func make(_ focals: [Int32], wanted: Int, _ stratum: Int) {
    pool(of: stratum)
    guard let pool = pools[stratum] else { return }
    // Side by side whoever looks in the same range.
    let focals =
      windows.map { windows in
        focals.sorted {
          (windows[Int($0)].lowerBound, $0) < (windows[Int($1)].lowerBound, $1)
        }
      } ?? focals
    let found = pool.shortlists(
      of: wanted, for: focals, in: focalCoordinates,
      within: windows.map { windows in focals.map { windows[Int($0)] } })
    for (focal, list) in zip(focals, found) { lists[Int(focal)] = list }
  }

  /// Arranges the controls of a stratum when the first of it is asked for.
  private mutating func pool(of stratum: Int) {
    guard pools[stratum] == nil else { return }
    let members = members[stratum]
    guard windows != nil else {
      pools[stratum] = NearestNeighbours(
        coordinates, places: members.map { rowOfControl[Int($0)] }, count: members.count)
      return
    }
    // In the order of scores every column would be read at random: written out in the order of rows,
    // a control's coordinates stand together.
    let inRowOrder = AscendingOrder.places(of: members.map(Double.init))
    pools[stratum] = NearestNeighbours(
      .written(
        coordinates.rowMajor(at: inRowOrder.map { rowOfControl[Int(members[Int($0)])] }),
        dimension: coordinates.dimension),
      places: AscendingOrder.positions(in: inRowOrder), count: members.count)
  }
}

extension CovariateSearch.Axis {
  /// The controls within the caliper of each focal unit, counted within its stratum.
  fileprivate func windows(of sorted: StrataOrder, focalStrata: [Int32]) -> [Range<Int>] {
    focal.indices.map { unit in
      let range = sorted.range(of: focalStrata[unit])
      let reach = caliper ?? .infinity
      let lower = sorted.firstPosition(in: range) { focal[unit] - $0 <= reach }
      let upper = sorted.firstPosition(in: range) { $0 - focal[unit] > reach }
      return (lower - range.lowerBound)..<(upper - range.lowerBound)
    }
  }
}
