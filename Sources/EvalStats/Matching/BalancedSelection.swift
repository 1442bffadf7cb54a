/// The largest sample in which the covariates balance, chosen person by person.
///
/// An integer programme finds it: matching on a distance hopes for balance, this demands it. What is
/// largest is exact, up to the gap reported; who is in it need not be unique.
public struct BalancedSelection: Sendable, Equatable {
  /// What the covariates are to balance with.
  public enum Goal: Sendable, Equatable {
    /// The chosen of the other arm, `ratio` of them for each: cardinality matching (Zubizarreta,
    /// Paredes and Rosenbaum 2014, doi:10.1214/13-AOAS713). In each exact stratum alike.
    case otherArm
    /// The means of those the estimate speaks of, in each arm by itself: profile matching (Cohn and
    /// Zubizarreta 2022, doi:10.1515/jci-2021-0029).
    case profile
    /// These means, by names of columns (`age`, `raceblack`), in each arm by itself; columns not
    /// named are left to themselves. The estimate then speaks of people of that profile.
    case means([String: Double])
  }

  /// What the covariates are to balance with.
  public var goal: Goal
  /// The largest |difference of means| allowed, in the standard deviations the design's balance is
  /// measured by; of everyone where the column does not vary in that arm.
  public var tolerance: Double
  /// Other tolerances for some covariates.
  public var tolerances: [String: Double]
  /// Whether the chosen are then paired at the least total of the design's distance, within exact
  /// strata. Balance is as chosen, whoever is paired with whom.
  public var formsPairs: Bool
  /// How long the solver may take, in seconds. A search that is cut short may end elsewhere on another
  /// machine.
  public var timeLimit: Double
  /// How much smaller than the largest, as a share of it, is good enough.
  public var gap: Double

  /// Creates settings; by default cardinality matching within 0.05 standard deviations, no pairs, a
  /// minute at most.
  public init(
    goal: Goal = .otherArm, tolerance: Double = 0.05, tolerances: [String: Double] = [:],
    formsPairs: Bool = false, timeLimit: Double = 60, gap: Double = 0
  ) {
    self.goal = goal
    self.tolerance = tolerance
    self.tolerances = tolerances
    self.formsPairs = formsPairs
    self.timeLimit = timeLimit
    self.gap = gap
  }

  /// How good the sample is.
  public struct Outcome: Sendable, Equatable {
    /// The solver and its version.
    public let solver: String
    /// The number chosen: of those who have partners, or of both arms for a profile.
    public let chosenCount: Int
    /// No balanced sample is larger than this.
    public let upperBound: Int
    /// Whether it is proven to be the largest.
    public let isOptimal: Bool
    /// The largest |difference of means| in the sample, in the standard deviations of the tolerance.
    public let largestDifference: Double

    /// (Bound − size) / bound; 0 where the bound is.
    public var gap: Double {
      upperBound > 0 ? Double(upperBound - chosenCount) / Double(upperBound) : 0
    }
  }
}

extension BalancedSelection: CustomStringConvertible {
  /// "every difference of means within 0.05 SD".
  public var description: String {
    let others = tolerances.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shortText)" }
    let target =
      switch goal {
      case .otherArm: "of the other arm's"
      case .profile: "of the means of those spoken of"
      case .means: "of the means given"
      }
    return "every mean within \(tolerance.shortText) SD \(target)"
      + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
      + (formsPairs ? ", then paired" : "")
  }
}
