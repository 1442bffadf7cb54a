/// Matching as the cheapest circulation, for designs in which more binds than each partner's one use.
///
/// A unit of flow is a pair: it runs from a focal unit to a partner and from there back to where it
/// came from. Bounds on both sides make full matching (Hansen and Klopfer 2006,
/// doi:10.1198/106186006X137047), a common budget of further partners a ratio that varies at a fixed
/// mean (Ming and Rosenbaum 2001, doi:10.1198/106186001317114938), a gate for each person several
/// rows of one, and one return for each category fine balance (Rosenbaum 1989,
/// doi:10.1080/01621459.1989.10478868).
///
/// Only the nearest candidates enter the network at first. Then every pair that is not in it is held
/// against the potentials; those that could save distance are added, and solving goes on, until there
/// are none.
struct PartnerFlow {
  /// What binds.
  struct Plan: Sendable {
    /// The fewest and the most partners of each focal unit.
    var focalBounds: [ClosedRange<Int>]
    /// The fewest and the most focal units of each partner, by place; 0 for the fewest where a
    /// partner may be left out.
    var partnerBounds: [ClosedRange<Int>]
    /// How many partners beyond everyone's fewest there are to be; `nil` for as many as bounds
    /// allow.
    var budget: Int?
    /// Whether partners beyond the fewest are wanted, or only not refused.
    var wantsMore: Bool
    /// The person behind each partner, numbered from 0; `nil` if each is their own.
    var units: [Int]?
    /// The category of each focal unit and of each partner, numbered from 0.
    var categories: PartnerCategories?
  }

  let plan: Plan
  let pairs: AdmissiblePairs
  private var network: NetworkSimplex
  private let rootCount: Int
  private let firstFocal: Int
  private let firstPartner: Int
  private let firstUnit: Int
  private let pairWeight: Int
  /// For each focal unit the places in the network, and the arcs of each.
  private var listed: [[Int32]]
  private var listedArcs: [[Int32]]
  /// The dual prices: what a further partner is worth to a focal unit, and a further focal unit to a
  /// partner.
  private(set) var worth: [TieredCost] = []
  private(set) var gain: [TieredCost] = []
  private(set) var certificate = OptimalityCertificate(totalDistance: 0, bound: 0)

  init(pairs: AdmissiblePairs, plan: Plan) {
    self.pairs = pairs
    self.plan = plan
    rootCount = plan.categories?.count ?? 1
    // The pool of the categories and the budget's hub stand behind the roots.
    firstFocal = rootCount + 2
    firstPartner = firstFocal + plan.focalBounds.count
    firstUnit = firstPartner + plan.partnerBounds.count
    let unitCount = (plan.units?.max() ?? -1) + 1
    let pairBound = min(
      plan.focalBounds.reduce(0) { $0 + $1.upperBound },
      plan.partnerBounds.reduce(0) { $0 + $1.upperBound })
    // One more pair is worth any change of the categories.
    pairWeight = rootCount > 1 ? 2 * pairBound + 1 : 1
    network = NetworkSimplex(nodeCount: firstUnit + unitCount)
    listed = Array(repeating: [], count: plan.focalBounds.count)
    listedArcs = listed
    addFocalArcs()
    addPartnerArcs()
    guard rootCount > 1 else { return }
    for root in 0..<rootCount {
      network.add(
        .init(from: root, to: rootCount, capacity: pairBound, cost: TieredCost(1)))
      network.add(.init(from: rootCount, to: root, capacity: pairBound, cost: .zero))
    }
  }

  private mutating func addFocalArcs() {
    let hub = rootCount + 1
    if let budget = plan.budget {
      network.add(.init(from: 0, to: hub, capacity: budget, cost: TieredCost(-pairWeight)))
    }
    for (focal, bounds) in plan.focalBounds.enumerated() where bounds.upperBound > 0 {
      let root = plan.categories?.focal[focal] ?? 0
      let node = firstFocal + focal
      let base = plan.wantsMore ? 2 * pairWeight : 1
      network.add(
        .init(from: root, to: node, capacity: bounds.lowerBound, cost: TieredCost(-base)))
      guard bounds.upperBound > bounds.lowerBound else { continue }
      network.add(
        .init(
          from: plan.budget == nil ? root : hub, to: node,
          capacity: bounds.upperBound - bounds.lowerBound,
          cost: TieredCost(plan.wantsMore && plan.budget == nil ? -pairWeight : 0)))
    }
  }

