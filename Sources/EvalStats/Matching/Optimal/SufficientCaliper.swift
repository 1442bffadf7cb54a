/// The smallest width of the design's one caliper at which everyone could be matched.
///
/// Widths are searched by bisection, each tried by the largest matching it allows. Where nothing else
/// binds, everyone's admissible partners are neighbours on one line, and taking each partner for
/// whoever's reach ends first is the largest matching (Glover 1967, doi:10.1002/nav.3800140304).
struct SufficientCaliper {
  /// The caliper with that width.
  let caliper: Caliper

  /// Above so many pairs a search with further constraints is not tried.
  static let pairLimit = 4_000_000

  /// `nil` if the design has not exactly one caliper that bounds from above, if no width suffices, if
  /// pairs are forced, or if other constraints bind and there are more than `pairLimit` pairs.
  ///
  /// - Complexity: O(*n* log *n*) a width where nothing else binds; otherwise O(*pairs* · √*n*).
  init?(_ resolved: ResolvedDesign) {
    let design = resolved.design
    guard let index = design.calipers.firstIndex(where: { $0.width >= 0 }),
      design.calipers.count(where: { $0.width >= 0 }) == 1
    else { return nil }
    let asked = resolved.calipers[index]
    guard resolved.forced.isEmpty, let values = asked.values ?? resolved.scores else { return nil }
    let isScore = asked.subject == .score
    let problem = Problem(
      resolved, values: isScore ? ScoreUnits.rounded(values) : values, isScore: isScore,
      without: index)
    guard let problem, let least = problem.leastWidth else { return nil }
    let width = isScore ? SufficientCaliper.width(inUnits: least) : least
    caliper = Caliper(
      on: asked.subject,
      width: SufficientCaliper.scaled(
        width, like: design.calipers[index], resolvedTo: asked.width),
      isStandardised: design.calipers[index].isStandardised)
  }

  /// The smallest width that comes to so many units of score.
  private static func width(inUnits units: Double) -> Double {
    var width = units / ScoreUnits.perOne
    while ScoreUnits.roundedUp(width) > units { width = width.nextDown }
    while ScoreUnits.roundedUp(width) < units { width = width.nextUp }
    return width
  }

  /// A width in the unit the design's caliper is given in, not below by rounding.
  private static func scaled(
    _ width: Double, like caliper: Caliper, resolvedTo asked: Double
  ) -> Double {
    guard caliper.isStandardised, caliper.width > 0, asked > 0 else { return width }
    let unit = asked / caliper.width
    var scaled = width / unit
    while scaled * unit < width { scaled = scaled.nextUp }
    return scaled
  }

  /// Who needs whom, with one value each.
  private struct Problem {
    let isScore: Bool
    let need: Int
    /// Stratum by stratum, sorted: each who looks for partners, and each partner.
    var strata: [(focal: [Double], partner: [Double])] = []
    /// For each focal unit its otherwise admissible partners, nearest in the value first; `nil` where
    /// nothing else binds.
    var neighbours: [[(gap: Double, left: Double, right: Double, person: Int32)]]?
    var personCount = 0

    init?(_ resolved: ResolvedDesign, values: [Double], isScore: Bool, without index: Int) {
      self.isScore = isScore
      need = resolved.design.minimumRatio
      let (focal, partner) = (resolved.focalRows, resolved.partnerRows)
      let bindsMore =
        resolved.calipers.count > 1 || !resolved.antiExact.isEmpty || resolved.units != nil
        || !resolved.forbidden.isEmpty || !resolved.forced.isEmpty || resolved.distances != nil
      guard bindsMore else {
        strata = Array(repeating: ([], []), count: resolved.strata.count)
        for row in focal { strata[Int(resolved.strata.strata[row])].focal.append(values[row]) }
        for row in partner { strata[Int(resolved.strata.strata[row])].partner.append(values[row]) }
        for stratum in strata.indices {
          strata[stratum].focal.sort()
          strata[stratum].partner.sort()
        }
        return
      }
      guard focal.count * partner.count <= SufficientCaliper.pairLimit else { return nil }
      let others = resolved.without(caliper: index)
      var numbers: [Int32: Int32] = [:]
      for row in partner where numbers[resolved.unit(row)] == nil {
        numbers[resolved.unit(row)] = Int32(numbers.count)
      }
      personCount = numbers.count
      let metric = try? resolved.pairMetric()
      neighbours = focal.map { row in
        partner.compactMap { other in
          guard resolved.strata.strata[row] == resolved.strata.strata[other],
            others.admits(row, other), metric?.distance(row, other) != .infinity,
            let person = numbers[resolved.unit(other)]
          else { return nil }
          return (abs(values[row] - values[other]), values[row], values[other], person)
        }.sorted { ($0.gap, $0.person) < ($1.gap, $1.person) }
      }
    }

