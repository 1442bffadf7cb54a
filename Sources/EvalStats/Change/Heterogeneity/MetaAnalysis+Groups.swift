/// A group's own estimate drawn towards the pooled one, by as much as its own is uncertain.
public struct ShrunkenEstimate: Sendable, Equatable {
  /// The group.
  public let label: String
  /// The shrunken estimate with its interval.
  public let finding: Finding
  /// How far it was drawn: 0 leaves the group's own estimate, 1 gives the pooled one.
  public let shrinkage: Double
}

/// The analysis without one group.
public struct LeaveOneOut: Sendable {
  /// The group left out.
  public let label: String
  /// The analysis of the others.
  public let analysis: MetaAnalysis
}

extension MetaAnalysis {
  /// The fewest groups for which a prediction interval is given: with fewer, τ² is too uncertain.
  public static let fewestGroupsForPrediction = 10

  /// Where the true effect of one more group like these would lie, with 95% chance:
  /// μ̂ ± t(k − 2)·√(τ² + SE²) (Higgins, Thompson and Spiegelhalter 2009,
  /// doi:10.1111/j.1467-985X.2008.00552.x), SE being that of μ̂ with τ² taken as known.
  ///
  /// It supposes that the groups are a random sample of such groups with normal effects. The finding
  /// has no p-value.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` below 10 groups; `.needsRandomEffects`.
  public func prediction() throws(HeterogeneityError) -> Finding {
    guard estimator != .fixedEffect else {
      throw .needsRandomEffects(method: "a prediction interval")
    }
    guard groups.count >= MetaAnalysis.fewestGroupsForPrediction else {
      throw .tooFewGroups(
        method: "a prediction interval", found: groups.count,
        needed: MetaAnalysis.fewestGroupsForPrediction)
    }
    let degreesOfFreedom = Double(groups.count - 2)
    return groups.finding(
      "\(groups.estimand) of a further group",
      method: "\(estimator.label), prediction interval, t(\(groups.count - 2))",
      estimate: pooledValue,
      standardError: (tauSquared + fit.inverseInformation[0, 0]).squareRoot(),
      degreesOfFreedom: degreesOfFreedom, hasPValue: false)
  }

  /// The groups' estimates drawn towards the pooled one (empirical Bayes): with λ = τ²/(τ² + v),
  /// λy + (1 − λ)μ̂ with variance λv + (1 − λ)²·Var μ̂ (Raudenbush and Bryk 1985,
  /// doi:10.3102/10769986010002075).
  ///
  /// They are the better guess of each group's true effect, and the fairer league table. Their
  /// intervals take τ² as known. They have no p-values.
  ///
  /// - Parameter interval: How the variance of μ̂ and the reference distribution are made.
  /// - Throws: `HeterogeneityError.needsRandomEffects`.
  public func shrunken(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> [ShrunkenEstimate] {
    guard estimator != .fixedEffect else { throw .needsRandomEffects(method: "shrinkage") }
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    let pooledVariance = factor * fit.inverseInformation[0, 0]
    return groups.labels.indices.map { row in
      let variance = groups.variances[row]
      let kept = tauSquared / (tauSquared + variance)
      let finding = groups.finding(
        "\(groups.estimand), shrunken",
        method: "empirical Bayes, \(estimator.label), "
          + MetaAnalysis.reference(interval, degreesOfFreedom),
        estimate: kept * groups.estimates[row] + (1 - kept) * pooledValue,
        standardError: (kept * variance + (1 - kept) * (1 - kept) * pooledVariance).squareRoot(),
        degreesOfFreedom: degreesOfFreedom, hasPValue: false)
      return ShrunkenEstimate(
        label: groups.labels[row], finding: finding, shrinkage: 1 - kept)
    }
  }

  /// The analysis made again without each group in turn, in the groups' order.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` where too few would be left to pool.
  /// - Complexity: that of one analysis times the number of groups.
  public func leaveOneOut() throws(HeterogeneityError) -> [LeaveOneOut] {
    let needed = estimator == .fixedEffect ? 2 : 3
    guard groups.count >= needed else {
      throw .tooFewGroups(method: "leaving out one group", found: groups.count, needed: needed)
    }
    return try groups.labels.indices.map { (row) throws(HeterogeneityError) in
      LeaveOneOut(
        label: groups.labels[row],
        analysis: try MetaAnalysis(try groups.leavingOut(row), estimator: estimator))
    }
  }
}
