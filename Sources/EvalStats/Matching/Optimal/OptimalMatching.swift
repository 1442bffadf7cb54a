/// Optimal pair, k:1 and variable-ratio matching of a resolved design.
struct OptimalMatching {
  private let resolved: ResolvedDesign
  private let table: Table
  private let metric: PairMetric
  private let pairs: AdmissiblePairs
  /// For each focal unit the places of partners it has by force.
  private let held: [[Int]]

  init(resolved: ResolvedDesign, table: Table) throws(MatchingError) {
    self.resolved = resolved
    self.table = table
    metric = try resolved.pairMetric()
    (pairs, held) = resolved.freePairs(by: metric)
    if resolved.units != nil {
      let units = pairs.focalRows.map(resolved.unit)
      guard Set(units).count == units.count else {
        throw .unsupported(
          "several rows of one '\(resolved.design.unit ?? "")' among those who look for partners",
          method: resolved.design.method.label)
      }
    }
  }

  /// Refuses what optimal matching cannot honour.
  static func check(_ design: MatchingDesign) throws(MatchingError) {
    if design.estimand == .ate {
      throw .unsupported("the effect on everyone", method: design.method.label)
    }
    if design.fineBalance != nil, design.maximumRatio != nil {
      throw .unsupported("fine balance with a ratio that varies", method: design.method.label)
    }
  }

  /// Matches.
  func match() throws(MatchingError) -> Match {
    let design = resolved.design
    let most = design.maximumRatio ?? design.ratio
    let (outcome, isOut) = try solve()
    let partners = zip(held, outcome.partners).map { held, free in
      held + free
    }
    let matched = partners.indices.filter { !partners[$0].isEmpty }
    let distances = matched.map { focal in partners[focal].map { pairs.distance(focal, $0) } }
    let isFocalTreated = design.estimand.isFocalTreated
    var match = resolved.match(
      sets: matched.map { focal in
        let rows = partners[focal].map { pairs.partnerRows[$0] }
        return MatchedSet(
          treated: isFocalTreated ? [pairs.focalRows[focal]] : rows,
          controls: isFocalTreated ? rows : [pairs.focalRows[focal]])
      }, pairDistances: PairDistances(distances),
      reasons: UnmatchedReasons(resolved, metric: metric, pairs: pairs).reasons(
        for: partners.indices.filter { partners[$0].isEmpty }, isTooShort: isOut),
      rules: .stars(upTo: most, reuse: .none, for: design.estimand))
    match.certificate = outcome.certificate
    match.fineBalanceDeviation = try fineBalanceDeviation(of: match)
    guard matched.count < partners.count else { return match }
    let witness = HallWitness(
      resolved, table: table, pairs: pairs, partners: partners, held: held)
    match.shortages = witness.shortages
    match.sufficientCaliper = SufficientCaliper(resolved)?.caliper
    return match
  }

  private struct Outcome {
    /// For each focal unit the places of its partners, forced ones aside, nearest first.
    let partners: [[Int]]
    let certificate: OptimalityCertificate
  }

  /// The best match in which nobody has fewer partners than a set must have, and who was left out
  /// for that.
  ///
  /// With a minimum above 1 the largest number of people is a hard problem (three make it
  /// NP-complete). Here as many go at a time as must go at least, and whoever fits in after all comes
  /// back: nobody left out could be added.
  private func solve() throws(MatchingError) -> (Outcome, isOut: [Bool]) {
    var isOut = [Bool](repeating: false, count: pairs.focalRows.count)
    var outcome = try solve(isOut: isOut)
    while true {
      let short = shortFocals(outcome)
      if short.isEmpty { break }
      for focal in OptimalMatching.leavers(
        short, outcome.partners, fewest: resolved.design.minimumRatio)
      {
        isOut[focal] = true
      }
      outcome = try solve(isOut: isOut)
    }
    for focal in isOut.indices where isOut[focal] {
      isOut[focal] = false
      let other = try solve(isOut: isOut)
      if shortFocals(other).isEmpty, !other.partners[focal].isEmpty {
        outcome = other
      } else {
        isOut[focal] = true
      }
    }
    return (outcome, isOut)
  }

  /// Those with some partners, but fewer than a set must have.
  private func shortFocals(_ outcome: Outcome) -> [Int] {
    guard resolved.design.minimumRatio > 1 else { return [] }
    return outcome.partners.indices.filter {
      held[$0].isEmpty && !outcome.partners[$0].isEmpty
        && outcome.partners[$0].count < resolved.design.minimumRatio
    }
  }

