/// The ways of exchanging the members of one matched set between its places in the arms.
///
/// Each place has an arm and a weight; who stands in it is exchanged. Under the hypothesis that the
/// programme changed nobody's use, every exchange was as likely as the one seen.
struct SetArrangements {
  /// Weighted events and time of the set by cell for every distinct exchange, the one seen first;
  /// `nil` where there are too many to list.
  let listed: [(events: SIMD4<Double>, time: SIMD4<Double>)]?
  private let counts: PrePostCounts
  private let members: [Int]

  /// Sets with more exchanges than this are shuffled place by place instead.
  private static let listedLimit = 1000

  init(_ counts: PrePostCounts, members: [Int]) {
    self.counts = counts
    self.members = members
    listed = SetArrangements.list(counts, members)
  }

  /// The cells of the set when `order[i]` stands in the place of `members[i]`.
  private static func cells(
    _ counts: PrePostCounts, places: [Int], order: [Int]
  ) -> (events: SIMD4<Double>, time: SIMD4<Double>) {
    var events = SIMD4<Double>.zero
    var time = SIMD4<Double>.zero
    for (place, member) in zip(places, order) {
      let cells = ClusterTotals.cells(
        of: counts, member: member, as: counts.arms[place], weight: counts.weights[place])
      events += cells.events
      time += cells.time
    }
    return (events, time)
  }

  /// Every choice of who is treated, where weights are equal within each arm of the set.
  private static func list(
    _ counts: PrePostCounts, _ members: [Int]
  ) -> [(events: SIMD4<Double>, time: SIMD4<Double>)]? {
    let treated = members.filter { counts.arms[$0] == .treated }
    let controls = members.filter { counts.arms[$0] == .control }
    for arm in [treated, controls] {
      guard arm.allSatisfy({ counts.weights[$0] == counts.weights[arm[0]] }) else { return nil }
    }
    guard arrangementCount(of: members.count, choosing: treated.count) <= listedLimit else {
      return nil
    }
    let places = treated + controls
    var result: [(events: SIMD4<Double>, time: SIMD4<Double>)] = []
    var chosen: [Int] = []
    // Depth-first over the members in the order treated, controls: what was seen comes first.
    func choose(from start: Int) {
      if chosen.count == treated.count {
        let rest = places.filter { !chosen.contains($0) }
        result.append(cells(counts, places: places, order: chosen + rest))
        return
      }
      for position in start..<places.count {
        chosen.append(places[position])
        choose(from: position + 1)
        chosen.removeLast()
      }
    }
    choose(from: 0)
    return result
  }

  /// n choose k, or `Int.max` as soon as it exceeds the limit of listing by far.
  private static func arrangementCount(of n: Int, choosing k: Int) -> Int {
    var count = 1
    for step in 0..<min(k, n - k) {
      count = count * (n - step) / (step + 1)
      if count > 1_000_000 { return .max }
    }
    return count
  }

  /// The cells of a random exchange.
  func draw(
    using generator: inout SeededGenerator
  ) -> (events: SIMD4<Double>, time: SIMD4<Double>) {
    if let listed { return listed[generator.integer(below: listed.count)] }
    var order = members
    generator.shuffle(&order)
    return SetArrangements.cells(counts, places: members, order: order)
  }
}
