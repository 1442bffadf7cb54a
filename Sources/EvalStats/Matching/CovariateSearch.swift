internal import EvalLinearAlgebra

/// Finds the free control nearest in covariates, inside exact strata and a score caliper.
///
/// Controls stand sorted along one axis, and a search runs outward from the focal unit on both
/// sides. With a score caliper the axis is the score, and the search ends at the caliper; without
/// one it is the coordinate that varies most, and the search ends where the gap on that axis alone
/// exceeds the best distance found. Distances are exact sums of squared differences in `Double`, in
/// the order of the coordinates, so rounding cannot turn the bound into a wrong answer: a partial
/// sum of squares never exceeds the whole.
struct CovariateSearch: CandidateSearch {
  /// What controls are sorted by.
  struct Axis: Sendable {
    let focal: [Double]
    let control: [Double]
    /// With a score axis the caliper in its units; `nil` for a coordinate.
    let caliper: Double?
  }

  private let dimension: Int
  private let focalCoordinates: [Double]
  /// In the order of the search.
  private let coordinates: [Double]
  private let focalAxis: [Double]
  private let caliper: Double?
  /// For each focal unit the first position whose place on the axis is not below its own.
  private let splits: [Int32]
  private let focalStrata: [Int32]
  private let order: StrataOrder
  private let constraints: PairConstraints
  private var free: FreePositions

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - space: coordinates of every row.
  ///   - focalRows: the rows of the focal units.
  ///   - controlRows: the rows of the controls, ascending.
  ///   - scoreAxis: scores and their caliper; `nil` without a score caliper.
  /// - Complexity: O(*n*); a search is O(*n*) at worst.
  init(
    space: CovariateSpace, focalRows: [Int32], controlRows: [Int32], focalStrata: [Int32],
    controlStrata: [Int32], stratumCount: Int, scoreAxis: Axis?, constraints: PairConstraints
  ) {
    dimension = space.dimension
    let dimension = space.dimension
    let written = RowCoordinates.written(space.coordinates, dimension: dimension)
    focalCoordinates = written.rowMajor(at: focalRows)
    let axis = scoreAxis ?? CovariateSearch.widestAxis(space, focalRows, controlRows)
    order = StrataOrder(strata: controlStrata, stratumCount: stratumCount, keys: axis.control)
    splits = order.firstPositions(notBelow: axis.focal, strata: focalStrata)
    coordinates = written.rowMajor(at: order.order.map { controlRows[Int($0)] })
    focalAxis = axis.focal
    caliper = axis.caliper
    self.focalStrata = focalStrata
    self.constraints = constraints
    free = FreePositions(count: controlRows.count)
  }

  private static func widestAxis(
    _ space: CovariateSpace, _ focalRows: [Int32], _ controlRows: [Int32]
  ) -> Axis {
    func spread(_ axis: Int) -> Double {
      let values = controlRows.map { space.coordinates[Int($0) * space.dimension + axis] }
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let widest = (0..<space.dimension).map(spread).enumerated().max { $0.element < $1.element }
    let axis = widest?.offset ?? 0
    func along(_ rows: [Int32]) -> [Double] {
      rows.map { space.coordinates[Int($0) * space.dimension + axis] }
    }
    return Axis(focal: along(focalRows), control: along(controlRows), caliper: nil)
  }

  mutating func exhaust(_ control: Int) { free.remove(Int(order.positions[control])) }

  mutating func nearest(
    to focal: Int, excluding taken: [PairCandidate]
  ) -> PairCandidate? {
    let range = order.range(of: focalStrata[focal])
    let place = focalAxis[focal]
    let split = Int(splits[focal])
    var right = free.first(from: split)
    var left = free.last(through: split - 1)
    var best = (squared: Double.infinity, control: Int.max)
    while true {
      let rightGap = right < range.upperBound ? order.keys[right] - place : .infinity
      let leftGap = left >= range.lowerBound ? place - order.keys[left] : .infinity
      let gap = min(rightGap, leftGap)
      guard gap < .infinity, isWithinReach(gap, best: best.squared) else { break }
      let position: Int
      if rightGap <= leftGap {
        position = right
        right = free.first(from: right + 1)
      } else {
        position = left
        left = free.last(through: left - 1)
      }
      let squared = squaredDistance(focal, position, limit: best.squared)
      let control = Int(order.order[position])
      guard (squared, control) < best, !taken.contains(where: { $0.control == control }),
        constraints.isEmpty || constraints.admit(focal, control)
      else { continue }
      best = (squared, control)
    }
    guard best.squared < .infinity else { return nil }
    return PairCandidate(control: best.control, distance: best.squared.squareRoot())
  }

  private func isWithinReach(_ gap: Double, best: Double) -> Bool {
    if let caliper { gap <= caliper } else { gap * gap <= best }
  }

  /// The squared distance, or any number above `limit` as soon as it is exceeded.
  private func squaredDistance(_ focal: Int, _ position: Int, limit: Double) -> Double {
    let left = focal * dimension
    let right = position * dimension
    var sum = 0.0
    for offset in 0..<dimension {
      let gap = focalCoordinates[left + offset] - coordinates[right + offset]
      sum += gap * gap
      if sum > limit { return sum }
    }
    return sum
  }
}