    func isWithin(_ width: Double, _ left: Double, _ right: Double) -> Bool {
      isScore
        ? abs(left - right) <= width : PairConstraints.isWithin(width, of: left, and: right)
    }

    /// Whether everyone can be matched.
    func suffices(_ width: Double) -> Bool {
      guard let neighbours else { return strata.allSatisfy { suffices(width, $0) } }
      let lists = neighbours.flatMap { list in
        let persons = list.prefix { isWithin(width, $0.left, $0.right) }.map(\.person).uniqued()
        return Array(repeating: persons, count: need)
      }
      return BipartiteMatching(neighbours: lists, rightCount: personCount).size == lists.count
    }

    /// Each partner, from the lowest up, for whoever's reach ends first: reaches are equally wide, so
    /// that is whoever is lowest.
    private func suffices(
      _ width: Double, _ stratum: (focal: [Double], partner: [Double])
    ) -> Bool {
      var next = 0
      var missing = need
      for value in stratum.partner {
        guard next < stratum.focal.count else { break }
        let own = stratum.focal[next]
        if isWithin(width, own, value) {
          missing -= 1
          if missing == 0 {
            next += 1
            missing = need
          }
        } else if value > own {
          return false
        }
      }
      return next == stratum.focal.count
    }

    /// The smallest sufficient width: one of the gaps between two people.
    var leastWidth: Double? {
      guard suffices(.greatestFiniteMagnitude) else { return nil }
      if suffices(0) { return 0 }
      var (low, high) = (0.0, largestGap)
      // Down to neighbouring numbers: as many steps as a number has bits.
      while true {
        let middle = Double(bitPattern: (low.bitPattern + high.bitPattern) / 2)
        guard middle > low, middle < high else { break }
        if suffices(middle) { high = middle } else { low = middle }
      }
      return isScore ? high.rounded(.up) : gap(nearestTo: high)
    }

    private var largestGap: Double {
      if let neighbours { return neighbours.reduce(0) { max($0, $1.last?.gap ?? 0) } }
      return strata.reduce(0) { largest, stratum in
        guard let first = stratum.focal.first, let last = stratum.focal.last,
          let low = stratum.partner.first, let top = stratum.partner.last
        else { return largest }
        return max(largest, abs(top - first), abs(last - low))
      }
    }

    /// A caliper forgives a few units in the last place; the gap it forgave is meant.
    private func gap(nearestTo width: Double) -> Double {
      var nearest = width
      var best = Double.infinity
      func offer(_ gap: Double) {
        if abs(gap - width) < best { (best, nearest) = (abs(gap - width), gap) }
      }
      if let neighbours {
        for list in neighbours { for entry in list { offer(entry.gap) } }
      } else {
        for stratum in strata where !stratum.partner.isEmpty {
          for own in stratum.focal {
            for goal in [own - width, own + width] {
              let place = stratum.partner.indices.partitioningPlace { stratum.partner[$0] >= goal }
              for index in [place - 1, place] where stratum.partner.indices.contains(index) {
                offer(abs(stratum.partner[index] - own))
              }
            }
          }
        }
      }
      return nearest
    }
  }
}

extension ResolvedDesign {
  /// The same design without one of its calipers.
  fileprivate func without(caliper index: Int) -> ResolvedDesign {
    var others = self
    others.calipers.remove(at: index)
    return others
  }
}
