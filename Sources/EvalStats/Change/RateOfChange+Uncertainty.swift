private import Foundation

/// The variance of an estimate, the distribution it is held against, and how both were made.
struct Uncertainty {
  /// `nil` where the clusters do not differ at all, so that no variance can be estimated.
  let standardError: Double?
  /// `nil` where there is no standard error to hold against t.
  let degreesOfFreedom: Double?
  /// "CR1S by matched set, t(122)".
  let label: String
  let caveats: [String]

  /// A variance no greater than the noise of rounding is none; neither is one without degrees of
  /// freedom, which a handful of very unequal clusters can leave.
  init(
    variance: Double, noise: Double, degreesOfFreedom: Double, label: String, caveats: [String],
    clusters: String = "matched sets"
  ) {
    self.label = label
    guard variance > noise, variance.isFinite else {
      standardError = nil
      self.degreesOfFreedom = nil
      self.caveats =
        caveats + [
          "The \(clusters) do not differ from one another, so no standard error can be given."
        ]
      return
    }
    guard degreesOfFreedom > Uncertainty.fewestDegrees else {
      standardError = nil
      self.degreesOfFreedom = nil
      self.caveats =
        caveats + ["The \(clusters) are too few and unequal for a standard error to be trusted."]
      return
    }
    standardError = variance.squareRoot()
    self.degreesOfFreedom = degreesOfFreedom
    self.caveats = caveats
  }

  /// No standard error, for a reason that the caveats give.
  init(label: String, caveats: [String]) {
    (standardError, degreesOfFreedom) = (nil, nil)
    self.label = label
    self.caveats = caveats
  }

  /// Below this many degrees of freedom the 95% quantile of t exceeds 10¹²: no interval at all.
  private static let fewestDegrees = 0.1

  /// Half the width of the 95% interval and the two-sided p-value; `nil` without a standard error.
  func reference(for estimate: Double) -> (reach: Double, pValue: Double)? {
    guard let standardError, let degreesOfFreedom else { return nil }
    let distribution = StudentT(degreesOfFreedom: degreesOfFreedom)
    return (
      distribution.upperQuantile(0.025) * standardError,
      min(1, distribution.twoSided(estimate / standardError))
    )
  }

  /// A finding on the ratio scale from an estimate on the log scale; an end beyond the range of a
  /// double is unbounded.
  func ratio(of logEstimate: Double, estimand: String, model: String) -> Finding {
    let reference = reference(for: logEstimate)
    let upper = reference.map { exp(logEstimate + $0.reach) }
    return Finding(
      estimand: estimand, method: "\(model), \(label)", estimate: exp(logEstimate),
      standardError: standardError, lower: reference.map { exp(logEstimate - $0.reach) },
      upper: upper.flatMap { $0.isFinite ? $0 : nil }, pValue: reference?.pValue,
      degreesOfFreedom: degreesOfFreedom, caveats: caveats)
  }

  /// A finding on an estimate's own scale.
  func difference(of estimate: Double, estimand: String, model: String) -> Finding {
    let reference = reference(for: estimate)
    return Finding(
      estimand: estimand, method: "\(model), \(label)", estimate: estimate,
      standardError: standardError, lower: reference.map { estimate - $0.reach },
      upper: reference.map { estimate + $0.reach }, pValue: reference?.pValue,
      degreesOfFreedom: degreesOfFreedom, caveats: caveats)
  }

  /// A finding from a logarithm, on the ratio scale, or from a difference.
  func finding(
    _ estimate: Double, on scale: ChangeScale, estimand: String, model: String
  ) -> Finding {
    switch scale {
    case .ratio: ratio(of: estimate, estimand: estimand, model: model)
    case .difference: difference(of: estimate, estimand: estimand, model: model)
    }
  }
}

extension RateOfChange {
  /// Below this number of sets CR1S is too small in expectation and CR2 stands in.
  static let fewSets = 40

  /// The standard error of a contrast, by set or by set and person.
  func uncertainty(
    of contrast: CellContrast, divisors: SIMD4<Double>, correction: ClusterCorrection?
  ) throws(ChangeError) -> Uncertainty {
    let sets = bySet.clusterCount(in: contrast)
    // A set that is all of a cell fits it exactly and shows none of its variation.
    let fewest = bySet.fewestClusters(in: contrast)
    guard fewest >= 2 else { throw .tooFewSets(found: fewest, needed: 2) }
    if let shared {
      return twoWay(
        shared, sets: sets, contrast: contrast, divisors: divisors,
        correction: correction == .cr2 || correction == .cr3 ? .cr1s : correction ?? .cr1s)
    }
    let correction = correction ?? (sets < RateOfChange.fewSets ? .cr2 : .cr1s)
    if correction == .cr2 || correction == .cr3 {
      return biasReduced(correction, contrast: contrast, divisors: divisors)
    }
    let variance =
      bySet.sandwich(contrast, rates: rates, divisors: divisors)
      * factor(correction, clusters: sets, contrast: contrast)
    var caveats: [String] = []
    if sets < RateOfChange.fewSets {
      caveats.append(
        "With \(sets) matched sets \(correction.rawValue) understates the standard error; CR2 with "
          + "Satterthwaite's degrees of freedom is the better choice below "
          + "\(RateOfChange.fewSets).")
    }
    return uncertainty(
      variance: variance, degreesOfFreedom: Double(sets - 1),
      label: "\(correction.rawValue) by matched set, t(\(sets - 1))",
      contrast: contrast, divisors: divisors, caveats: caveats)
  }

