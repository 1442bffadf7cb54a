/// The cheapest circulation in a network, by the network simplex method.
///
/// The tree is kept strongly feasible (Cunningham 1976, doi:10.1007/BF01580379), so that the method
/// ends although most steps move nothing; entering arcs are found block by block (Kovács 2015,
/// doi:10.1080/10556788.2014.895828). Arcs may be added to a solved network and solving goes on from
/// there. Costs are tiered; potentials are summed afresh along the tree, so errors do not build up.
struct NetworkSimplex {
  /// An arc with its flow.
  struct Arc {
    let source: Int32
    let target: Int32
    let capacity: Int
    let cost: TieredCost
    var flow = 0
    fileprivate var state = State.lower

    init(from source: Int, to target: Int, capacity: Int, cost: TieredCost) {
      self.source = Int32(source)
      self.target = Int32(target)
      self.capacity = capacity
      self.cost = cost
    }
  }

  fileprivate enum State { case lower, upper, tree }

  private struct Node {
    var parent: Int32
    /// The arc to the parent; −1 for the stand-in by which a node hangs before any arc does.
    var arc: Int32 = -1
    var depth: Int32 = 1
    var firstChild: Int32 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
    var potential = TieredCost.zero
  }

  private(set) var arcs: [Arc] = []
  private var nodes: [Node]
  private let root: Int
  private var nextArc = 0
  private var largestCost = 0.0

  /// An entering arc must gain more than this share of the largest cost: less is rounding.
  static let relativeTolerance = 1e-13

  init(nodeCount: Int) {
    root = nodeCount
    nodes = Array(repeating: Node(parent: Int32(nodeCount)), count: nodeCount + 1)
    nodes[root].parent = -1
    nodes[root].depth = 0
    for node in 0..<nodeCount { link(node, under: root) }
  }

  /// What gains less than this is rounding.
  var tolerance: Double { NetworkSimplex.relativeTolerance * largestCost }

  func potential(_ node: Int) -> TieredCost { nodes[node].potential }

  /// Adds an arc without flow.
  ///
  /// - Returns: its place in `arcs`.
  @discardableResult
  mutating func add(_ arc: Arc) -> Int {
    largestCost = max(largestCost, abs(arc.cost.distance))
    arcs.append(arc)
    return arcs.count - 1
  }

  /// Makes the circulation as cheap as can be.
  mutating func solve() {
    while let entering = enteringArc() { pivot(on: entering) }
  }

  /// The reduced cost of an arc.
  func reducedCost(_ arc: Arc) -> TieredCost {
    arc.cost + nodes[Int(arc.source)].potential - nodes[Int(arc.target)].potential
  }

  /// The arc that gains most in the first block that has one.
  private mutating func enteringArc() -> Int? {
    guard !arcs.isEmpty else { return nil }
    let blockSize = max(32, Int(Double(arcs.count).squareRoot()))
    let threshold = TieredCost(0, -tolerance)
    var best = threshold
    var entering: Int?
    var leftInBlock = blockSize
    if nextArc >= arcs.count { nextArc = 0 }
    for _ in 0..<arcs.count {
      let arc = arcs[nextArc]
      if arc.state != .tree {
        let reduced = reducedCost(arc)
        let gain = arc.state == .lower ? reduced : .zero - reduced
        if gain < best {
          best = gain
          entering = nextArc
        }
      }
      nextArc = nextArc + 1 == arcs.count ? 0 : nextArc + 1
      leftInBlock -= 1
      if leftInBlock == 0 {
        if entering != nil { return entering }
        leftInBlock = blockSize
      }
    }
    return entering
  }

  /// How much more can flow along the tree arc of a node, up to the parent or down from it.
  private func residual(_ node: Int, up: Bool) -> Int {
    let index = Int(nodes[node].arc)
    // What flowed through a stand-in could not leave the root again.
    guard index >= 0 else { return up ? .max : 0 }
    let arc = arcs[index]
    return (Int(arc.source) == node) == up ? arc.capacity - arc.flow : arc.flow
  }

