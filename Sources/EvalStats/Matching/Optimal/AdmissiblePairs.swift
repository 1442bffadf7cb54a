internal import EvalLinearAlgebra

/// Who may be matched with whom, and how far apart they are, without a matrix of all pairs.
///
/// Partners stand sorted by exact stratum and then along one axis: the score, or a covariate with a
/// caliper, or nothing but their rows. Whoever a focal unit may have stands in one stretch of that
/// order, its scope. Partners are named by their place in the order.
struct AdmissiblePairs: Sendable {
  /// The rows of those who look for partners, ascending.
  let focalRows: [Int]
  /// The rows of the partners, by place.
  let partnerRows: [Int]
  /// The places each focal unit can reach.
  let scopes: [Range<Int>]

  let metric: PairMetric
  let panels: RowPanels?
  private let focalCoordinates: [Double]
  private let order: StrataOrder
  private let constraints: PairConstraints
  /// Whether the constraints name the partner first, because the arms have changed places.
  private let isMirrored: Bool
  /// Partners that are not to be had, by place.
  private let withheld: [Bool]
  /// Scores in `ScoreUnits` on both sides, and how far apart they may be.
  private let scoreBound: PairConstraints.Difference?
  /// Whether a scope holds nobody inadmissible.
  private let everyoneInScopeIsAdmissible: Bool

  /// Sorts the partners and works out the scopes.
  ///
  /// - Parameters:
  ///   - isMirrored: lets the partners look for focal units instead.
  ///   - withholding: partners (focal units if mirrored) that are not to be had, numbered as in
  ///     `ResolvedDesign.partnerRows`.
  /// - Complexity: O(*n* log *n*)
  init(
    _ resolved: ResolvedDesign, metric: PairMetric, isMirrored: Bool = false,
    withholding: Set<Int> = [], withCalipers: Bool = true
  ) {
    let seekers = isMirrored ? resolved.partnerRows : resolved.focalRows
    let sought = isMirrored ? resolved.focalRows : resolved.partnerRows
    let axis = Axis(resolved, metric: metric, withCalipers: withCalipers)
    let order = StrataOrder(
      strata: sought.map { resolved.strata.strata[$0] }, stratumCount: resolved.strata.count,
      keys: sought.map { axis.values?[$0] ?? 0 })
    scopes = seekers.map { row in
      let stratum = order.range(of: resolved.strata.strata[row])
      guard let values = axis.values else { return stratum }
      let low = order.firstPosition(notBelow: values[row] - axis.reach, in: stratum)
      let above = (values[row] + axis.reach).nextUp
      return low..<max(low, order.firstPosition(notBelow: above, in: stratum))
    }
    let partnerRows = order.order.map { sought[Int($0)] }
    switch metric {
    case .score(let scores):
      panels = RowPanels(rowMajor: partnerRows.map { scores[$0] }, dimension: 1)
      focalCoordinates = seekers.map { scores[$0] }
    case .space(let space):
      func gathered(_ rows: [Int]) -> [Double] {
        var coordinates: [Double] = []
        coordinates.reserveCapacity(rows.count * space.dimension)
        for row in rows {
          coordinates += space.coordinates[(row * space.dimension)..<((row + 1) * space.dimension)]
        }
        return coordinates
      }
      panels = RowPanels(rowMajor: gathered(partnerRows), dimension: space.dimension)
      focalCoordinates = gathered(seekers)
    case .matrix:
      panels = nil
      focalCoordinates = []
    }
    withheld = order.order.map { withholding.contains(Int($0)) }
    constraints = resolved.constraints(withCalipers: withCalipers)
    scoreBound = withCalipers ? resolved.scoreBound(focal: seekers, partner: partnerRows) : nil
    everyoneInScopeIsAdmissible =
      constraints.isEmpty && withholding.isEmpty && scoreBound == nil
    focalRows = seekers
    self.partnerRows = partnerRows
    self.metric = metric
    self.order = order
    self.isMirrored = isMirrored
  }

  /// Whether everything but the scope allows a pair.
  func admits(_ focal: Int, _ place: Int) -> Bool {
    if everyoneInScopeIsAdmissible { return true }
    guard !withheld[place] else { return false }
    if let scoreBound,
      abs(scoreBound.focal[focal] - scoreBound.control[place]) > scoreBound.width
    {
      return false
    }
    let partner = Int(order.order[place])
    return isMirrored ? constraints.admit(partner, focal) : constraints.admit(focal, partner)
  }

  /// Whether a partner is spoken for.
  func isWithheld(_ place: Int) -> Bool { withheld[place] }

  /// The distance of a pair; infinite where a given matrix forbids it.
  func distance(_ focal: Int, _ place: Int) -> Double {
    metric.distance(focalRows[focal], partnerRows[place])
  }

  /// The place of each partner, numbered as in `ResolvedDesign.partnerRows`.
  var places: [Int32] { order.positions }

