/// Who was matched to whom, what everyone weighs, and who was left out and why.
///
/// A match is a value: it keeps its design, its scores and its covariates, so that balance, data and
/// explanation all come from one object. Every pair in it satisfies every exact key, caliper and
/// limit on reuse of the design: that is checked when it is made.
public struct Match: Sendable {
  /// The design it was made by.
  public let design: MatchingDesign
  /// The arm of each row.
  public let treated: [Bool]
  /// The sets, in the order of the rows of those who looked for partners: one of them with their
  /// partners, several with one partner (full matching), or whole strata.
  public let sets: [MatchedSet]
  /// The distances within each set; empty for strata, which know no pairs.
  public let pairDistances: PairDistances
  /// The weight of each row; 0 for people who are not in the match.
  ///
  /// For the effect on the treated they weigh 1, and a control weighs Σ n₁ₛ/n₀ₛ over the sets s it
  /// serves in; for the effect on the controls the other way round; for the effect on everyone a
  /// member of a set weighs nₛ over the set's number of its arm. Then the weights of whoever does not
  /// weigh 1 are scaled to a mean of 1 in each arm.
  public let weights: [Double]
  /// Those who looked for partners and found none.
  public let unmatched: [Unmatched]
  /// Rows outside the common support, ascending.
  public let discarded: [Int]
  /// Rows left out for a missing value, ascending; they count nowhere.
  public let excluded: [Int]
  /// The score of each row, on the scale that was matched on; arbitrary where excluded. `nil` if the
  /// distance has none.
  public let scores: [Double]?
  /// What each caliper of the design came to, in its subject's own units.
  public let caliperWidths: [Double]
  /// Every column the design names, as numbers.
  public let covariates: CovariateColumns
  /// How the weights of genetic matching were found; `nil` for other methods.
  public internal(set) var search: GeneticTrace?
  /// People of the other arm for whom full matching for one arm's effect had no set: it looks for
  /// everyone's partners. Other methods leave partners over as a matter of course.
  public internal(set) var unmatchedPartners: [Unmatched] = []
  /// The proof that no match of as many has a smaller total distance; `nil` unless the method is
  /// optimal.
  public internal(set) var certificate: OptimalityCertificate?
  /// Groups that cannot all have partners, largest first; optimal pair and k:1 matching alone looks
  /// for them.
  public internal(set) var shortages: [Shortage] = []
  /// The smallest width of the design's one caliper at which everyone who looked for partners could
  /// have been matched; `nil` where everyone was, or none would do.
  public internal(set) var sufficientCaliper: Caliper?
  /// The sum over categories of the difference in pairs between the two sides, for a design with fine
  /// balance: 0 where it is exact, otherwise the smallest that the constraints allow.
  public internal(set) var fineBalanceDeviation: Int?
  /// What the method has to say beyond sets and weights; `nil` where there is nothing.
  public let detail: MatchDetail?

  /// Someone who looked for partners and found none.
  public struct Unmatched: Sendable, Equatable {
    /// Their row.
    public let row: Int
    /// Why.
    public let reason: Reason
  }

  /// Why someone found no partner.
  public enum Reason: String, Sendable, Equatable, Codable, CaseIterable {
    /// Nobody of the other arm has the same exact keys.
    case noneInExactStratum
    /// Everyone with the same exact keys agrees in a column in which pairs must differ.
    case noneDiffering
    /// Nobody is inside every caliper.
    case noneInsideCaliper
    /// There were partners, and others took them first.
    case allTaken
    /// Their score lies outside the common support.
    case discarded
    /// They found fewer partners than a set must have.
    case tooFewPartners
    /// Every pair with someone they could have is forbidden.
    case allForbidden
    /// Their probability of treatment is too near 0 or 1 to be kept.
    case trimmed
    /// The largest balanced sample is without them.
    case notChosen
    /// A column the design uses is missing, and its rule is to exclude.
    case missingCovariate
  }
}

extension Match {
  /// Whether a row looked for partners: the treated for the effect on the treated.
  public func isFocal(_ row: Int) -> Bool { treated[row] == design.estimand.isFocalTreated }

  /// The number of pairs: in each set, its treated people times its controls.
  public var pairCount: Int { sets.reduce(0) { $0 + $1.treated.count * $1.controls.count } }

  /// Every pair, set by set; of large strata there are many, so ask for `pairCount` where that will do.
  public var pairs: [MatchedPair] {
    sets.flatMap { set in
      set.treated.flatMap { treated in
        set.controls.map { MatchedPair(treated: treated, control: $0) }
      }
    }
  }

  /// The sum of the distances within sets; 0 for strata.
  public var totalDistance: Double { pairDistances.values.reduce(0, +) }

  /// The number of treated people in the match.
  public var treatedCount: Int { treated.indices.count { treated[$0] && weights[$0] > 0 } }

  /// The number of controls in the match, each counted once.
  public var controlCount: Int { treated.indices.count { !treated[$0] && weights[$0] > 0 } }

  /// The largest number of sets one person serves in; 0 for an empty match.
  public var maximumReuse: Int {
    var uses: [Int: Int] = [:]
    for set in sets {
      for row in set.treated { uses[row, default: 0] += 1 }
      for row in set.controls { uses[row, default: 0] += 1 }
    }
    return uses.values.max() ?? 0
  }

  /// How many were left without partners for each reason.
  public var unmatchedCounts: [Reason: Int] {
    Dictionary(unmatched.map { ($0.reason, 1) }, uniquingKeysWith: +)
  }
}