  /// The best match in which some are left out beforehand.
  private func solve(isOut: [Bool]) throws(MatchingError) -> Outcome {
    let design = resolved.design
    let most = design.maximumRatio ?? design.ratio
    let capacities = held.indices.map { isOut[$0] ? 0 : most - held[$0].count }
    if design.fineBalance == nil, design.maximumRatio == nil, !hasSharedUnits {
      if most == 1, capacities.reduce(0, +) > pairs.partnerRows.count {
        return mirrored(isOut: capacities.map { $0 == 0 })
      }
      var assignment = PartnerAssignment(
        terms: .init(
          capacities: capacities, held: held.map(\.count), fewest: design.minimumRatio),
        partnerCount: pairs.partnerRows.count, lists: pairs.lists(count: 8 + 8 * most),
        extend: pairs.nearest)
      assignment.solve()
      return Outcome(
        partners: sorted(assignment.partners),
        certificate: assignment.certificate.priced(
          rowCount: resolved.treated.count, pairs: pairs, worth: assignment.worth,
          gain: pairs.partnerRows.indices.map(assignment.price)))
    }
    let fewest = held.indices.map { isOut[$0] ? 0 : max(0, design.minimumRatio - held[$0].count) }
    let takingPart = held.indices.count { !isOut[$0] }
    let spoken = held.indices.reduce(0) { $0 + fewest[$1] + (isOut[$1] ? 0 : held[$1].count) }
    var flow = PartnerFlow(
      pairs: pairs,
      plan: .init(
        focalBounds: held.indices.map { fewest[$0]...max(fewest[$0], capacities[$0]) },
        partnerBounds: pairs.partnerRows.indices.map { pairs.isWithheld($0) ? 0...0 : 0...1 },
        budget: design.maximumRatio.map { _ in
          max(0, takingPart * design.ratio - spoken)
        }, wantsMore: true, units: hasSharedUnits ? partnerUnits : nil,
        categories: try categories()))
    flow.solve(lists: pairs.lists(count: 8 + 8 * most))
    return Outcome(
      partners: sorted(flow.partners),
      certificate: flow.certificate.priced(
        rowCount: resolved.treated.count, pairs: pairs, worth: flow.worth, gain: flow.gain))
  }

  /// Pairs where partners are fewer: they look for focal units, for whoever is left out costs a search
  /// through everyone's candidates.
  private func mirrored(isOut: [Bool]) -> Outcome {
    let mirror = AdmissiblePairs(
      resolved, metric: metric, isMirrored: true,
      withholding: Set(isOut.indices.filter { isOut[$0] }))
    let places = pairs.places
    var assignment = PartnerAssignment(
      terms: .init(
        capacities: places.map { pairs.isWithheld(Int($0)) ? 0 : 1 },
        held: Array(repeating: 0, count: places.count), fewest: 1),
      partnerCount: mirror.partnerRows.count, lists: mirror.lists(count: 16),
      extend: mirror.nearest)
    assignment.solve()
    var partners = [[Int]](repeating: [], count: isOut.count)
    for (focal, place) in mirror.places.enumerated() {
      let owner = assignment.owners[Int(place)]
      if owner >= 0 { partners[focal] = [Int(places[Int(owner)])] }
    }
    return Outcome(
      partners: partners,
      certificate: assignment.certificate.priced(
        rowCount: resolved.treated.count, pairs: mirror, worth: assignment.worth,
        gain: mirror.partnerRows.indices.map(assignment.price)))
  }

  private func sorted(_ partners: [[Int]]) -> [[Int]] {
    partners.enumerated().map { focal, places in
      places.count < 2
        ? places
        : places.map { (pairs.distance(focal, $0), $0) }.sorted(by: <).map(\.1)
    }
  }

  /// Who goes, of those with too few partners: those with fewest, and as many as must at least.
  static func leavers(_ short: [Int], _ partners: [[Int]], fewest: Int) -> ArraySlice<Int> {
    let lacking = short.reduce(0) { $0 + fewest - partners[$1].count }
    let sorted = short.sorted { (partners[$0].count, -$0) < (partners[$1].count, -$1) }
    return sorted.prefix(max(1, lacking / fewest))
  }
}

extension OptimalMatching {
  /// Whether several partners stand for one person.
  private var hasSharedUnits: Bool {
    resolved.units != nil
      && Set(pairs.partnerRows.map(resolved.unit)).count < pairs.partnerRows.count
  }

  private var partnerUnits: [Int] {
    var numbers: [Int32: Int] = [:]
    return pairs.partnerRows.map { row in
      let unit = resolved.unit(row)
      let number = numbers[unit] ?? numbers.count
      numbers[unit] = number
      return number
    }
  }

  private func categoryCodes() throws(MatchingError) -> [Int32]? {
    guard let name = resolved.design.fineBalance else { return nil }
    do { return ExactStrata.codes(of: try table.column(name)) } catch {
      throw .covariates(.table(error))
    }
  }

  private func categories() throws(MatchingError) -> PartnerCategories? {
    guard let codes = try categoryCodes() else { return nil }
    var numbers: [Int32: Int] = [:]
    func number(_ row: Int) -> Int {
      let number = numbers[codes[row]] ?? numbers.count
      numbers[codes[row]] = number
      return number
    }
    let focal = pairs.focalRows.map(number)
    let partner = pairs.partnerRows.map(number)
    if hasSharedUnits {
      var categoryOf: [Int: Int] = [:]
      for (unit, category) in zip(partnerUnits, partner) {
        guard categoryOf[unit, default: category] == category else {
          throw .unsupported(
            "fine balance on a column that varies within one '\(resolved.design.unit ?? "")'",
            method: resolved.design.method.label)
        }
        categoryOf[unit] = category
      }
    }
    return PartnerCategories(focal: focal, partner: partner, count: numbers.count)
  }

  /// By how many pairs the categories of both sides differ in all.
  private func fineBalanceDeviation(of match: Match) throws(MatchingError) -> Int? {
    guard let codes = try categoryCodes() else { return nil }
    var surplus: [Int32: Int] = [:]
    for pair in match.pairs {
      surplus[codes[pair.treated], default: 0] -= 1
      surplus[codes[pair.control], default: 0] += 1
    }
    return surplus.values.reduce(0) { $0 + abs($1) }
  }
}

/// The categories of both sides, numbered from 0.
struct PartnerCategories: Sendable {
  let focal: [Int]
  let partner: [Int]
  let count: Int
}
