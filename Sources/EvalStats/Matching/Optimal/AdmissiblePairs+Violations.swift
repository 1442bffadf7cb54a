internal import EvalLinearAlgebra

extension AdmissiblePairs {
  /// What unlisted pairs say about a pair of dual prices.
  struct Violations: Sendable {
    /// For each focal unit the unlisted pairs that are worth having, the worst violations first.
    var arcs: [[PartnerList.Arc]]
    /// The sum of the reduced costs of unlisted pairs that are negative by rounding alone.
    var rounding: Double

    var isEmpty: Bool { arcs.allSatisfy(\.isEmpty) }
  }

  /// Looks at every admissible pair that is not listed, for those nearer than their worths allow.
  ///
  /// The reduced cost of a pair is its distance less the worths of both. None negative: the listed
  /// pairs suffice, and the prices bound the total distance of every match there is.
  ///
  /// - Parameters:
  ///   - worth: what a partner is worth to each focal unit.
  ///   - gain: what each partner is worth, by place.
  ///   - tolerance: a reduced cost above −`tolerance` counts as rounding.
  ///   - count: at most so many for each focal unit.
  ///   - isListed: whether a pair is listed.
  /// - Complexity: O(*pairs · dimension*) time on all processors, O(*n*) memory.
  func violations(
    worth: [TieredCost], gain: [TieredCost], tolerance: Double, count: Int,
    isListed: @escaping @Sendable (_ focal: Int, _ place: Int) -> Bool
  ) -> Violations {
    let offsets = Dictionary(
      uniqueKeysWithValues: Set(worth.map(\.tier)).map { tier in
        (tier, RowPanels.Offsets(AdmissiblePairs.offsets(gain, against: tier)))
      })
    let found = Workers.map(count: focalRows.count, blockSize: 32) { focal -> Found in
      var found = Found(offers: NearestOffers(count: count))
      func look(_ place: Int) {
        let sum = worth[focal] + gain[place]
        guard sum.tier >= 0, admits(focal, place) else { return }
        let distance = distance(focal, place)
        let reduced = distance - sum.distance
        guard sum.tier > 0 || reduced < 0, distance < .infinity, !isListed(focal, place) else {
          return
        }
        if sum.tier > 0 || reduced < -tolerance {
          found.offers.insert(place, reduced)
        } else {
          found.rounding += reduced
        }
      }
      if let panels, let offsets = offsets[worth[focal].tier] {
        panels.scan(
          coordinates(of: focal), rows: scopes[focal], offset: worth[focal].distance,
          offsets: offsets
        ) { place, _ in look(place) }
      } else {
        for place in scopes[focal] { look(place) }
      }
      return found
    }
    return Violations(
      arcs: found.enumerated().map { focal, found in
        var offers = found.offers
        return offers.list().arcs.map {
          .init(partner: $0.partner, distance: distance(focal, Int($0.partner)))
        }
      }, rounding: found.reduce(0) { $0 + $1.rounding })
  }

  private struct Found {
    var offers: NearestOffers
    var rounding = 0.0
  }

  /// The partners' worths as seen from a tier: what a distance must be below.
  private static func offsets(_ gain: [TieredCost], against tier: Int) -> [Double] {
    gain.map { gain in
      gain.tier + tier == 0 ? gain.distance : gain.tier + tier > 0 ? .infinity : -.infinity
    }
  }
}