  private mutating func pivot(on entering: Int) {
    let isLower = arcs[entering].state == .lower
    let first = Int(isLower ? arcs[entering].source : arcs[entering].target)
    let second = Int(isLower ? arcs[entering].target : arcs[entering].source)
    let join = join(first, second)
    // The cycle runs down to `first`, over the arc, and from `second` up again. The last arc on it
    // that blocks leaves: that is what keeps the tree strongly feasible.
    var amount = arcs[entering].capacity
    var leaving: (node: Int, isOnFirst: Bool)?
    var node = first
    while node != join {
      let residual = residual(node, up: false)
      if residual < amount {
        amount = residual
        leaving = (node, true)
      }
      node = Int(nodes[node].parent)
    }
    node = second
    while node != join {
      let residual = residual(node, up: true)
      if residual <= amount {
        amount = residual
        leaving = (node, false)
      }
      node = Int(nodes[node].parent)
    }
    if amount > 0 { push(amount, over: entering, isLower: isLower, first, second, join) }
    guard let leaving else {
      arcs[entering].state = isLower ? .upper : .lower
      return
    }
    let out = Int(nodes[leaving.node].arc)
    if out >= 0 { arcs[out].state = arcs[out].flow == 0 ? .lower : .upper }
    arcs[entering].state = .tree
    hang(
      leaving.isOnFirst ? first : second, under: leaving.isOnFirst ? second : first,
      by: entering, cutAt: leaving.node)
  }

  /// Where the ways to the root of two nodes meet.
  private func join(_ first: Int, _ second: Int) -> Int {
    var (left, right) = (first, second)
    while left != right {
      if nodes[left].depth >= nodes[right].depth {
        left = Int(nodes[left].parent)
      } else {
        right = Int(nodes[right].parent)
      }
    }
    return left
  }

  private mutating func push(
    _ amount: Int, over entering: Int, isLower: Bool, _ first: Int, _ second: Int, _ join: Int
  ) {
    arcs[entering].flow += isLower ? amount : -amount
    var node = first
    while node != join {
      let arc = Int(nodes[node].arc)
      if arc >= 0 { arcs[arc].flow += Int(arcs[arc].source) == node ? -amount : amount }
      node = Int(nodes[node].parent)
    }
    node = second
    while node != join {
      let arc = Int(nodes[node].arc)
      if arc >= 0 { arcs[arc].flow += Int(arcs[arc].source) == node ? amount : -amount }
      node = Int(nodes[node].parent)
    }
  }

  /// Cuts a subtree off and hangs it up by another of its nodes.
  private mutating func hang(_ node: Int, under parent: Int, by arc: Int, cutAt top: Int) {
    var (node, parent, arc) = (node, parent, Int32(arc))
    let start = node
    while true {
      let (oldParent, oldArc) = (Int(nodes[node].parent), nodes[node].arc)
      unlink(node)
      link(node, under: parent)
      nodes[node].arc = arc
      if node == top { break }
      (parent, arc, node) = (node, oldArc, oldParent)
    }
    refresh(below: start)
  }

  /// Works out depths and potentials of a subtree.
  private mutating func refresh(below start: Int) {
    var node = start
    while true {
      let parent = Int(nodes[node].parent)
      nodes[node].depth = nodes[parent].depth + 1
      let arc = Int(nodes[node].arc)
      if arc < 0 {
        nodes[node].potential = nodes[parent].potential
      } else if Int(arcs[arc].source) == node {
        nodes[node].potential = nodes[parent].potential - arcs[arc].cost
      } else {
        nodes[node].potential = nodes[parent].potential + arcs[arc].cost
      }
      if nodes[node].firstChild >= 0 {
        node = Int(nodes[node].firstChild)
        continue
      }
      while node != start, nodes[node].next < 0 { node = Int(nodes[node].parent) }
      if node == start { return }
      node = Int(nodes[node].next)
    }
  }

  private mutating func link(_ node: Int, under parent: Int) {
    let first = nodes[parent].firstChild
    nodes[node].parent = Int32(parent)
    nodes[node].previous = -1
    nodes[node].next = first
    if first >= 0 { nodes[Int(first)].previous = Int32(node) }
    nodes[parent].firstChild = Int32(node)
  }

  private mutating func unlink(_ node: Int) {
    let (previous, next) = (nodes[node].previous, nodes[node].next)
    if previous >= 0 {
      nodes[Int(previous)].next = next
    } else {
      nodes[Int(nodes[node].parent)].firstChild = next
    }
    if next >= 0 { nodes[Int(next)].previous = previous }
  }
}
