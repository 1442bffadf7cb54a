/// A test of whether groups differ in their rates of change.
public struct InteractionTest: Sendable, Equatable {
  /// F.
  public let statistic: Double
  /// The number of groups less one.
  public let numeratorDegreesOfFreedom: Double
  /// Those of the denominator.
  public let denominatorDegreesOfFreedom: Double
  /// The chance of an F at least as large if all groups had the same effect.
  public let pValue: Double
  /// How it was made: "Wald F of group × arm × period, CR1S by matched set, F(11, 122)".
  public let method: String
  /// What to keep in mind.
  public let caveats: [String]

  init(
    statistic: Double, numerator: Double, denominator: Double, method: String, caveats: [String]
  ) {
    self.statistic = statistic
    numeratorDegreesOfFreedom = numerator
    denominatorDegreesOfFreedom = denominator
    pValue = FDistribution(numerator: numerator, denominator: denominator).survival(statistic)
    let text = Decimals.short((denominator * 10).rounded() / 10)
    self.method = "\(method), F(\(Decimals.text(numerator, places: 0)), \(text))"
    self.caveats = caveats
  }

  /// Welch's test of independent estimates with standard errors on their own degrees of freedom.
  package static func welch(
    estimates: [Double], standardErrors: [Double], degreesOfFreedom: [Double], method: String,
    caveats: [String]
  ) -> InteractionTest {
    let count = Double(estimates.count)
    let weights = standardErrors.map { 1 / ($0 * $0) }
    let total = weights.reduce(0, +)
    let mean = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1 } / total
    var spread = 0.0
    var lambda = 0.0
    for place in estimates.indices {
      let distance = estimates[place] - mean
      let rest = 1 - weights[place] / total
      spread += weights[place] * distance * distance
      lambda += rest * rest / degreesOfFreedom[place]
    }
    let square = count * count - 1
    return InteractionTest(
      statistic: spread / (count - 1) / (1 + 2 * (count - 2) * lambda / square),
      numerator: count - 1, denominator: square / (3 * lambda), method: method, caveats: caveats)
  }
}

extension GroupedRateOfChange {
  /// Below this number of sets in a group its own variance is too unsure for the tests that take it
  /// as nearly known.
  static let fewSetsInGroup = 50

  /// A caveat where groups are small.
  func fewSetsCaveat(on scale: ChangeScale) -> [String] {
    let usable = comparable(on: scale)
    let few = usable.count { $0.change.setCount < GroupedRateOfChange.fewSetsInGroup }
    guard few > 0 else { return [] }
    return [
      "\(few) of \(usable.count) \(groupNoun) hold fewer than \(GroupedRateOfChange.fewSetsInGroup) "
        + "matched sets, so this test finds differences too often; read the permutation test."
    ]
  }

  /// The joint Wald test of group × arm × period: no group differs from another in its rate of change.
  ///
  /// F = (θ − μ̂1)ᵀV⁻¹(θ − μ̂1)/(G − 1) with the groups' log ratios (or differences) θ and the clustered
  /// covariance V of the saturated model of all groups together, CR1S by set, against
  /// F(G − 1, sets − 1). V is diagonal, since sets are independent between groups; where people serve
  /// in several sets V is two-way, by set and person, with the smaller number of clusters.
  ///
  /// With few sets in a group it rejects too often, since each group's variance comes from its own
  /// sets alone. In 600 simulations of over-dispersed counts in 12 groups that do not differ it did
  /// at the 5% level in 37% with 10 sets a group and in 13% with 40, Cochran's Q likewise, Welch's
  /// test in 19% and 10%: `permutationTest` is then the one to read.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` below two groups with an estimate;
  ///   `.singularCovariance`.
  public func interactionTest(
    on scale: ChangeScale = .ratio
  ) throws(HeterogeneityError) -> InteractionTest {
    let usable = comparable(on: scale)
    guard usable.count >= 2 else {
      throw .tooFewGroups(method: "a test of interaction", found: usable.count, needed: 2)
    }
    let stacked = StackedGroups(usable, on: scale)
    let method = "a test of interaction"
    let statistic = try stacked.spread(of: usable.map(\.estimate), method: method)
    return InteractionTest(
      statistic: statistic / Double(usable.count - 1), numerator: Double(usable.count - 1),
      denominator: Double(stacked.clusterCount - 1),
      method: "Wald F of group × arm × period on the \(scale.rawValue) scale, \(stacked.label)",
      caveats: leftOut(on: scale) + fewSetsCaveat(on: scale))
  }

  /// Welch's test that all groups have the same rate of change, from each group's own standard error
  /// and degrees of freedom (Welch 1951, doi:10.1093/biomet/38.3-4.330).
  ///
  /// With w = 1/SE², W = Σw, Q = Σw(θ − θ̄)² and Λ = Σ(1 − w/W)²/ν, each group's own ν,
  /// F = Q/(G − 1)/(1 + 2(G − 2)Λ/(G² − 1)) against F(G − 1, (G² − 1)/(3Λ)). It is Cochran's Q with
  /// allowance for standard errors estimated from few sets, though not enough where counts are very
  /// uneven.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups`; `.change(.sharedPeople)` where groups share people.
  public func welchTest(
    on scale: ChangeScale = .ratio
  ) throws(HeterogeneityError) -> InteractionTest {
    guard sharedPersonCount == 0 else {
      throw .change(.sharedPeople(method: "Welch's test of groups", people: sharedPersonCount))
    }
    let usable = comparable(on: scale)
    guard usable.count >= 2 else {
      throw .tooFewGroups(method: "a test of interaction", found: usable.count, needed: 2)
    }
    return InteractionTest.welch(
      estimates: usable.map(\.estimate), standardErrors: usable.map(\.standardError),
      degreesOfFreedom: usable.map(\.degreesOfFreedom),
      method: "Welch's test of \(usable.count) \(groupNoun) on the \(scale.rawValue) scale",
      caveats: leftOut(on: scale) + fewSetsCaveat(on: scale))
  }

  /// A caveat on the groups that take no part.
  func leftOut(on scale: ChangeScale) -> [String] {
    let refused = refusals(on: scale).filter { $0.reason != .empty }
    guard !refused.isEmpty else { return [] }
    return [
      "\(refused.count) of \(groups.count) \(groupNoun) take no part: "
        + refused.map { "\($0.label) (\($0.reason.message))" }.joined(separator: "; ") + "."
    ]
  }
}
