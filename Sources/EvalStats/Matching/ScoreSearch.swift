/// Finds the free control with the nearest score, inside exact strata.
///
/// Controls stand sorted by stratum and score; positions already taken are stepped over by
/// `FreePositions`. Without further constraints a search takes near O(1), whatever the number of
/// ties; each constraint that turns a candidate down costs one more step.
struct ScoreSearch: CandidateSearch {
  private let focalScores: [Double]
  private let focalStrata: [Int32]
  /// The largest admissible difference in units of score; infinite without a caliper.
  private let reach: Double
  private let constraints: PairConstraints
  private let order: StrataOrder
  /// Whose lower number decides a tie; `nil` for the controls' own.
  private let controlRanks: [Int32]?
  /// For each focal unit the first position whose score is not below its own.
  private let splits: [Int32]
  /// For each position, the first of its run of equal scores within a stratum; `nil` where no two are
  /// equal.
  private let runStarts: [Int32]?
  private var free: FreePositions

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - focalScores: scores of the focal units in `ScoreUnits`.
  ///   - controlScores: scores of the controls in `ScoreUnits`.
  ///   - focalStrata: exact stratum of each focal unit, from 0 up to `stratumCount`.
  ///   - controlStrata: exact stratum of each control.
  ///   - caliper: the largest difference in the units of the scores, included; infinite for none.
  ///   - constraints: what else a pair must satisfy.
  ///   - controlRanks: the lower one wins a tie, where controls are not numbered in that order; among
  ///     equal scores of a stratum they ascend.
  /// - Complexity: O(*n*)
  init(
    focalScores: [Double], controlScores: [Double], focalStrata: [Int32], controlStrata: [Int32],
    stratumCount: Int, caliper: Double, constraints: PairConstraints,
    controlRanks: [Int32]? = nil
  ) {
    self.focalScores = focalScores
    self.focalStrata = focalStrata
    self.constraints = constraints
    self.controlRanks = controlRanks
    reach = caliper
    let order = StrataOrder(strata: controlStrata, stratumCount: stratumCount, keys: controlScores)
    self.order = order
    runStarts = ScoreSearch.runStarts(order, stratumCount: stratumCount)
    splits = order.firstPositions(notBelow: focalScores, strata: focalStrata)
    free = FreePositions(count: controlScores.count)
  }

  private static func runStarts(_ order: StrataOrder, stratumCount: Int) -> [Int32]? {
    let keys = order.keys
    guard keys.indices.dropFirst().contains(where: { keys[$0] == keys[$0 - 1] }) else { return nil }
    var starts = Array(0..<Int32(keys.count))
    for stratum in 0..<Int32(stratumCount) {
      for position in order.range(of: stratum).dropFirst()
      where keys[position] == keys[position - 1] {
        starts[position] = starts[position - 1]
      }
    }
    return starts
  }

  private func rank(_ control: Int) -> Int { controlRanks.map { Int($0[control]) } ?? control }

  /// The first position of a run.
  private func runStart(_ position: Int) -> Int { runStarts.map { Int($0[position]) } ?? position }

  mutating func exhaust(_ control: Int) { free.remove(Int(order.positions[control])) }

  mutating func nearest(
    to focal: Int, excluding taken: [PairCandidate]
  ) -> PairCandidate? {
    let range = order.range(of: focalStrata[focal])
    let score = focalScores[focal]
    let split = Int(splits[focal])
    var right = free.first(from: split)
    var left = free.last(through: split - 1)
    while true {
      let rightGap = right < range.upperBound ? order.keys[right] - score : .infinity
      let leftGap = left >= range.lowerBound ? score - order.keys[left] : .infinity
      let gap = min(rightGap, leftGap)
      guard gap < .infinity, gap <= reach else { return nil }
      var nearest: Int?
      if rightGap == gap {
        let run = runStart(right)
        nearest = firstAdmissible(from: run, of: focal, excluding: taken, next: &right)
      }
      if leftGap == gap {
        let run = runStart(left)
        var next = 0
        if let other = firstAdmissible(from: run, of: focal, excluding: taken, next: &next) {
          nearest = nearest.map { rank($0) < rank(other) ? $0 : other } ?? other
        }
        left = free.last(through: run - 1)
      }
      if let nearest { return PairCandidate(control: nearest, distance: gap / ScoreUnits.perOne) }
    }
  }

  /// The lowest control of a run of equal scores that `focal` may take.
  ///
  /// - Parameter next: set to the first free position behind the run when nobody is found.
  private mutating func firstAdmissible(
    from run: Int, of focal: Int, excluding taken: [PairCandidate], next: inout Int
  ) -> Int? {
    var position = free.first(from: run)
    while position < order.keys.count, runStart(position) == run {
      let control = Int(order.order[position])
      if constraints.isEmpty || constraints.admit(focal, control),
        !taken.contains(where: { $0.control == control })
      {
        return control
      }
      position = free.first(from: position + 1)
    }
    next = position
    return nil
  }
}
