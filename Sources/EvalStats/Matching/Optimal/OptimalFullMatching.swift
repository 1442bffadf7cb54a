/// Optimal full matching: everyone who can be is in a set of one with several, at the least distance.
///
/// Sets are stars, for a pair between two people who both have others only costs distance
/// (Rosenbaum 1991, doi:10.1111/j.2517-6161.1991.tb01848.x).
struct OptimalFullMatching {
  private let resolved: ResolvedDesign
  private let limits: FullMatchingLimits
  private let metric: PairMetric
  private let pairs: AdmissiblePairs
  private let held: [[Int]]

  init(resolved: ResolvedDesign, limits: FullMatchingLimits) throws(MatchingError) {
    self.resolved = resolved
    self.limits = limits
    metric = try resolved.pairMetric()
    (pairs, held) = resolved.freePairs(by: metric)
  }

  /// Refuses what full matching cannot honour.
  static func check(
    _ design: MatchingDesign, _ limits: FullMatchingLimits
  ) throws(MatchingError) {
    let method = design.method.label
    guard limits.areConsistent else {
      throw .controlLimits(fewest: limits.minimumControls, most: limits.maximumControls)
    }
    if design.ratio != 1 || design.maximumRatio != nil || design.minimumRatio != 1 {
      throw .unsupported("a ratio (its limits say how uneven sets may be)", method: method)
    }
    if design.fineBalance != nil { throw .unsupported("fine balance", method: method) }
    if design.unit != nil { throw .unsupported("several rows of one unit", method: method) }
  }

  /// Matches.
  func match() throws(MatchingError) -> Match {
    let isFocalTreated = resolved.design.estimand.isFocalTreated
    let (focalCount, partnerCount) = (pairs.focalRows.count, pairs.partnerRows.count)
    guard
      let treatedBounds = limits.treatedBounds(isFocalTreated ? partnerCount : focalCount),
      let controlBounds = limits.controlBounds(isFocalTreated ? focalCount : partnerCount)
    else {
      throw .controlLimits(fewest: limits.minimumControls, most: limits.maximumControls)
    }
    let (focalBounds, partnerBounds) =
      isFocalTreated ? (treatedBounds, controlBounds) : (controlBounds, treatedBounds)
    var isOut = Leavers(focalCount: focalCount, partnerCount: partnerCount)
    var flow: PartnerFlow
    var stars: Stars
    while true {
      flow = solve(focalBounds, partnerBounds, isOut: isOut)
      stars = Stars(flow.partners, held: held, partnerCount: partnerCount) {
        pairs.distance($0, $1)
      }
      if !isOut.add(stars, held: held, focalBounds, partnerBounds) { break }
    }
    let rows = stars.list.map { star in
      (star.focals.map { pairs.focalRows[$0] }, star.partners.map { pairs.partnerRows[$0] })
    }
    var reasons = UnmatchedReasons(resolved, metric: metric, pairs: pairs).reasons(
      for: stars.withoutPartners, isTooShort: isOut.focal)
    let leftPartners = partnerReasons(stars, isOut: isOut)
    if resolved.design.estimand == .ate { reasons.merge(leftPartners) { own, _ in own } }
    var match = resolved.match(
      sets: rows.map { focals, partners in
        MatchedSet(
          treated: isFocalTreated ? focals : partners, controls: isFocalTreated ? partners : focals)
      },
      pairDistances: PairDistances(
        rows.map { focals, partners in
          focals.flatMap { focal in partners.map { metric.distance(focal, $0) } }
        }),
      reasons: reasons,
      rules: SetRules(
        largestTreatedCount: controlBounds.upperBound,
        largestControlCount: treatedBounds.upperBound))
    match.certificate = flow.certificate.priced(
      rowCount: resolved.treated.count, pairs: pairs, worth: flow.worth, gain: flow.gain)
    if resolved.design.estimand != .ate {
      match.unmatchedPartners = leftPartners.sorted { $0.key < $1.key }
        .map { .init(row: $0.key, reason: $0.value) }
    }
    return match
  }

  /// Why each partner in no set is in none, by row.
  private func partnerReasons(_ stars: Stars, isOut: Leavers) -> [Int: Match.Reason] {
    var isPlaced = [Bool](repeating: false, count: pairs.partnerRows.count)
    for star in stars.list { for place in star.partners { isPlaced[place] = true } }
    guard isPlaced.contains(false) else { return [:] }
    let mirrored = AdmissiblePairs(resolved, metric: metric, isMirrored: true)
    // The mirror knows partners by row, ascending.
    let left = pairs.places.indices.filter { !isPlaced[Int(pairs.places[$0])] }
    return UnmatchedReasons(resolved, metric: metric, pairs: mirrored, isMirrored: true).reasons(
      for: left, isTooShort: pairs.places.map { isOut.partner[Int($0)] })
  }

