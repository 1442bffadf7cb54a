internal import EvalLinearAlgebra

/// Whether the estimates of groups go with something about the groups: the size of a network, its
/// caseload.
///
/// yᵢ = β₀ + Σβⱼxᵢⱼ + uᵢ + eᵢ with Var eᵢ = SEᵢ² and Var uᵢ = τ², what is left of the differences
/// between groups once the covariates are taken out (Thompson and Higgins 2002,
/// doi:10.1002/sim.1187). Weights are 1/(SEᵢ² + τ²).
///
/// The groups are compared as they are, not by chance: a covariate stands for all that goes with it,
/// and what holds between groups need not hold for the people in them. Covariates must be few and
/// chosen beforehand; `caveats` says what these groups cannot tell.
public struct MetaRegression: Sendable {
  /// What is regressed.
  public let groups: GroupEstimates
  /// The names of the covariates, without the intercept.
  public let covariateNames: [String]
  /// How τ² was estimated.
  public let estimator: HeterogeneityEstimator
  /// One column a covariate.
  let covariates: [[Double]]
  /// At the estimated τ², and at τ² = 0.
  let fit: InverseVarianceFit
  let fixed: InverseVarianceFit
  /// τ² without any covariate, by the same estimator.
  let totalTauSquared: Double

  /// The fewest groups a covariate for which a regression is made at all.
  public static let fewestGroupsPerCovariate = 5
  /// The fewest groups a covariate below which a caveat is due (Cochrane Handbook, chapter 10).
  public static let trustedGroupsPerCovariate = 10

  /// Regresses the groups' estimates on covariates, with an intercept.
  ///
  /// - Parameters:
  ///   - covariates: One value a group for each name.
  /// - Throws: `HeterogeneityError.tooFewGroupsPerCovariate` below 5 groups for each;
  ///   `.invalidCovariate`; `.collinearCovariate` for one that is constant or follows from others.
  /// - Complexity: O(*groups · covariates²*) times some hundred for REML and Paule–Mandel.
  public init(
    _ groups: GroupEstimates, covariates: [(name: String, values: [Double])],
    estimator: HeterogeneityEstimator = .restrictedMaximumLikelihood
  ) throws(HeterogeneityError) {
    precondition(!covariates.isEmpty, "a meta-regression has a covariate")
    for (name, values) in covariates {
      precondition(
        values.count == groups.count, "\(values.count) values of \(name), \(groups.count) groups")
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw .invalidCovariate(name: name, row: row)
      }
    }
    guard groups.count >= MetaRegression.fewestGroupsPerCovariate * covariates.count else {
      throw .tooFewGroupsPerCovariate(
        groups: groups.count, covariates: covariates.count,
        needed: MetaRegression.fewestGroupsPerCovariate)
    }
    self.groups = groups
    self.estimator = estimator
    covariateNames = covariates.map(\.name)
    self.covariates = covariates.map(\.values)
    let ones = [Double](repeating: 1, count: groups.count)
    let variances = groups.variances
    do {
      let variance = try BetweenGroupVariance(
        groups.estimates, variances: variances,
        design: Matrix(columns: [ones] + covariates.map(\.values)))
      fixed = try variance.fit(0)
      fit = try variance.fit(try variance.estimate(estimator))
      totalTauSquared = try BetweenGroupVariance(
        groups.estimates, variances: variances, design: Matrix(columns: [ones])
      ).estimate(estimator)
    } catch {
      guard case .singular(let column) = error, column > 0 else {
        throw .noVariation(method: "a meta-regression")
      }
      throw .collinearCovariate(covariates[column - 1].name)
    }
  }

  /// τ² that the covariates leave.
  public var tauSquared: Double { fit.tauSquared }

  /// The 95% interval of τ² by Q-profiling, as in `MetaAnalysis`.
  public var tauSquaredInterval: ClosedRange<Double>? {
    fixed.profileInterval(groups.estimates, variances: groups.variances)
  }

  /// The share of the unexplained variance that is true difference: τ²/(τ² + s̃²); for the fixed
  /// effect max(0, 1 − (k − p)/QE).
  public var iSquared: Double? {
    guard let typical = fixed.typicalVariance, let q = residualQ else { return nil }
    if estimator == .fixedEffect {
      return q.statistic > 0 ? max(0, 1 - Double(q.degreesOfFreedom) / q.statistic) : 0
    }
    return tauSquared / (tauSquared + typical)
  }

  /// R² analogue: the part of τ² that the covariates take away, (τ²₀ − τ²)/τ²₀, not below 0
  /// (Raudenbush 2009); `nil` where there was none to explain or the effect is fixed. With few groups
  /// it is very unsure.
  public var rSquared: Double? {
    guard estimator != .fixedEffect, totalTauSquared > 0 else { return nil }
    return max(0, (totalTauSquared - tauSquared) / totalTauSquared)
  }

  /// QE: the test that the covariates leave no differences between groups beyond chance.
  public var residualQ: CochranQ? { CochranQ(fixed) }

  /// What these groups cannot tell.
  public var caveats: [String] {
    var caveats =
      [
        "The \(groups.groupNoun) were not made alike in other ways: what goes with a covariate may be "
          + "due to anything else that goes with it."
      ] + groups.caveats
    if groups.count < MetaRegression.trustedGroupsPerCovariate * covariates.count {
      caveats.append(
        "\(groups.count) \(groups.groupNoun) are few for \(covariates.count) "
          + "\(covariates.count == 1 ? "covariate" : "covariates"); "
          + "\(MetaRegression.trustedGroupsPerCovariate) for each are advised.")
    }
    for second in covariates.indices {
      for first in 0..<second {
        let correlation = MetaRegression.correlation(covariates[first], covariates[second])
        if abs(correlation) >= MetaRegression.confusingCorrelation {
          caveats.append(
            "\(covariateNames[first]) and \(covariateNames[second]) go together (correlation "
              + "\(Decimals.text(correlation, places: 2))), so \(groups.count) "
              + "\(groups.groupNoun) cannot tell which of the two matters.")
        }
      }
    }
    return caveats
  }

  /// From this correlation on a third of either covariate's information is lost to the other.
  private static let confusingCorrelation = 0.6

  private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let count = Double(first.count)
    let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
    var (cross, one, two) = (0.0, 0.0, 0.0)
    for row in first.indices {
      let (left, right) = (first[row] - means.0, second[row] - means.1)
      cross += left * right
      one += left * left
      two += right * right
    }
    return one > 0 && two > 0 ? cross / (one.squareRoot() * two.squareRoot()) : 0
  }
}
