extension RateRatio {
  /// The exact p-value given the total, by the binomial split of the events.
  ///
  /// One-sided: P(as few or fewer), P(as many or more) in the first group; two-sided: the probability
  /// of all splits no likelier than the one seen. Without any event 1.
  ///
  /// - Complexity: O(*events*)
  public func exactPValue(_ alternative: Alternative = .twoSided) -> Double {
    let null = split
    switch alternative {
    case .less: return null.cumulative(events)
    case .greater: return null.survival(events - 1)
    case .twoSided:
      let seen = null.mass(events)
      var pValue = 0.0
      for count in 0...null.trials {
        let mass = null.mass(count)
        // Splits that are equally likely differ in their last bits.
        if mass <= seen * (1 + 1e-7) { pValue += mass }
      }
      return min(1, pValue)
    }
  }

  /// Twice the smaller exact tail, at most 1: the p-value that belongs to the exact interval.
  public var doubledPValue: Double {
    min(1, 2 * min(exactPValue(.less), exactPValue(.greater)))
  }

  /// The exact 95% interval given the total (Clopper–Pearson); `upper` is `nil` where it is
  /// unbounded, without reference events.
  public var exactInterval: (lower: Double, upper: Double?) {
    let share = Binomial.shareInterval(
      successes: events, trials: events + referenceEvents)
    return (
      ratio(atShare: share.lowerBound),
      share.upperBound < 1 ? ratio(atShare: share.upperBound) : nil
    )
  }

  /// Twice the smaller mid-p tail, at most 1.
  public var midPValue: Double {
    let tails = midPTails(split.probability)
    return min(1, 2 * min(tails.less, tails.greater))
  }

  /// The ratios at which each mid-p tail is 2.5%; 0 and `nil` (unbounded) where a group has no
  /// events.
  public var midPInterval: (lower: Double, upper: Double?) {
    (
      events == 0 ? 0 : ratio(atShare: root { midPTails($0).greater > 0.025 }),
      referenceEvents == 0 ? nil : ratio(atShare: root { midPTails($0).less < 0.025 })
    )
  }

  /// The score test of equal rates: (events − E)/√V given the total; `nil` without any event.
  public var scoreStatistic: Double? {
    let trials = Double(split.trials)
    let null = split.probability
    guard trials > 0 else { return nil }
    return (Double(events) - trials * null) / (trials * null * (1 - null)).squareRoot()
  }

  /// Two-sided, from the normal approximation of the score; `nil` without any event.
  public var scorePValue: Double? {
    scoreStatistic.map { min(1, 2 * Normal.standard.survival(abs($0))) }
  }

  /// The probabilities of fewer and of more events in the first group than seen, each with half the
  /// probability of as many, where its share of all events is `share`.
  func midPTails(_ share: Double) -> (less: Double, greater: Double) {
    let law = Binomial(trials: events + referenceEvents, probability: share)
    let half = 0.5 * law.mass(events)
    return ((events > 0 ? law.cumulative(events - 1) : 0) + half, law.survival(events) + half)
  }
}
