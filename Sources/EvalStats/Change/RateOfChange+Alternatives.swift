extension RateOfChange {
  /// A comparison of set-level changes, for the paired t and signed-rank tests.
  ///
  /// - Throws: `ChangeError.sharedPeople`, `.noCompleteSet`.
  public func setChanges() throws(ChangeError) -> SetChanges {
    try SetChanges(self, method: "a comparison of set-level changes")
  }

  /// The estimators that stand beside the main one, in a fixed order, and why any is missing.
  ///
  /// Additive difference, quasi-Poisson, negative binomial, GEE with exchangeable correlation,
  /// conditional Poisson, the ratio after adjusted for use before, paired t and signed-rank on
  /// set-level change, permutation within matched sets, bootstrap by matched set. Where they
  /// disagree, the assumptions they do not share are where to look.
  ///
  /// - Complexity: O(*sets* · *repetitions*)
  public func alternatives(
    permutations: Int = 9_999, resamples: Int = 1_999, using generator: inout SeededGenerator
  ) -> Alternatives {
    var findings: [Finding] = []
    var refusals: [Alternatives.Refusal] = []
    func add(_ method: String, _ estimate: () throws(ChangeError) -> Finding) {
      do {
        findings.append(try estimate())
      } catch {
        refusals.append(Alternatives.Refusal(method: method, reason: error))
      }
    }
    add("difference in differences") { () throws(ChangeError) in try difference() }
    add("quasi-Poisson") { () throws(ChangeError) in try quasiPoisson() }
    add("negative binomial") { () throws(ChangeError) in try negativeBinomial() }
    add("GEE, exchangeable") { () throws(ChangeError) in try estimatingEquations() }
    add("conditional Poisson") { () throws(ChangeError) in try conditionalPoisson() }
    add("ratio after, adjusted for use before") { () throws(ChangeError) in
      try adjustedForBaseline()
    }
    add("paired t on set-level change") { () throws(ChangeError) in try setChanges().pairedT() }
    add("signed-rank on set-level change") { () throws(ChangeError) in
      try setChanges().signedRank()
    }
    add("permutation within matched sets") { () throws(ChangeError) in
      try permutation(repetitions: permutations, using: &generator)
    }
    add("bootstrap by matched set") { () throws(ChangeError) in
      try bootstrap(repetitions: resamples, using: &generator)
    }
    return Alternatives(findings: findings, refusals: refusals)
  }

  /// Estimators side by side.
  public struct Alternatives: Sendable, Equatable {
    /// An estimator that could not be used.
    public struct Refusal: Sendable, Equatable {
      /// The estimator.
      public let method: String
      /// Why.
      public let reason: ChangeError
    }

    /// What could be estimated.
    public let findings: [Finding]
    /// What could not, and why.
    public let refusals: [Refusal]
  }
}
