/// How covariates are coarsened before people are matched exactly on what is left of them (Iacus,
/// King and Porro 2012, doi:10.1093/pan/mpr013).
///
/// People are matched when they fall into the same bin of every covariate: the imbalance that can
/// remain is bounded by the bins, covariate by covariate, before any outcome is looked at. The finer
/// the bins, the fewer people find anybody.
public struct Coarsening: Sendable, Equatable {
  /// How one covariate is coarsened. Bins are closed on the left.
  public enum Rule: Sendable, Equatable {
    /// ⌈log₂ n + 1⌉ bins of equal width from the least to the largest value (Sturges 1926).
    case sturges
    /// Bins about 3.5 s n^(−1/3) wide (Scott 1979, doi:10.1093/biomet/66.3.605).
    case scott
    /// Bins about 2 IQR n^(−1/3) wide (Freedman and Diaconis 1981, doi:10.1007/BF01025868); one where
    /// half of the values are equal.
    case freedmanDiaconis
    /// So many bins of equal width from the least to the largest value.
    case bins(Int)
    /// Bins that meet at these values, ascending.
    case cutPoints([Double])
    /// So many bins of about equally many people, by quantiles of everyone (type 7).
    case quantiles(Int)
    /// The values as they are.
    case exact
    /// Levels of a factor taken together; those not named stay by themselves.
    case groups([[String]])
  }

  /// The rule of numbers not named in `columns`; categories, text and truth values go by value.
  public var numbers: Rule
  /// The rules of some covariates.
  public var columns: [String: Rule]
  /// Whether, inside a stratum, each looks for `ratio` partners nearest in the design's distance,
  /// nearest neighbour in its automatic order, rather than everyone there being kept and weighted.
  public var formsPairs: Bool

  /// Creates settings; by default Sturges' bins, everyone in a stratum of both arms kept.
  public init(
    numbers: Rule = .sturges, columns: [String: Rule] = [:], formsPairs: Bool = false
  ) {
    self.numbers = numbers
    self.columns = columns
    self.formsPairs = formsPairs
  }

  /// What became of the strata.
  public struct Outcome: Sendable, Equatable {
    /// Where the bins of each coarsened covariate meet, in its own units, the ends left out.
    public let cutPoints: [String: [Double]]
    /// The number of strata that hold anybody.
    public let stratumCount: Int
    /// The number of strata that hold both arms.
    public let sharedStratumCount: Int
    /// How unlike the arms are over these strata before matching.
    public let imbalanceBefore: Double
  }
}

extension Coarsening.Rule {
  /// Refuses what no data could support.
  func check(_ name: String) throws(MatchingError) {
    switch self {
    case .bins(let count), .quantiles(let count):
      guard count >= 1 else {
        throw .invalidSetting("\(count) bins of '\(name)'", remedy: "ask for 1 or more")
      }
    case .cutPoints(let values):
      guard values.isAscending, values.allSatisfy(\.isFinite) else {
        throw .invalidSetting(
          "cut points of '\(name)' at \(values)", remedy: "give finite numbers, ascending")
      }
    case .groups(let groups):
      let named = groups.joined()
      guard Set(named).count == named.count else {
        throw .invalidSetting(
          "a level of '\(name)' in two groups", remedy: "name each level once")
      }
    case .sturges, .scott, .freedmanDiaconis, .exact: break
    }
  }
}
