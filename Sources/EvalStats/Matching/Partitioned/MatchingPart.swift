/// One part of a divided match, with all it takes to be matched where nothing of the rest is known.
public struct MatchingPart: Sendable {
  /// Which part it is, from 0.
  public let number: Int
  /// The row of each person in the whole sample, ascending.
  public let rows: [Int]
  /// The arm of each.
  public let treated: [Bool]
  /// The columns the part's design names.
  public let table: Table
  /// The score of each, if one is used.
  public let scores: [Double]?
  /// Pairs that may not be, by rows of the whole.
  public let forbidden: [MatchedPair]
  /// Pairs that must be, by rows of the whole.
  public let forced: [MatchedPair]
  /// The design of the parts.
  public let design: MatchingDesign
  /// The scale of the whole.
  public let scale: MatchingScale

  /// Puts a part together again, as it was made by `PartitionedMatching.part(_:)`.
  ///
  /// - Precondition: as many flags, scores and lines of the table as rows, and pairs of those rows.
  public init(
    number: Int, rows: [Int], treated: [Bool], table: Table, scores: [Double]?,
    forbidden: [MatchedPair] = [], forced: [MatchedPair] = [], design: MatchingDesign,
    scale: MatchingScale
  ) {
    precondition(
      treated.count == rows.count && table.rowCount == rows.count
        && scores?.count ?? rows.count == rows.count,
      "a flag, a score and a line of the table for each of \(rows.count) rows")
    self.number = number
    self.rows = rows
    self.treated = treated
    self.table = table
    self.scores = scores
    self.forbidden = forbidden
    self.forced = forced
    self.design = design
    self.scale = scale
  }

  /// Matches the part.
  ///
  /// - Throws: `MatchingError` for a part that does not fit its design.
  /// - Complexity: that of `MatchingProblem.matched(by:on:solver:)`.
  public func matched() throws(MatchingError) -> MatchedPart {
    guard !rows.isEmpty else {
      return MatchedPart(number: number, sets: [], pairDistances: [], reasons: [:])
    }
    let pairs = localPairs
    let match = try MatchingProblem(
      treated: treated, table: table, scores: scores, forbidden: pairs.forbidden,
      forced: pairs.forced
    ).matched(by: design, on: scale)
    return MatchedPart(
      number: number,
      sets: match.sets.map { set in
        MatchedSet(treated: set.treated.map { rows[$0] }, controls: set.controls.map { rows[$0] })
      }, pairDistances: match.pairDistances,
      reasons: Dictionary(
        match.unmatched.map { (rows[$0.row], $0.reason) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The given pairs by the part's own rows.
  private var localPairs: (forbidden: [MatchedPair], forced: [MatchedPair]) {
    guard !forbidden.isEmpty || !forced.isEmpty else { return ([], []) }
    let place = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, $0.offset) })
    func local(_ pairs: [MatchedPair]) -> [MatchedPair] {
      pairs.compactMap { pair in
        guard let treated = place[pair.treated], let control = place[pair.control] else {
          return nil
        }
        return MatchedPair(treated: treated, control: control)
      }
    }
    return (local(forbidden), local(forced))
  }
}

/// What became of one part of a divided match, by rows of the whole sample.
public struct MatchedPart: Sendable, Equatable {
  /// Which part it is, from 0.
  public let number: Int
  /// The sets, in the order of those who looked for partners.
  public let sets: [MatchedSet]
  /// For each set the distances between its one and its several members.
  public let pairDistances: PairDistances
  /// Why each row that looked for partners and found none has none.
  public let reasons: [Int: Match.Reason]

  /// Puts a result together again.
  ///
  /// - Precondition: a list of distances for each set.
  public init(
    number: Int, sets: [MatchedSet], pairDistances: PairDistances, reasons: [Int: Match.Reason]
  ) {
    precondition(
      sets.count == pairDistances.count,
      "\(pairDistances.count) lists of distances for \(sets.count) sets")
    self.number = number
    self.sets = sets
    self.pairDistances = pairDistances
    self.reasons = reasons
  }
}
