internal import HeapModule

/// Greedy matching in rounds: each focal unit takes the nearest control that is still free.
///
/// Without replacement a ratio of *k* goes in rounds: everyone gets a first control before anyone
/// gets a second. A focal unit that finds none in a round keeps the earlier ones and is retired.
/// With unlimited reuse nobody is in anyone's way, and all *k* are taken at once.
package struct GreedyMatcher: Sendable {
  /// Who chooses next within a round.
  package enum Turn: Sendable, Equatable {
    /// The focal units in this order.
    case sequence([Int])
    /// The unit whose nearest free control is nearest; a unit that loses it searches again.
    case closest
    /// The unit whose nearest free control is farthest; a unit that loses it searches again.
    case farthest
  }

  /// The largest number of controls for a focal unit.
  package let ratio: Int
  /// How often one control may serve.
  package let reuse: ControlReuse

  package init(ratio: Int, reuse: ControlReuse) {
    precondition(ratio >= 1, "a ratio of \(ratio) matches nobody")
    precondition(reuse.limit >= 1, "a control that serves \(reuse.limit) times matches nobody")
    self.ratio = ratio
    self.reuse = reuse
  }

  /// The controls of each focal unit, in the order in which they were taken.
  ///
  /// - Parameters:
  ///   - focalCount: focal units are numbered from 0 up to, not including, this.
  ///   - controlCount: controls are numbered likewise.
  ///   - turn: who chooses next; a sequence names each focal unit at most once, and those it does
  ///     not name stay without controls.
  ///   - search: who is nearest; used up afterwards.
  /// - Complexity: `ratio · focalCount` searches, and for `closest` and `farthest` one more for each
  ///   control lost to another unit.
  package func assign<Search: CandidateSearch>(
    focalCount: Int, controlCount: Int, turn: Turn, using search: inout Search
  ) -> [[PairCandidate]] {
    var assignment = Assignment(
      taken: Array(repeating: [], count: focalCount),
      usesLeft: Array(repeating: reuse.limit, count: controlCount), excludesTaken: reuse != .none)
    if reuse == .unlimited {
      assignment.takeAllAtOnce(
        ratio: ratio, focals: sequence(of: turn, focalCount: focalCount), using: &search)
      return assignment.taken
    }
    switch turn {
    case .sequence(var focals):
      for _ in 0..<ratio {
        focals = focals.filter { focal in
          guard let candidate = assignment.nearest(to: focal, using: &search) else { return false }
          assignment.give(candidate, to: focal, using: &search)
          return true
        }
      }
    case .closest, .farthest:
      var focals = Array(0..<focalCount)
      for _ in 0..<ratio {
        focals =
          turn == .closest
          ? assignment.takeNearestFirst(focals: focals, using: &search)
          : assignment.takeFarthestFirst(focals: focals, using: &search)
      }
    }
    return assignment.taken
  }

  private func sequence(of turn: Turn, focalCount: Int) -> [Int] {
    if case .sequence(let focals) = turn { focals } else { Array(0..<focalCount) }
  }
}

extension GreedyMatcher {
  /// Who has whom so far.
  private struct Assignment {
    var taken: [[PairCandidate]]
    var usesLeft: [Int]
    /// Whether a control already in a set could be offered to it again.
    let excludesTaken: Bool

    func nearest<Search: CandidateSearch>(
      to focal: Int, using search: inout Search
    ) -> PairCandidate? {
      search.nearest(to: focal, excluding: excludesTaken ? taken[focal] : [])
    }

    mutating func give<Search: CandidateSearch>(
      _ candidate: PairCandidate, to focal: Int, using search: inout Search
    ) {
      taken[focal].append(candidate)
      usesLeft[candidate.control] -= 1
      if usesLeft[candidate.control] == 0 { search.exhaust(candidate.control) }
    }

    mutating func takeAllAtOnce<Search: CandidateSearch>(
      ratio: Int, focals: [Int], using search: inout Search
    ) {
      for focal in focals {
        while taken[focal].count < ratio,
          let candidate = search.nearest(to: focal, excluding: taken[focal])
        {
          taken[focal].append(candidate)
        }
      }
    }

    /// One round, nearest first; the focal units that found a control.
    ///
    /// Controls only ever leave, so a distance on the heap is never above the true one: a unit whose
    /// control has gone meanwhile searches again when its turn comes and goes back.
    mutating func takeNearestFirst<Search: CandidateSearch>(
      focals: [Int], using search: inout Search
    ) -> [Int] {
      var offers = Heap<Offer>()
      for focal in focals {
        if let candidate = nearest(to: focal, using: &search) {
          offers.insert(Offer(focal: focal, candidate: candidate))
        }
      }
      var served: [Int] = []
      while let next = offers.popMin() {
        if usesLeft[next.candidate.control] > 0 {
          give(next.candidate, to: next.focal, using: &search)
          served.append(next.focal)
        } else if let candidate = nearest(to: next.focal, using: &search) {
          offers.insert(Offer(focal: next.focal, candidate: candidate))
        }
      }
      return served.sorted()
    }

    /// One round, farthest first; the focal units that found a control.
    ///
    /// Here a stale distance would hide a unit that should come next, so everyone who hoped for a
    /// control searches again as soon as it goes. An offer on the heap that is no longer a unit's
    /// present one is passed over.
    mutating func takeFarthestFirst<Search: CandidateSearch>(
      focals: [Int], using search: inout Search
    ) -> [Int] {
      var offers = Heap<Offer>()
      var present: [Int: Int] = [:]
      var hopefuls: [Int: [Int]] = [:]
      func offer(_ candidate: PairCandidate, to focal: Int) {
        present[focal] = candidate.control
        hopefuls[candidate.control, default: []].append(focal)
        offers.insert(Offer(focal: focal, candidate: candidate, sign: -1))
      }
      for focal in focals {
        if let candidate = nearest(to: focal, using: &search) { offer(candidate, to: focal) }
      }
      var served: [Int] = []
      while let next = offers.popMin() {
        guard present[next.focal] == next.candidate.control else { continue }
        present[next.focal] = nil
        give(next.candidate, to: next.focal, using: &search)
        served.append(next.focal)
        guard usesLeft[next.candidate.control] == 0 else { continue }
        for focal in hopefuls.removeValue(forKey: next.candidate.control) ?? []
        where present[focal] == next.candidate.control {
          present[focal] = nil
          if let candidate = nearest(to: focal, using: &search) { offer(candidate, to: focal) }
        }
      }
      return served.sorted()
    }
  }

  /// A focal unit's nearest free control when it last looked; ties go to the lower focal unit.
  private struct Offer: Comparable {
    let key: Double
    let focal: Int
    let candidate: PairCandidate

    /// With `sign` −1 the farthest offer is the least.
    init(focal: Int, candidate: PairCandidate, sign: Double = 1) {
      key = sign * candidate.distance
      self.focal = focal
      self.candidate = candidate
    }

    static func < (left: Offer, right: Offer) -> Bool {
      (left.key, left.focal) < (right.key, right.focal)
    }
  }
}