  /// Vset + Vperson − Vmember (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136), each
  /// with its own correction; t with the smaller number of clusters less one.
  private func twoWay(
    _ shared: SharedTotals, sets: Int, contrast: CellContrast, divisors: SIMD4<Double>,
    correction: ClusterCorrection
  ) -> Uncertainty {
    func variance(_ totals: ClusterTotals) -> (Double, Int) {
      let clusters = totals.clusterCount(in: contrast)
      let sum = totals.sandwich(contrast, rates: rates, divisors: divisors)
      return (sum * factor(correction, clusters: clusters, contrast: contrast), clusters)
    }
    let (bySetVariance, _) = variance(bySet)
    let (byPersonVariance, persons) = variance(shared.byPerson)
    let (byMemberVariance, _) = variance(shared.byMember)
    let betweenSets = byPersonVariance - byMemberVariance
    var caveats = [
      "\(shared.sharedCount) \(shared.sharedCount == 1 ? "person serves" : "people serve") in "
        + "several sets, so the standard error is clustered both by set and by person."
    ]
    if betweenSets < 0, bySetVariance + betweenSets <= 0 {
      caveats.append(
        "The variance component of shared people was negative and larger than that of sets; it was "
          + "clipped to zero.")
    }
    let total = bySetVariance + betweenSets
    let clusters = min(sets, persons)
    if clusters < RateOfChange.fewSets {
      caveats.append(
        "With \(clusters) clusters \(correction.rawValue) understates the standard error.")
    }
    return uncertainty(
      variance: total > 0 ? total : bySetVariance, degreesOfFreedom: Double(clusters - 1),
      label: "\(correction.rawValue) by matched set and person, t(\(clusters - 1))",
      contrast: contrast, divisors: divisors, caveats: caveats)
  }

  /// A variance with the noise of rounding that belongs to a contrast.
  func uncertainty(
    variance: Double, degreesOfFreedom: Double, label: String, contrast: CellContrast,
    divisors: SIMD4<Double>, caveats: [String]
  ) -> Uncertainty {
    // A set's residuals are exact to some 1e-16 of its events, so a variance below 1e-24 of what
    // the events themselves would give is rounding.
    var scale = 0.0
    for cell in contrast.cells {
      let share = contrast.coefficients[cell] * events[cell] / divisors[cell]
      scale += share * share
    }
    return Uncertainty(
      variance: variance, noise: 1e-24 * scale, degreesOfFreedom: degreesOfFreedom, label: label,
      caveats: caveats)
  }

  /// The covariance of Σw(y − rate·t) over the four cells, one row a cell, with the correction that
  /// the findings have.
  func cellCovariance(correction: ClusterCorrection?) -> [SIMD4<Double>] {
    let contrast = CellContrast.rateOfChange
    func total(_ scores: [SIMD4<Double>], times factor: Double) -> [SIMD4<Double>] {
      var meat = Array(repeating: SIMD4<Double>.zero, count: 4)
      for score in scores {
        for cell in 0..<4 { meat[cell] += factor * score[cell] * score }
      }
      return meat
    }
    func plain(_ totals: ClusterTotals, _ correction: ClusterCorrection) -> [SIMD4<Double>] {
      let scores = totals.events.indices.map { totals.events[$0] - rates * totals.time[$0] }
      return total(
        scores,
        times: factor(
          correction, clusters: totals.clusterCount(in: contrast), contrast: contrast))
    }
    if let shared {
      let chosen = correction == .cr2 || correction == .cr3 ? .cr1s : correction ?? .cr1s
      let sets = plain(bySet, chosen)
      let persons = plain(shared.byPerson, chosen)
      let members = plain(shared.byMember, chosen)
      return (0..<4).map { sets[$0] + persons[$0] - members[$0] }
    }
    let sets = bySet.clusterCount(in: contrast)
    let chosen = correction ?? (sets < RateOfChange.fewSets ? .cr2 : .cr1s)
    guard chosen == .cr2 || chosen == .cr3 else { return plain(bySet, chosen) }
    return total(
      BiasReducedScores(counts, rates: rates, time: time, correction: chosen).scores, times: 1)
  }

  /// What the correction multiplies by, with the rows and coefficients of a contrast; 1 for CR2 and
  /// CR3, which adjust each set instead.
  private func factor(
    _ correction: ClusterCorrection, clusters: Int, contrast: CellContrast
  ) -> Double {
    let cells = contrast.cells
    let rowCount = cells.reduce(0) { $0 + rows[$1] }
    let ratio = Double(clusters) / Double(clusters - 1)
    switch correction {
    case .cr0, .cr2, .cr3: return 1
    case .cr1: return ratio
    case .cr1s:
      // With as many coefficients as rows nothing is left over; the variance is then zero anyway.
      guard rowCount > cells.count else { return 1 }
      return ratio * Double(rowCount - 1) / Double(rowCount - cells.count)
    }
  }
}
