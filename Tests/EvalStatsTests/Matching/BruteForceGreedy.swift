import Testing

@testable import EvalStats

/// Greedy matching with every pair looked at: slow, short, and the measure of the fast searches.
struct BruteForceGreedy {
  let ratio: Int
  let limit: Int
  let controlCount: Int
  /// The distance of a pair; `nil` where the pair is not allowed.
  let distance: (_ focal: Int, _ control: Int) -> Double?

  /// In rounds, the focal units in the order given; ties to the lower control.
  func inOrder(_ order: [Int], focalCount: Int) -> [[Int]] {
    var uses = [Int](repeating: 0, count: controlCount)
    var taken = [[Int]](repeating: [], count: focalCount)
    for round in 0..<ratio {
      for focal in order where taken[focal].count == round {
        guard let control = nearest(to: focal, taken: taken[focal], uses: uses) else { continue }
        taken[focal].append(control.control)
        uses[control.control] += 1
      }
    }
    return taken
  }

  /// In rounds, each time the unit whose nearest free control is nearest (or farthest).
  func inOrderOfDistance(nearestFirst: Bool, focalCount: Int) -> [[Int]] {
    var uses = [Int](repeating: 0, count: controlCount)
    var taken = [[Int]](repeating: [], count: focalCount)
    for round in 0..<ratio {
      var waiting = (0..<focalCount).filter { taken[$0].count == round }
      while true {
        let offers = waiting.compactMap { focal in
          nearest(to: focal, taken: taken[focal], uses: uses).map { (focal, $0) }
        }
        let next =
          nearestFirst
          ? offers.min { ($0.1.distance, $0.0) < ($1.1.distance, $1.0) }
          : offers.min { (-$0.1.distance, $0.0) < (-$1.1.distance, $1.0) }
        guard let (focal, offer) = next else { break }
        taken[focal].append(offer.control)
        uses[offer.control] += 1
        waiting.removeAll { $0 == focal }
      }
    }
    return taken
  }

  /// Expects a search to take the same controls: in an order and, where controls can be lost to others,
  /// by distance.
  func expectSame<Search: CandidateSearch>(
    by search: Search, reuse: ControlReuse, order: [Int], focalCount: Int,
    _ comment: Comment? = nil
  ) {
    func taken(_ turn: GreedyMatcher.Turn) -> [[Int]] {
      var search = search
      return GreedyMatcher(ratio: ratio, reuse: reuse).assign(
        focalCount: focalCount, controlCount: controlCount, turn: turn, using: &search
      ).map { $0.map(\.control) }
    }
    #expect(taken(.sequence(order)) == inOrder(order, focalCount: focalCount), comment)
    guard reuse != .unlimited else { return }
    for (turn, nearestFirst) in [(GreedyMatcher.Turn.closest, true), (.farthest, false)] {
      #expect(
        taken(turn) == inOrderOfDistance(nearestFirst: nearestFirst, focalCount: focalCount),
        comment)
    }
  }

  private func nearest(
    to focal: Int, taken: [Int], uses: [Int]
  ) -> (control: Int, distance: Double)? {
    var best: (control: Int, distance: Double)?
    for control in 0..<controlCount where uses[control] < limit && !taken.contains(control) {
      if let distance = distance(focal, control), best.map({ distance < $0.distance }) ?? true {
        best = (control, distance)
      }
    }
    return best
  }
}