  private func solve(
    _ focalBounds: ClosedRange<Int>, _ partnerBounds: ClosedRange<Int>, isOut: Leavers
  ) -> PartnerFlow {
    let lists = pairs.lists(count: 16)
    var flow = PartnerFlow(
      pairs: pairs,
      plan: .init(
        focalBounds: pairs.focalRows.indices.map { focal in
          if isOut.focal[focal] { return 0...0 }
          let held = held[focal].count
          return max(0, focalBounds.lowerBound - held)...max(0, focalBounds.upperBound - held)
        },
        partnerBounds: pairs.partnerRows.indices.map {
          pairs.isWithheld($0) || isOut.partner[$0] ? 0...0 : partnerBounds
        }, budget: nil, wantsMore: false))
    flow.solve(
      lists: lists, nearestFocal: lists.allSatisfy(\.isComplete) ? [] : nearestFocal(count: 4))
    return flow
  }

  /// For each partner, by place, the focal units nearest to it.
  private func nearestFocal(count: Int) -> [[PartnerList.Arc]] {
    let mirrored = AdmissiblePairs(resolved, metric: metric, isMirrored: true)
    let lists = mirrored.lists(count: count)
    var nearest = [[PartnerList.Arc]](repeating: [], count: lists.count)
    // The mirror sorts focal units along the axis; here they stand by row.
    let focalOfRow = Dictionary(
      uniqueKeysWithValues: pairs.focalRows.enumerated().map { ($0.element, $0.offset) })
    for (place, list) in zip(pairs.places, lists) {
      nearest[Int(place)] = list.arcs.prefix(count).compactMap { arc in
        focalOfRow[mirrored.partnerRows[Int(arc.partner)]].map {
          .init(partner: Int32($0), distance: arc.distance)
        }
      }
    }
    return nearest
  }
}

extension OptimalFullMatching {
  /// Sets of one with several.
  struct Stars {
    struct Star {
      var focals: [Int]
      var partners: [Int]
    }
    /// In the order of the first focal unit.
    private(set) var list: [Star] = []
    /// Focal units in no set.
    private(set) var withoutPartners: [Int] = []

    init(
      _ partners: [[Int]], held: [[Int]], partnerCount: Int,
      distance: (_ focal: Int, _ place: Int) -> Double
    ) {
      var partners = partners
      var focalsOf = [[Int]](repeating: [], count: partnerCount)
      for (focal, places) in partners.enumerated() {
        for place in places { focalsOf[place].append(focal) }
      }
      // Pairs at distance 0 may stand between two people who both have others.
      for focal in partners.indices {
        for place in partners[focal].reversed()
        where partners[focal].count + held[focal].count > 1 && focalsOf[place].count > 1 {
          partners[focal].removeAll { $0 == place }
          focalsOf[place].removeAll { $0 == focal }
        }
      }
      var isListed = [Bool](repeating: false, count: partnerCount)
      for focal in partners.indices {
        let places = held[focal] + partners[focal]
        if places.isEmpty {
          withoutPartners.append(focal)
        } else if places.count == 1, focalsOf[places[0]].count > 1 {
          guard !isListed[places[0]] else { continue }
          isListed[places[0]] = true
          list.append(Star(focals: focalsOf[places[0]], partners: places))
        } else {
          let sorted = places.map { (distance(focal, $0), $0) }.sorted(by: <).map(\.1)
          list.append(Star(focals: [focal], partners: sorted))
        }
      }
    }
  }

  /// Those who cannot be in a set of the least size, so that others may.
  private struct Leavers {
    var focal: [Bool]
    var partner: [Bool]

    init(focalCount: Int, partnerCount: Int) {
      focal = Array(repeating: false, count: focalCount)
      partner = Array(repeating: false, count: partnerCount)
    }

    /// Adds those of sets that are too small; false if there are none.
    mutating func add(
      _ stars: Stars, held: [[Int]], _ focalBounds: ClosedRange<Int>,
      _ partnerBounds: ClosedRange<Int>
    ) -> Bool {
      var partnersOf = [[Int]](repeating: [], count: focal.count)
      var focalsOf = [[Int]](repeating: [], count: partner.count)
      for star in stars.list {
        for focal in star.focals { partnersOf[focal] = star.partners }
        for place in star.partners { focalsOf[place] = star.focals }
      }
      let heldPlaces = Set(held.joined())
      let shortFocals = focal.indices.filter {
        !partnersOf[$0].isEmpty && held[$0].isEmpty
          && partnersOf[$0].count < focalBounds.lowerBound
      }
      let shortPartners = partner.indices.filter {
        !focalsOf[$0].isEmpty && !heldPlaces.contains($0)
          && focalsOf[$0].count < partnerBounds.lowerBound
      }
      guard !shortFocals.isEmpty || !shortPartners.isEmpty else { return false }
      for index in OptimalMatching.leavers(
        shortFocals, partnersOf, fewest: focalBounds.lowerBound)
      {
        focal[index] = true
      }
      for index in OptimalMatching.leavers(
        shortPartners, focalsOf, fewest: partnerBounds.lowerBound)
      {
        partner[index] = true
      }
      return true
    }
  }
}