  /// The coordinates in which `panels` holds the partners.
  func coordinates(of focal: Int) -> ArraySlice<Double> {
    let dimension = panels?.dimension ?? 0
    return focalCoordinates[(focal * dimension)..<((focal + 1) * dimension)]
  }

  /// A bound on the number of admissible pairs.
  var pairCountBound: Int { scopes.reduce(0) { $0 + $1.count } }
}

extension AdmissiblePairs {
  /// The nearest admissible partners of a focal unit, so many; ties by place.
  ///
  /// - Complexity: O(scope · dimension); with a score O(*count* + log *n*).
  func nearest(_ focal: Int, count: Int) -> PartnerList {
    let scope = scopes[focal]
    var offers = NearestOffers(count: max(1, count))
    switch metric {
    case .score: return nearestInScore(focal, count: count)
    case .space:
      panels?.scan(coordinates(of: focal), rows: scope, limit: .infinity) { place, squared in
        if admits(focal, place) { offers.insert(place, squared.squareRoot()) }
        // A square may round down to its root's square: a little more does no harm.
        return (offers.limit * offers.limit).nextUp
      }
      if offers.limit < .infinity { offers.passOver() }
    case .matrix:
      for place in scope where admits(focal, place) {
        let distance = distance(focal, place)
        if distance < .infinity { offers.insert(place, distance) }
      }
    }
    return offers.list()
  }

  /// Outward from the focal unit's own score.
  private func nearestInScore(_ focal: Int, count: Int) -> PartnerList {
    let scope = scopes[focal]
    let own = focalCoordinates[focal]
    var right = scope.partitioningPlace { metric.isBelow(own, partnerRows[$0]) }
    var left = right - 1
    var arcs: [PartnerList.Arc] = []
    while arcs.count < count {
      let rightGap = right < scope.upperBound ? distance(focal, right) : .infinity
      let leftGap = left >= scope.lowerBound ? distance(focal, left) : .infinity
      guard min(rightGap, leftGap) < .infinity else {
        return PartnerList(arcs: arcs, isComplete: true)
      }
      let place = leftGap <= rightGap ? left : right
      if admits(focal, place) {
        arcs.append(.init(partner: Int32(place), distance: min(leftGap, rightGap)))
      }
      if leftGap <= rightGap { left -= 1 } else { right += 1 }
    }
    return PartnerList(arcs: arcs, isComplete: false)
  }

  /// The first lists: everyone where scopes are small, otherwise the nearest.
  ///
  /// - Parameter count: how many where not everyone.
  func lists(count: Int) -> [PartnerList] {
    let isSparse = pairCountBound <= 64 * focalRows.count + 100_000
    return Workers.map(count: focalRows.count, blockSize: 32) { focal in
      nearest(focal, count: isSparse ? max(1, scopes[focal].count) + 1 : count)
    }
  }
}

extension AdmissiblePairs {
  /// What partners are sorted by within a stratum, and how far scopes reach.
  private struct Axis {
    var values: [Double]?
    var reach = Double.infinity

    init(_ resolved: ResolvedDesign, metric: PairMetric, withCalipers: Bool) {
      let scores = resolved.scores
      if case .score = metric, let scores {
        values = scores
        if withCalipers, let caliper = resolved.scoreCaliper {
          // The caliper is decided on rounded scores below; here it may be a little wide.
          reach = (caliper + 2) / ScoreUnits.perOne
        }
      } else if withCalipers, let caliper = resolved.scoreCaliper, let scores {
        values = scores
        reach = (caliper + 2) / ScoreUnits.perOne
      } else if withCalipers,
        let caliper = resolved.calipers.first(where: { $0.values != nil && !$0.demandsDistance })
      {
        values = caliper.values
        let largest = (resolved.focalRows + resolved.partnerRows).reduce(caliper.width) {
          max($0, abs(caliper.values?[$1] ?? 0))
        }
        reach = caliper.width + 16 * largest.ulp
      }
    }
  }
}

extension ResolvedDesign {
  /// The score caliper on rounded scores, as it is decided everywhere.
  fileprivate func scoreBound(
    focal: [Int], partner: [Int]
  ) -> PairConstraints.Difference? {
    guard let scores, let scoreCaliper else { return nil }
    return .init(
      focal: focal.map { ScoreUnits.rounded(scores[$0]) },
      control: partner.map { ScoreUnits.rounded(scores[$0]) }, width: scoreCaliper,
      demandsDistance: false)
  }
}

extension Range<Int> {
  /// The first place for which a condition, false up to some place and true from there on, holds.
  func partitioningPlace(_ isReached: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isReached(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension PairMetric {
  /// Whether a score lies below a row's.
  fileprivate func isBelow(_ score: Double, _ row: Int) -> Bool {
    if case .score(let scores) = self { score < scores[row] } else { false }
  }
}
