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

  /// Choices between two tellings: a blink of an eye where each looks at a million controls.
  private static let toldAtOnce = 1_024

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

  /// What the focal units ask for and hold, and who counts as one control.
  package struct Terms: Sendable {
    /// How many controls each focal unit wants, 0 for one that does not take part; `nil` for as many
    /// as the ratio.
    package var wanted: [Int]?
    /// Controls each focal unit has before anyone chooses.
    package var held: [[PairCandidate]]?
    /// The unit of each control, where several stand for one: a unit serves as often as one control
    /// may, and once in a set.
    package var units: [Int32]?

    package init(wanted: [Int]? = nil, held: [[PairCandidate]]? = nil, units: [Int32]? = nil) {
      self.wanted = wanted
      self.held = held
      self.units = units
    }
  }

  /// The controls of each focal unit, in the order in which they were taken.
  ///
  /// - Parameters:
  ///   - focalCount: focal units are numbered from 0 up to, not including, this.
  ///   - controlCount: controls are numbered likewise.
  ///   - turn: who chooses next; a sequence names each focal unit at most once, and those it does
  ///     not name stay without controls.
  ///   - terms: what the focal units ask for and hold.
  ///   - search: who is nearest; used up afterwards.
  ///   - chosen: told now and then how many more times somebody has chosen, in a fixed sequence.
  /// - Complexity: `ratio · focalCount` searches, and for `closest` and `farthest` one more for each
  ///   control lost to another unit.
  package func assign<Search: CandidateSearch>(
    focalCount: Int, controlCount: Int, turn: Turn, terms: Terms = Terms(),
    using search: inout Search, chosen: (Int) -> Void = { _ in }
  ) -> AssignedPairs {
    let wanted = terms.wanted ?? Array(repeating: ratio, count: focalCount)
    let held = terms.held ?? []
    var assignment = Assignment(
      places: held.isEmpty ? wanted : zip(wanted, held).map { max($0, $1.count) },
      controls: ControlUnits(terms.units, controlCount: controlCount), reuse: reuse)
    for (focal, held) in held.enumerated() {
      for candidate in held { assignment.give(candidate, to: focal, using: &search) }
    }
    var focals: [Int]
    if case .sequence(let sequence) = turn {
      focals = sequence
    } else {
      focals = Array(0..<focalCount)
    }
    if reuse == .unlimited {
      for focal in focals {
        while assignment.taken.count(of: focal) < wanted[focal],
          let candidate = assignment.nearest(to: focal, using: &search)
        {
          assignment.give(candidate, to: focal, using: &search)
        }
      }
      return assignment.taken
    }
    for round in 0..<ratio {
      focals = focals.filter { round < wanted[$0] }
      let choosing = focals.filter { assignment.taken.count(of: $0) <= round }
      let served: [Int] =
        switch turn {
        case .sequence: assignment.takeInOrder(focals: choosing, using: &search, chosen: chosen)
        case .closest: assignment.takeNearestFirst(focals: choosing, using: &search)
        case .farthest: assignment.takeFarthestFirst(focals: choosing, using: &search)
        }
      // Who found nobody is retired.
      guard served.count < choosing.count else { continue }
      let retired = Set(choosing).subtracting(served)
      focals.removeAll { retired.contains($0) }
    }
    return assignment.taken
  }
}

extension GreedyMatcher {
  /// Gives focal units that found too few controls before what the others left: in the order given,
  /// each takes as many as it wants at once, or none if they are fewer than it must have.
  package func assignRest<Search: CandidateSearch>(
    _ focals: [Int], wanted: [Int], fewest: Int, after assigned: AssignedPairs,
    units: [Int32]?, controlCount: Int, using search: inout Search
  ) -> AssignedPairs {
    let controls = ControlUnits(units, controlCount: controlCount)
    var assignment = Assignment(
      places: zip(wanted, assigned).map { max($0, $1.count) }, controls: controls, reuse: reuse)
    for (focal, held) in assigned.enumerated() {
      for candidate in held { assignment.give(candidate, to: focal, using: &search) }
    }
    for focal in focals {
      var found = Array(assignment.taken[focal])
      while found.count < wanted[focal],
        let candidate = search.nearest(to: focal, excluding: controls.withSiblings(found))
      {
        found.append(candidate)
      }
      guard found.count >= fewest else { continue }
      for candidate in found.dropFirst(assignment.taken.count(of: focal)) {
        assignment.give(candidate, to: focal, using: &search)
      }
    }
    return assignment.taken
  }
}

extension GreedyMatcher {
  /// Who has whom so far.
  private struct Assignment {
    private(set) var taken: AssignedPairs
    private let controls: ControlUnits
    private var usesLeft: [Int32]
    /// Whether a control already in a set could be offered to it again.
    private let excludesTaken: Bool

    init(places: [Int], controls: ControlUnits, reuse: ControlReuse) {
      taken = AssignedPairs(places: places)
      self.controls = controls
      usesLeft = Array(
        repeating: Int32(clamping: reuse.limit), count: controls.unitCount)
      excludesTaken = reuse != .none
    }

    func nearest<Search: CandidateSearch>(
      to focal: Int, using search: inout Search
    ) -> PairCandidate? {
      search.nearest(
        to: focal, excluding: excludesTaken ? controls.withSiblings(Array(taken[focal])) : [])
    }

    mutating func give<Search: CandidateSearch>(
      _ candidate: PairCandidate, to focal: Int, using search: inout Search
    ) {
      taken.append(candidate, to: focal)
      let unit = controls.unit(of: candidate.control)
      usesLeft[unit] -= 1
      if usesLeft[unit] == 0 {
        for control in controls.members(of: unit) { search.exhaust(control) }
      }
    }

    /// Whether a control may serve once more.
    private func isFree(_ control: Int) -> Bool { usesLeft[controls.unit(of: control)] > 0 }

    /// One round in a fixed order; the focal units that found a control.
    mutating func takeInOrder<Search: CandidateSearch>(
      focals: [Int], using search: inout Search, chosen: (Int) -> Void
    ) -> [Int] {
      var served: [Int] = []
      served.reserveCapacity(focals.count)
      for (number, focal) in focals.enumerated() {
        if number > 0, number % GreedyMatcher.toldAtOnce == 0 { chosen(GreedyMatcher.toldAtOnce) }
        guard let candidate = nearest(to: focal, using: &search) else { continue }
        give(candidate, to: focal, using: &search)
        served.append(focal)
      }
      return served
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
        if isFree(next.candidate.control) {
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
        hopefuls[controls.unit(of: candidate.control), default: []].append(focal)
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
        guard !isFree(next.candidate.control) else { continue }
        let unit = controls.unit(of: next.candidate.control)
        for focal in hopefuls.removeValue(forKey: unit) ?? []
        where present[focal].map({ controls.unit(of: $0) }) == unit {
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
