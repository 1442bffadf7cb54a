extension PartnerAssignment {
  /// The partners of each focal unit, by place.
  var partners: [[Int]] {
    var partners = [[Int]](repeating: [], count: lists.count)
    for (partner, owner) in owners.enumerated() where owner >= 0 {
      partners[Int(owner)].append(partner)
    }
    return partners
  }

  /// What the prices prove.
  ///
  /// Σ over focal units of min(0, worth − reward) for each partner they may take, plus the prices of
  /// the partners, plus negative reduced costs of pairs. Unlisted pairs are at least as far as their
  /// list's radius; the search sees to it that no worth exceeds it, and prices are not positive, so
  /// their reduced costs are not negative.
  ///
  /// - Complexity: O(*listed pairs*)
  var certificate: OptimalityCertificate {
    var bound = 0.0
    var total = 0.0
    for (partner, owner) in owners.enumerated() where owner >= 0 {
      total += distances[partner]
      bound += price(partner).distance
    }
    for (focal, list) in lists.enumerated() where terms.capacities[focal] > 0 {
      for unit in 1...terms.capacities[focal] {
        let saving = worth[focal] - reward(focal, unit: unit)
        if saving < .zero { bound += saving.distance }
      }
      for arc in list.arcs where arc.distance < worth[focal].distance || worth[focal].tier > 0 {
        let reduced =
          TieredCost(0, arc.distance) - worth[focal] - price(Int(arc.partner))
        if reduced < .zero { bound += reduced.distance }
      }
      precondition(
        worth[focal].tier <= 0 && worth[focal].distance <= list.radius.nextUp || list.isComplete,
        "the worth of focal unit \(focal) goes beyond its \(list.arcs.count) candidates")
    }
    return OptimalityCertificate(totalDistance: total, bound: bound)
  }
}
