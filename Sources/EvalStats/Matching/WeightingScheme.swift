/// Weights that make the arms alike without forming sets.
///
/// Everyone keeps the weight the scheme gives them, scaled to a mean of 1 in each arm, so that weights
/// for the effect on everyone are stabilised as they stand. A small effective sample size says that a
/// few people carry the comparison.
public enum WeightingScheme: Sendable, Equatable {
  /// By the probability of the arm a person is in (Rosenbaum 1987, doi:10.2307/2289440): for the
  /// effect on the treated, the controls or everyone.
  case inverseProbability(WeightTrimming = WeightTrimming())
  /// By the probability of the other arm: for the effect on those who might well be in either. With a
  /// logit of the same covariates their means are equal exactly (Li, Morgan and Zaslavsky 2018,
  /// doi:10.1080/01621459.2016.1260466).
  case overlap
  /// By the smaller of the two probabilities over that of the person's arm, as pairs would give (Li
  /// and Greene 2013, doi:10.1515/ijb-2012-0030): for much the same people as `overlap`.
  case matchingWeights
  /// The weights nearest to equal ones that make the moments of the covariates equal.
  case entropyBalance(EntropyBalance = EntropyBalance())

  /// What became of the weights.
  public struct Outcome: Sendable, Equatable {
    /// (Σw)²/Σw² of the treated: how many equal weights are worth as much.
    public let effectiveTreated: Double
    /// (Σw)²/Σw² of the controls.
    public let effectiveControls: Double
    /// The largest weight of a treated person, where the mean is 1.
    public let largestTreated: Double
    /// The largest weight of a control, where the mean is 1.
    public let largestControl: Double
    /// How many weights were cut down to the largest allowed.
    public let cutCount: Int
    /// The most steps the entropy balance of an exact stratum took; `nil` for other schemes.
    public let iterations: Int?
  }
}

/// What is done about people who are nearly certain to be in one arm.
public struct WeightTrimming: Sendable, Equatable {
  /// Only people whose probability of treatment is at least this and at most 1 less this are kept
  /// (Crump, Hotz, Imbens and Mitnik 2009, doi:10.1093/biomet/asn055, suggest 0.1); the estimate then
  /// speaks of them alone. `nil` keeps everyone.
  public var margin: Double?
  /// Weights above this quantile (type 7) of their arm are cut down to it: less variance for some
  /// bias. `nil` cuts none.
  public var quantile: Double?

  /// Creates settings; by default nobody is left out and no weight cut.
  public init(margin: Double? = nil, quantile: Double? = nil) {
    self.margin = margin
    self.quantile = quantile
  }
}

/// What entropy balancing makes equal (Hainmueller 2012, doi:10.1093/pan/mpr025).
///
/// Among all weights under which the covariates of one arm have the target's moments, those nearest in
/// entropy to the base weights. For the effect on the treated the controls are weighted to the
/// treated, for the effect on the controls the other way round, and for the effect on everyone both to
/// everyone. Within each exact stratum the moments are equal by themselves.
public struct EntropyBalance: Sendable, Equatable {
  /// 1 for means, 2 for means and squares, 3 for cubes too; of 0/1 columns means say everything.
  public var moments: Int
  /// Whether products of two covariates, levels included, are made equal too.
  public var includesInteractions: Bool
  /// A column of positive numbers, the weights to stay near to; `nil` for equal ones.
  public var baseWeights: String?

  /// Creates settings; by default the means, from equal weights.
  public init(moments: Int = 1, includesInteractions: Bool = false, baseWeights: String? = nil) {
    self.moments = moments
    self.includesInteractions = includesInteractions
    self.baseWeights = baseWeights
  }
}

extension WeightingScheme {
  /// The scheme's name in a sentence.
  var label: String {
    switch self {
    case .inverseProbability: "inverse-probability weighting"
    case .overlap: "overlap weighting"
    case .matchingWeights: "matching weights"
    case .entropyBalance: "entropy balancing"
    }
  }

  /// Whether the weights come from a score.
  var usesScore: Bool {
    if case .entropyBalance = self { false } else { true }
  }
}

extension WeightingScheme: CustomStringConvertible {
  /// What the scheme adds to its name: "people with probabilities outside 0.1–0.9 left out".
  public var description: String {
    switch self {
    case .inverseProbability(let trimming):
      return [
        trimming.margin.map {
          "people with probabilities outside \($0.shortText)–\((1 - $0).shortText) left out"
        },
        trimming.quantile.map { "weights cut at the quantile \($0.shortText) of their arm" },
      ].compactMap(\.self).joined(separator: ", ")
    case .overlap, .matchingWeights: return ""
    case .entropyBalance(let settings):
      var parts = [
        ["means", "means and squares", "means, squares and cubes"][settings.moments - 1]
      ]
      if settings.includesInteractions { parts.append("products of two") }
      if let name = settings.baseWeights { parts.append("near the weights '\(name)'") }
      return parts.joined(separator: ", ")
    }
  }
}