  private mutating func addPartnerArcs() {
    for (partner, bounds) in plan.partnerBounds.enumerated() where bounds.upperBound > 0 {
      let node = firstPartner + partner
      let target = plan.units.map { firstUnit + $0[partner] } ?? root(of: partner)
      if bounds.lowerBound > 0 {
        network.add(
          .init(from: node, to: target, capacity: bounds.lowerBound, cost: TieredCost(-1)))
      }
      if bounds.upperBound > bounds.lowerBound {
        network.add(
          .init(
            from: node, to: target, capacity: bounds.upperBound - bounds.lowerBound, cost: .zero))
      }
    }
    guard let units = plan.units else { return }
    var rootOf: [Int: Int] = [:]
    for (partner, unit) in units.enumerated() { rootOf[unit] = root(of: partner) }
    for unit in 0..<((units.max() ?? -1) + 1) {
      network.add(
        .init(from: firstUnit + unit, to: rootOf[unit] ?? 0, capacity: 1, cost: .zero))
    }
  }

  private func root(of partner: Int) -> Int { plan.categories?.partner[partner] ?? 0 }

  private mutating func list(_ focal: Int, _ arc: PartnerList.Arc) {
    guard !listed[focal].contains(arc.partner), plan.focalBounds[focal].upperBound > 0,
      plan.partnerBounds[Int(arc.partner)].upperBound > 0
    else { return }
    let place = network.add(
      .init(
        from: firstFocal + focal, to: firstPartner + Int(arc.partner), capacity: 1,
        cost: TieredCost(0, arc.distance)))
    listed[focal].append(arc.partner)
    listedArcs[focal].append(Int32(place))
  }

  /// Finds the best circulation among all admissible pairs.
  ///
  /// - Parameters:
  ///   - lists: the first candidates of each focal unit.
  ///   - nearestFocal: for each partner, by place, the focal units nearest to it, with the place of
  ///     the focal unit as `partner`; empty where partners need not be matched.
  mutating func solve(lists: [PartnerList], nearestFocal: [[PartnerList.Arc]] = []) {
    for (focal, list) in lists.enumerated() {
      for arc in list.arcs { self.list(focal, arc) }
    }
    for (partner, focals) in nearestFocal.enumerated() {
      for focal in focals {
        list(Int(focal.partner), .init(partner: Int32(partner), distance: focal.distance))
      }
    }
    let isComplete = lists.allSatisfy(\.isComplete)
    while true {
      network.solve()
      readPrices()
      var rounding = 0.0
      if !isComplete {
        let known = listed
        let found = pairs.violations(
          worth: worth, gain: gain, tolerance: network.tolerance, count: 24
        ) { known[$0].contains(Int32($1)) }
        rounding = found.rounding
        if !found.isEmpty {
          for (focal, arcs) in found.arcs.enumerated() {
            for arc in arcs { list(focal, arc) }
          }
          continue
        }
      }
      certificate = OptimalityCertificate(
        totalDistance: network.arcs.reduce(0) { $0 + Double($1.flow) * $1.cost.distance },
        bound: bound + rounding)
      return
    }
  }

  /// The pairs, for each focal unit by place.
  var partners: [[Int]] {
    listed.indices.map { focal in
      zip(listed[focal], listedArcs[focal])
        .filter { network.arcs[Int($0.1)].flow > 0 }.map { Int($0.0) }.sorted()
    }
  }

  /// Reads the prices off the potentials.
  private mutating func readPrices() {
    let zero = network.potential(0)
    worth = plan.focalBounds.indices.map { zero - network.potential(firstFocal + $0) }
    gain = plan.partnerBounds.indices.map { network.potential(firstPartner + $0) - zero }
    // Someone who takes no part is worth nothing to anyone.
    for (focal, bounds) in plan.focalBounds.enumerated() where bounds.upperBound == 0 {
      worth[focal] = TieredCost(-OptimalityCertificate.outOfReach)
    }
    var isUsed = [Bool](repeating: false, count: gain.count)
    for focal in listed.indices {
      for (place, arc) in zip(listed[focal], listedArcs[focal])
      where network.arcs[Int(arc)].flow > 0 {
        isUsed[Int(place)] = true
      }
    }
    for (partner, bounds) in plan.partnerBounds.enumerated() where !isUsed[partner] {
      if bounds.upperBound == 0 {
        gain[partner] = TieredCost(-OptimalityCertificate.outOfReach)
      } else if bounds.lowerBound == 0 {
        // A free partner's price may be anything down to that of where it leads.
        gain[partner] = network.potential(target(of: partner)) - zero
      }
    }
  }

  private func target(of partner: Int) -> Int {
    plan.units.map { firstUnit + $0[partner] } ?? root(of: partner)
  }

  /// What the prices prove: no circulation costs less than Σ capacity · min(0, reduced cost).
  private var bound: Double {
    let zero = network.potential(0)
    func potential(_ node: Int) -> TieredCost {
      if node >= firstFocal, node < firstPartner { return zero - worth[node - firstFocal] }
      if node >= firstPartner, node < firstUnit { return zero + gain[node - firstPartner] }
      return network.potential(node)
    }
    var sum = 0.0
    for arc in network.arcs {
      let reduced = arc.cost + potential(Int(arc.source)) - potential(Int(arc.target))
      if reduced < .zero { sum += Double(arc.capacity) * reduced.distance }
    }
    return sum
  }
}
