/// A match divided into parts that need nothing of one another, for samples past one machine's
/// memory or for an engine that schedules many machines.
///
/// What belongs to the whole sample is settled here, once: scores, common support, the scale of
/// covariates, the widths of calipers. Exact strata then share nobody, so each is matched where its
/// part is, and the results put together are the match of the whole, bit for bit:
/// ```swift
/// let divided = try PartitionedMatching(of: problem, by: design, into: 16)
/// let results = try (0..<16).map { try divided.part($0).matched() }   // anywhere
/// let match = divided.merged(results)   // as problem.matched(by: design)
/// ```
/// Strata that share a unit of several rows go into one part, for the unit serves in all of them.
/// Without exact columns everyone is in one stratum, and all but one part are empty.
public struct PartitionedMatching: Sendable {
  /// How much one part has to do.
  public struct Share: Sendable, Equatable, Codable {
    /// The number of strata with people of both arms.
    public internal(set) var strata = 0
    /// The treated people in them.
    public internal(set) var treated = 0
    /// The controls in them.
    public internal(set) var controls = 0
    /// Treated people times controls, summed over the strata: the pairs that might be looked at.
    public internal(set) var work = 0

    /// The number of rows.
    public var rows: Int { treated + controls }
  }

  /// The design of the whole.
  public let design: MatchingDesign
  /// The design each part is matched by: exact on the stratum, the score given.
  public let partDesign: MatchingDesign
  /// The scale each part is matched on; ranks stand in the parts themselves.
  public let partScale: MatchingScale
  /// What each part has to do.
  public let shares: [Share]
  /// The columns of a part's table and what each holds, in order.
  public let columns: [(name: String, meaning: String)]
  let layout: PartLayout
  let resolved: ResolvedDesign
  /// The part of each stratum; −1 where an arm is missing.
  let partOfStratum: [Int32]
  /// Pairs given with the problem, in the order given.
  let givenPairs: (forbidden: [MatchedPair], forced: [MatchedPair])

  /// Divides a match.
  ///
  /// Strata go, most pairs first, to the part that has the fewest yet; ties to the stratum that
  /// appears first and to the lower part.
  ///
  /// - Parameter count: the number of parts; those past the number of strata are empty.
  /// - Throws: `MatchingError` for what the design or the data cannot support, and `indivisible` for
  ///   a design that needs everyone at once.
  /// - Complexity: O(*n*) beside the score and the scale, and O(*strata* log *strata*).
  public init(
    of problem: MatchingProblem, by design: MatchingDesign, into count: Int
  ) throws(MatchingError) {
    guard count >= 1 else { throw .partCount(count) }
    try design.check()
    try design.checkDivisible()
    let resolved = try ResolvedDesign(design, for: problem)
    let layout = try PartLayout(resolved)
    let strata = DivisibleStrata(resolved)
    let (parts, shares) = strata.dealt(to: count)
    self.design = design
    self.resolved = resolved
    self.layout = layout
    self.shares = shares
    partDesign = layout.design
    partScale = layout.scale
    columns = layout.columns
    partOfStratum = parts
    givenPairs = (problem.forbidden.uniqued(), problem.forced.uniqued())
  }
}

extension PartitionedMatching {
  /// The score of each row of the whole, if one is used.
  public var scores: [Double]? { resolved.scores }

  /// One part, to be matched wherever it suits.
  ///
  /// - Complexity: O(*n*), and memory for the part alone.
  public func part(_ number: Int) -> MatchingPart {
    precondition(shares.indices.contains(number), "part \(number) of \(shares.count)")
    let rows = resolved.treated.indices.filter { part(ofRow: $0) == number }
    let inPart = { (pairs: [MatchedPair]) in
      let strata = resolved.strata.strata
      return pairs.filter {
        part(ofRow: $0.treated) == number && part(ofRow: $0.control) == number
          && strata[$0.treated] == strata[$0.control]
      }
    }
    return MatchingPart(
      number: number, rows: rows, treated: rows.map { resolved.treated[$0] },
      table: layout.table(of: rows, in: resolved),
      scores: resolved.scores.map { scores in rows.map { scores[$0] } },
      forbidden: inPart(givenPairs.forbidden), forced: inPart(givenPairs.forced),
      design: partDesign, scale: partScale)
  }

  /// The part of a row; −1 for rows that no part needs.
  private func part(ofRow row: Int) -> Int {
    resolved.isEligible[row] ? Int(partOfStratum[Int(resolved.strata.strata[row])]) : -1
  }

  /// Puts the results of all parts together.
  ///
  /// - Parameter parts: the result of each part, in any order.
  /// - Returns: what `matched(by:)` makes of the whole; like that, it is checked against the design.
  /// - Precondition: each part of this division once.
  /// - Complexity: O(*n* + *sets* log *sets*)
  public func merged(_ parts: [MatchedPart]) -> Match {
    precondition(
      parts.map(\.number).sorted() == Array(shares.indices),
      "results of parts \(parts.map(\.number)) for \(shares.count) parts")
    let isFocalTreated = design.estimand.isFocalTreated
    let sets = parts.flatMap { zip($0.sets, $0.pairDistances) }.sorted { left, right in
      let (left, right) = (left.0, right.0)
      return isFocalTreated
        ? left.treated[0] < right.treated[0] : left.controls[0] < right.controls[0]
    }
    var reasons: [Int: Match.Reason] = [:]
    for row in resolved.focalRows where part(ofRow: row) < 0 { reasons[row] = .noneInExactStratum }
    for part in parts { reasons.merge(part.reasons) { own, _ in own } }
    return resolved.match(
      sets: sets.map(\.0), pairDistances: PairDistances(sets.map(\.1)), reasons: reasons,
      rules: .stars(upTo: design.ratio, reuse: design.divisibleReuse, for: design.estimand))
  }
}

extension MatchingDesign {
  /// How often partners serve, of a design that can be divided.
  fileprivate var divisibleReuse: ControlReuse {
    guard case .nearest(_, let reuse) = method else {
      preconditionFailure("\(method.label) was divided")
    }
    return reuse
  }

  /// Refuses what needs everyone at once.
  fileprivate func checkDivisible() throws(MatchingError) {
    guard case .nearest(let order, let reuse) = method else {
      throw .indivisible(method.label, remedy: "use nearest-neighbour matching, or match the whole")
    }
    if order == .random, reuse != .unlimited {
      throw .indivisible(
        "an order drawn over everyone",
        remedy: "let the score, the rows or the nearest pair decide who chooses first")
    }
    if maximumRatio != nil {
      throw .indivisible(
        "a number of partners that varies about the mean of everyone",
        remedy: "fix the number of partners")
    }
    if case .given = distance {
      throw .indivisible(
        "a matrix of distances", remedy: "match on a score or on covariates, or match the whole")
    }
  }
}
