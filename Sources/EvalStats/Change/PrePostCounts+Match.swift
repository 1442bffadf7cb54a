extension PrePostCounts {
  /// The counts of the members of a match, from columns with one value a row of its problem.
  ///
  /// Each member of a set is a row. Someone who serves in several sets stands once in each, with that
  /// set's part of their weight, and is one person in all. Where a match is weights without sets,
  /// everyone with a weight is a set of their own, so that clustering by set is clustering by person.
  ///
  /// - Parameters:
  ///   - match: who is compared with whom, by any method.
  ///   - before: events before the index date, and so on for the other columns.
  /// - Precondition: every column has one value a row of the match's problem.
  public init(
    _ match: Match, before: [Double], timeBefore: [Double], after: [Double], timeAfter: [Double]
  ) {
    let rowCount = match.treated.count
    precondition(
      [before, timeBefore, after, timeAfter].allSatisfy { $0.count == rowCount },
      "the columns of the counts have one value for each of \(rowCount) rows")
    var rows: [Int] = []
    var sets: [Int] = []
    var shares: [Double] = []
    var totals = [Double](repeating: 0, count: rowCount)
    func add(_ row: Int, set: Int, share: Double) {
      rows.append(row)
      sets.append(set)
      shares.append(share)
      totals[row] += share
    }
    for (number, set) in match.sets.enumerated() {
      let share = Match.shares(in: set, for: match.design.estimand)
      for row in set.treated { add(row, set: number, share: share.treated) }
      for row in set.controls { add(row, set: number, share: share.control) }
    }
    if match.sets.isEmpty {
      for row in 0..<rowCount where match.weights[row] > 0 { add(row, set: row, share: 1) }
    }
    self.init(
      arms: rows.map { match.treated[$0] ? .treated : .control }, sets: sets, persons: rows,
      weights: zip(rows, shares).map { match.weights[$0] * $1 / totals[$0] },
      before: rows.map { before[$0] }, timeBefore: rows.map { timeBefore[$0] },
      after: rows.map { after[$0] }, timeAfter: rows.map { timeAfter[$0] })
  }
}
