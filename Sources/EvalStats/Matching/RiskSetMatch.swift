/// People matched within risk sets: the cohort, how close it is, and who is not in it and why.
public struct RiskSetMatch: Sendable {
  /// The design the match follows.
  public let design: RiskSetDesign
  /// One row a member, set by set: the treated person, then the controls in the order chosen.
  ///
  /// Sets are numbered in order of index date and row of their treated person. The treated have
  /// weight 1, each use of a control 1 / (controls of its set), scaled so that the weights of a
  /// person, summed over their uses, have mean 1.
  public let cohort: Cohort
  /// η of each member on the day before its index date; `nil` without a score, as is all that rests on
  /// one.
  public let scores: [Double]?
  /// The covariates of each member on the day before its index date.
  public let covariates: CovariateFrame
  /// The treated who sought controls, matched or not, with their covariates.
  public let treated: CovariateFrame
  /// η of each of them.
  public let treatedScores: [Double]?
  /// Those of them who found too few controls, in order of index date and row.
  public let unmatched: [Unmatched]
  /// The candidates before matching: everybody who might serve on the first day of a month in which
  /// somebody was taken on, once for each such month.
  public let candidates: CovariateFrame
  /// η of each of them.
  public let candidateScores: [Double]?
  /// Treated of the month over candidates of the month, so that the candidates stand for the same
  /// months as the treated.
  public let candidateWeights: [Double]
  /// The score model; `nil` where the design asks for none.
  public let score: RiskSetScore?
  /// The largest difference in η allowed, included; `nil` for none.
  public let caliperWidth: Double?
  /// Who was considered and lost.
  public let flow: RiskSetFlow

  /// A treated person without enough controls.
  public struct Unmatched: Sendable, Equatable {
    /// Why.
    public enum Reason: String, Sendable, Codable, CaseIterable {
      /// Fewer people at risk than a set needs agreed on the exact covariates and the age band, and
      /// differed where they must.
      case tooFewInStratum
      /// Fewer of them than a set needs lay within the calipers on covariates and score.
      case tooFewWithinCaliper
      /// Those who would have done were serving in other sets.
      case exhausted

      /// The reason in words, for a flow of people.
      public var label: String {
        switch self {
        case .tooFewInStratum: "nobody, or too few, at risk with the same exact covariates"
        case .tooFewWithinCaliper: "nobody, or too few, within the caliper"
        case .exhausted: "those within the caliper were taken"
        }
      }
    }

    /// Row in the register.
    public let person: Int
    /// The index date.
    public let date: Day
    /// Why.
    public let reason: Reason
    /// People at risk in the stratum on the date.
    public let stratumCount: Int
    /// Those of them within the caliper, taken or not.
    public let withinCaliperCount: Int
  }

  /// The number of sets.
  public var setCount: Int { treated.count - unmatched.count }

  /// The number of people who serve as controls.
  public var controlCount: Int { usesOfControl.count }

  /// The largest number of sets in which one person serves as a control.
  public var maximumReuse: Int { usesOfControl.values.max() ?? 0 }

  /// How many sets each control serves in.
  var usesOfControl: [Int: Int] {
    var uses: [Int: Int] = [:]
    for member in 0..<cohort.count where cohort.arms[member] == .control {
      uses[cohort.persons[member], default: 0] += 1
    }
    return uses
  }

  /// Each member's difference in η from the treated person of its set, 0 for the treated; `nil`
  /// without a score.
  public var distances: [Double]? {
    guard let scores else { return nil }
    var treatedScore = 0.0
    return (0..<cohort.count).map { member in
      if cohort.arms[member] == .treated { treatedScore = scores[member] }
      return abs(scores[member] - treatedScore)
    }
  }
}
