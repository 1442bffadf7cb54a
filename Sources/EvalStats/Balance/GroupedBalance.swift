/// Balance within each cluster or subgroup: arms that agree overall may differ in every group.
public struct GroupedBalance: Sendable {
  /// Whose standard deviations, before matching, differences are divided by.
  public enum Standardisation: String, Sendable, CaseIterable, Codable {
    /// Everyone's: the same difference counts the same in every group.
    case overall
    /// The group's own: each group is a study by itself.
    case withinGroup
  }

  /// The balance of one group.
  public struct Group: Sendable {
    /// The level of the column that makes the groups; "missing" for people without one.
    public let name: String
    /// The treated people of the group.
    public let treatedCount: Int
    /// The controls of the group.
    public let controlCount: Int
    /// Arms without anyone before matching: with one there is no table.
    public let emptyArms: [Arm]
    /// Arms without anyone who carries match weight: with one there is nothing after matching.
    public let unmatchedArms: [Arm]
    /// The balance; `nil` if an arm is empty.
    public let table: BalanceTable?
  }

  /// The groups, in the order of the levels; levels nobody has are left out.
  public let groups: [Group]
  /// Everyone together.
  public let overall: BalanceTable
  /// Whose standard deviations the groups' tables use.
  public let standardisation: Standardisation

  /// Compares the arms within each group.
  ///
  /// Weights are scaled to sum to 1 in each arm of a group. Distances within sets are those of
  /// pairs whose members are both in the group.
  ///
  /// - Parameters:
  ///   - groups: the level of each row, named in `levels`; negative for none.
  ///   - levels: the names of the groups.
  ///   - standardisation: whose standard deviations differences are divided by.
  /// - Precondition: as many codes as rows; both arms have people.
  /// - Complexity: O(*columns* · *n* log *n* + *n* · *groups*)
  public init(
    treated: [Bool], covariates: CovariateColumns, groups codes: [Int32], levels: [String],
    standardisation: Standardisation = .overall, score: [Double]? = nil,
    weights: [Double]? = nil, sets: [MatchedSet]? = nil, discarded: [Bool]? = nil,
    terms: BalanceTerms = .mainEffects
  ) {
    precondition(codes.count == treated.count, "\(codes.count) groups for \(treated.count) rows")
    // Marked here, so that every group has the lines of the whole.
    let covariates = covariates.markingGaps()
    let overall = BalanceTable(
      treated: treated, covariates: covariates, score: score, weights: weights, sets: sets,
      discarded: discarded, terms: terms)
    var rowsOf: [Int32: [Int]] = [:]
    for (row, code) in codes.enumerated() { rowsOf[max(code, -1), default: []].append(row) }
    var names: [(code: Int32, name: String)] = levels.enumerated().map { (Int32($0), $1) }
    names.append((-1, "missing"))
    self.groups = names.compactMap { code, name in
      guard let rows = rowsOf[code] else { return nil }
      return Group(
        name: name, rows: rows, treated: treated, weights: weights,
        table: { arms in
          BalanceTable(
            treated: arms, covariates: covariates.rows(at: rows),
            score: score.map { score in rows.map { score[$0] } },
            weights: weights.map { weights in rows.map { weights[$0] } },
            sets: sets.map { GroupedBalance.sets($0, within: rows, of: treated.count) },
            discarded: discarded.map { discarded in rows.map { discarded[$0] } }, terms: terms,
            standardisedBy: standardisation == .overall ? overall : nil)
        })
    }
    self.overall = overall
    self.standardisation = standardisation
  }

  /// Each group with its largest |standardised difference|, the score left out; `nil` where the group
  /// cannot be compared.
  public func largestStandardisedDifferences(
    _ stage: BalanceTable.Stage, by denominator: BalanceTable.Denominator = .treated
  ) -> [(group: String, largest: Double?)] {
    groups.map { ($0.name, $0.table?.summary(stage, by: denominator)?.largest) }
  }

  /// The sets by places among some rows, without members elsewhere.
  private static func sets(
    _ sets: [MatchedSet], within rows: [Int], of rowCount: Int
  ) -> [MatchedSet] {
    var place = [Int](repeating: -1, count: rowCount)
    for (index, row) in rows.enumerated() { place[row] = index }
    func inside(_ members: RowList) -> [Int] {
      members.compactMap { place[$0] >= 0 ? place[$0] : nil }
    }
    return sets.compactMap { set in
      let inside = MatchedSet(treated: inside(set.treated), controls: inside(set.controls))
      return inside.treated.isEmpty || inside.controls.isEmpty ? nil : inside
    }
  }
}

extension GroupedBalance.Group {
  fileprivate init(
    name: String, rows: [Int], treated: [Bool], weights: [Double]?,
    table: (_ arms: [Bool]) -> BalanceTable
  ) {
    let arms = rows.map { treated[$0] }
    self.name = name
    treatedCount = arms.count { $0 }
    controlCount = arms.count - treatedCount
    emptyArms = Arm.allCases.filter { !arms.contains($0 == .treated) }
    unmatchedArms = Arm.allCases.filter { arm in
      !rows.contains { treated[$0] == (arm == .treated) && weights?[$0] ?? 1 > 0 }
    }
    self.table = emptyArms.isEmpty ? table(arms) : nil
  }
}
