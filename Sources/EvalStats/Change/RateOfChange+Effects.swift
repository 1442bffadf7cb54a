public import EvalLinearAlgebra

extension RateOfChange {
  /// What one fit of the four cells says on every scale: the ratio, the difference, the average
  /// effect on the treated and the events avoided, with their joint covariance.
  ///
  /// All are functions of the same four rates and the same set-level residuals, so that they cannot
  /// differ by method, only by assumption.
  ///
  /// - Parameter correction: As for `ratio(correction:)`.
  /// - Throws: `ChangeError.noEvents` where an arm has none in a window, `.tooFewSets`.
  /// - Complexity: O(*sets*), with CR2 and CR3 O(*members*) more.
  public func effects(correction: ClusterCorrection? = nil) throws(ChangeError) -> Effects {
    let average = try averageEffect(correction: correction)
    let avoided = try eventsAvoided(correction: correction)
    return Effects(
      ratio: try ratio(correction: correction),
      difference: try difference(correction: correction), averageEffect: average,
      eventsAvoided: avoided.total, eventsAvoidedPerHundred: avoided.perHundred,
      counterfactualRate: 1000 * counterfactualRate,
      covariance: jointCovariance(
        of: [
          CellContrast.scaled(CellContrast.rateOfChange.coefficients, by: events),
          CellContrast.scaled(CellContrast.rateOfChange.coefficients, by: time / 1000),
          CellContrast.scaled(averageEffectContrast.coefficients, by: time / 1000),
        ], correction: correction))
  }

  /// The average effect on the treated in natural units: events per 1,000 person-months after the
  /// index date, over what there would have been had the treated changed as their controls did.
  ///
  /// ATT = post₁ − pre₁·(post₀/pre₀), the g-computation of the four-cell log-linear model. Parallel
  /// trends is assumed on the *ratio* scale, so its sign is always that of the ratio less 1; the
  /// `difference()`, which assumes it on the additive scale, can have the other sign. The standard
  /// error is by the delta method from set-level influence values, with the gradient
  /// (pre₁·post₀/pre₀², −pre₁/pre₀, −post₀/pre₀, 1) over pre₀, post₀, pre₁, post₁; treated
  /// person-time is taken as given.
  ///
  /// - Parameter correction: As for `ratio(correction:)`.
  /// - Throws: `ChangeError.noEvents` where an arm has none in a window, `.tooFewSets`.
  /// - Complexity: As for `ratio(correction:)`.
  public func averageEffect(
    correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> Finding {
    try averageEffect(
      times: 1, estimand: "average effect on the treated per 1,000 person-months",
      correction: correction)
  }

  /// Events avoided: −ATT times the treated's person-time after the index date, in all and for each
  /// 100 people taken on; below 0 where there were more events than expected.
  ///
  /// Expected less observed events, T₁·pre₁·(post₀/pre₀) − Y₁. Person-time and people count with
  /// their match weights, which are 1 for the treated where the estimand is the effect on them.
  ///
  /// - Throws: As `averageEffect(correction:)`.
  public func eventsAvoided(
    correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> (total: Finding, perHundred: Finding) {
    let months = time[ClusterTotals.cell(.treated, .after)] / 1000
    return (
      try averageEffect(
        times: -months, estimand: "events avoided among the treated", correction: correction),
      try averageEffect(
        times: -100 * months / treatedCount,
        estimand: "events avoided per 100 people treated", correction: correction)
    )
  }

  /// The ATT per 1,000 person-months, multiplied by a known number.
  private func averageEffect(
    times multiple: Double, estimand: String, correction: ClusterCorrection?
  ) throws(ChangeError) -> Finding {
    // All four logs of rates must be finite: the model is the ratio's.
    _ = try logEstimate(of: .rateOfChange)
    let observed = rates[ClusterTotals.cell(.treated, .after)]
    let estimate = multiple * 1000 * (observed - counterfactualRate)
    let uncertainty = try uncertainty(
      of: averageEffectContrast, divisors: time / (1000 * multiple), correction: correction)
    return uncertainty.difference(
      of: estimate, estimand: estimand,
      model: "g-computation from the Poisson model\(weightedText), delta method")
  }

  /// pre₁·(post₀/pre₀) per person-month: what the treated would have had.
  private var counterfactualRate: Double { rates[2] * rates[1] / rates[0] }

  /// The gradient of the ATT over the rates of the four cells.
  private var averageEffectContrast: CellContrast {
    CellContrast(
      coefficients: SIMD4(
        rates[2] * rates[1] / (rates[0] * rates[0]), -rates[2] / rates[0], -rates[1] / rates[0], 1
      ))
  }

  /// Σ of the treated's match weights.
  private var treatedCount: Double {
    var sum = 0.0
    for member in 0..<counts.count where counts.arms[member] == .treated {
      sum += counts.weights[member]
    }
    return sum
  }

  /// The covariance of sums of rates' residuals, one row a gradient over the cells; `nil` where some
  /// variance is not positive.
  private func jointCovariance(
    of gradients: [SIMD4<Double>], correction: ClusterCorrection?
  ) -> Matrix? {
    let meat = cellCovariance(correction: correction)
    var covariance = Matrix(rowCount: gradients.count, columnCount: gradients.count)
    for (row, left) in gradients.enumerated() {
      for (column, right) in gradients.enumerated() {
        for cell in 0..<4 { covariance[row, column] += left[cell] * (meat[cell] * right).sum() }
      }
    }
    let isProper = covariance.diagonal.allSatisfy { $0 > 0 && $0.isFinite }
    return isProper ? covariance : nil
  }

  /// The findings that one fit gives on every scale.
  public struct Effects: Sendable, Equatable {
    /// The rate-of-change ratio.
    public let ratio: Finding
    /// Difference in differences per 1,000 person-months.
    public let difference: Finding
    /// The average effect on the treated per 1,000 person-months.
    public let averageEffect: Finding
    /// Expected less observed events among the treated.
    public let eventsAvoided: Finding
    /// The same for each 100 people treated.
    public let eventsAvoidedPerHundred: Finding
    /// The rate the treated would have had, per 1,000 person-months: pre₁·(post₀/pre₀).
    public let counterfactualRate: Double
    /// The covariance of log ratio, difference and average effect, in this order, with the
    /// correction of the findings; `nil` where they have no standard error, or where two-way
    /// clustering left a negative variance that was clipped.
    public let covariance: Matrix?

    /// Whether the difference says more events where the ratio and the average effect say fewer, or
    /// the reverse: the arms then began at such different rates that the answer depends on which
    /// scale trends are taken to be parallel on.
    public var scalesDisagree: Bool {
      (ratio.estimate - 1) * difference.estimate < 0
    }

    /// A sentence on a disagreement of the scales; `nil` if there is none.
    public var disagreement: String? {
      guard scalesDisagree else { return nil }
      let direction = ratio.estimate < 1 ? "fewer" : "more"
      let other = ratio.estimate < 1 ? "more" : "fewer"
      return "The ratio says \(direction) events than expected and the difference says \(other): "
        + "the arms began at different rates, and the answer depends on whether trends are taken "
        + "to be parallel in ratio or in number."
    }
  }
}
