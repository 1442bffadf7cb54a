internal import HeapModule

/// Assigns partners to focal units, each partner once: as many as possible, then the least distance.
///
/// Focal units come in one partner at a time. Each time the shortest augmenting path on reduced costs
/// (Dijkstra with potentials; Edmonds and Karp 1972, doi:10.1145/321694.321699; Jonker and Volgenant
/// 1987, doi:10.1007/BF02278710) ends at a free partner, or at a focal unit that gives one up because
/// the path saves distance, or nowhere. What a partner is worth stands in the first tier, so nobody
/// is left out who need not be.
///
/// Lists of candidates grow as the search needs them. The search never goes beyond the last entry of
/// a list without asking for more, for a partner's price is never positive, so an unlisted pair can
/// be no nearer than the list's radius. The result is therefore optimal among all admissible pairs.
struct PartnerAssignment {
  /// What each focal unit asks for.
  struct Terms: Sendable {
    /// The most partners of each.
    var capacities: [Int]
    /// Partners each has already, outside this assignment; they count towards the fewest.
    var held: [Int]
    /// So many partners of each come before anyone's further ones.
    var fewest: Int
  }

  /// Asks for the nearest admissible partners of a focal unit, so many.
  typealias Extension = (_ focal: Int, _ count: Int) -> PartnerList

  let terms: Terms
  private let extend: Extension
  private(set) var lists: [PartnerList]
  /// What one more partner is worth to each focal unit: the dual prices. They only rise.
  private(set) var worth: [TieredCost]
  /// Who has each partner; −1 for nobody.
  private(set) var owners: [Int32]
  private(set) var distances: [Double]
  /// The number of partners of each focal unit.
  private(set) var counts: [Int]

  private var heap = Heap<Frontier>()
  private var round: Int32 = 0
  private var visits: [Visit]
  private var settled: [Int] = []
  private var best = Ending(key: .zero, kind: .nowhere)

  /// A node of the search with its distance from the start. A node may stand in the heap more than
  /// once; entries that are out of date are passed over.
  private struct Frontier: Comparable {
    let key: TieredCost
    let node: Int

    static func < (left: Frontier, right: Frontier) -> Bool { left.key < right.key }
  }

  private struct Visit {
    var round: Int32 = 0
    var isSettled = false
    var key = TieredCost.zero
    var previous = -1
    /// The partner the previous unit takes away, and its distance from that unit.
    var partner = -1
    var distance = 0.0
  }

  private struct Ending {
    enum Kind {
      case nowhere
      case free(partner: Int, distance: Double, focal: Int)
      case givenUp(focal: Int)
    }
    var key: TieredCost
    var kind: Kind
  }

  init(
    terms: Terms, partnerCount: Int, lists: [PartnerList], extend: @escaping Extension
  ) {
    let focalCount = lists.count
    self.terms = terms
    self.extend = extend
    self.lists = lists
    worth = Array(repeating: .zero, count: focalCount)
    owners = Array(repeating: -1, count: partnerCount)
    distances = Array(repeating: 0, count: partnerCount)
    counts = Array(repeating: 0, count: focalCount)
    visits = Array(repeating: Visit(), count: focalCount)
  }

  /// Assigns everyone.
  ///
  /// - Complexity: a search for each partner assigned; a search is O(*m* log *m*) in the *m* arcs it
  ///   looks at, few where partners abound.
  mutating func solve() {
    for turn in 0..<(terms.capacities.max() ?? 0) {
      for focal in lists.indices where turn < terms.capacities[focal] { insert(focal) }
    }
  }

  /// What the `unit`-th partner of a focal unit brings, counted from 1.
  func reward(_ focal: Int, unit: Int) -> TieredCost {
    TieredCost(unit + terms.held[focal] <= terms.fewest ? 2 : 1)
  }

  /// The price of a partner: never positive, 0 while it is free.
  func price(_ partner: Int) -> TieredCost {
    let owner = Int(owners[partner])
    // Never positive but for rounding.
    return owner < 0 ? .zero : min(.zero, TieredCost(0, distances[partner]) - worth[owner])
  }

  private mutating func insert(_ start: Int) {
    round += 1
    heap = Heap()
    settled.removeAll(keepingCapacity: true)
    let reward = reward(start, unit: counts[start] + 1)
    best = Ending(key: reward - worth[start], kind: .nowhere)
    visits[start] = Visit(round: round)
    heap.insert(Frontier(key: .zero, node: start))
    while let next = heap.min, next.key < best.key {
      heap.removeMin()
      if next.node < 0 {
        let focal = -1 - next.node
        let known = lists[focal].arcs.count
        lists[focal] = extend(focal, max(16, 4 * known))
        relax(focal, from: known)
      } else if !visits[next.node].isSettled {
        settle(next.node, start: start)
      }
    }
    for focal in settled { worth[focal] += best.key - visits[focal].key }
    augment(from: start)
  }

  private mutating func settle(_ focal: Int, start: Int) {
    visits[focal].isSettled = true
    settled.append(focal)
    if focal != start {
      let key = visits[focal].key + reward(focal, unit: counts[focal]) - worth[focal]
      if key < best.key { best = Ending(key: key, kind: .givenUp(focal: focal)) }
    }
    relax(focal, from: 0)
  }

  /// Looks at the pairs of a settled unit from some place of its list on.
  private mutating func relax(_ focal: Int, from first: Int) {
    let own = visits[focal].key
    let base = own - worth[focal]
    let arcs = lists[focal].arcs
    for place in first..<max(first, arcs.count) {
      let arc = arcs[place]
      let bound = base + arc.distance
      // Prices are not positive and the list ascends: nothing behind this one can be better.
      guard bound < best.key else { return }
      let partner = Int(arc.partner)
      let owner = Int(owners[partner])
      guard owner >= 0 else {
        best = Ending(
          key: bound, kind: .free(partner: partner, distance: arc.distance, focal: focal))
        continue
      }
      guard owner != focal, visits[owner].round != round || !visits[owner].isSettled else {
        continue
      }
      var key = bound + (-distances[partner]) + worth[owner]
      // Rounding may leave a reduced cost a hair below 0.
      if key < own { key = own }
      guard key < best.key, visits[owner].round != round || key < visits[owner].key else {
        continue
      }
      visits[owner] = Visit(
        round: round, key: key, previous: focal, partner: partner, distance: arc.distance)
      heap.insert(Frontier(key: key, node: owner))
    }
    let list = lists[focal]
    guard !list.isComplete else { return }
    let bound = base + list.radius
    if bound < best.key { heap.insert(Frontier(key: bound, node: -1 - focal)) }
  }

  /// Hands partners on along the path that was found.
  private mutating func augment(from start: Int) {
    var taker: Int
    var (partner, distance): (Int, Double)
    switch best.kind {
    case .nowhere: return
    case .free(let free, let length, let focal):
      (taker, partner, distance) = (focal, free, length)
    case .givenUp(let focal):
      counts[focal] -= 1
      let visit = visits[focal]
      (taker, partner, distance) = (visit.previous, visit.partner, visit.distance)
    }
    counts[start] += 1
    while true {
      owners[partner] = Int32(taker)
      distances[partner] = distance
      if taker == start { return }
      let visit = visits[taker]
      (taker, partner, distance) = (visit.previous, visit.partner, visit.distance)
    }
  }
}
