/// The nearest admissible partners of one focal unit, nearest first.
struct PartnerList: Sendable {
  /// One possible pair.
  struct Arc: Sendable, Equatable {
    let partner: Int32
    let distance: Double
  }

  var arcs: [Arc]
  /// Whether nobody admissible is missing; otherwise whoever is missing is at least as far as the
  /// last of the list.
  var isComplete: Bool

  /// No admissible pair that is not listed has a smaller distance.
  var radius: Double { isComplete ? .infinity : arcs.last?.distance ?? 0 }
}

/// The nearest of many offers, kept without sorting each.
///
/// Offers gather until there are twice as many as wanted; then the farther half goes. So an offer
/// takes O(log *count*) on average.
struct NearestOffers {
  let count: Int
  private var offers: [PartnerList.Arc] = []
  /// Whether anyone was turned away or dropped.
  private(set) var hasOverflowed = false
  /// What is farther need not be offered.
  private(set) var limit = Double.infinity

  init(count: Int) { self.count = count }

  mutating func insert(_ partner: Int, _ distance: Double) {
    offers.append(.init(partner: Int32(partner), distance: distance))
    if offers.count >= max(2 * count, 8) { shrink() }
  }

  /// Marks that someone beyond the limit was passed over.
  mutating func passOver() { hasOverflowed = true }

  private mutating func shrink() {
    offers.sort { ($0.distance, $0.partner) < ($1.distance, $1.partner) }
    guard offers.count > count else { return }
    offers.removeLast(offers.count - count)
    hasOverflowed = true
    limit = offers.last?.distance ?? limit
  }

  /// The offers kept, nearest first.
  mutating func list() -> PartnerList {
    shrink()
    return PartnerList(arcs: offers, isComplete: !hasOverflowed)
  }
}
