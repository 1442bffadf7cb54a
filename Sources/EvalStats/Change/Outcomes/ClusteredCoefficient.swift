private import Foundation

/// One coefficient of a fitted model as a finding, with a covariance clustered by groups of rows.
struct ClusteredCoefficient {
  let fit: GeneralisedLinearFit
  let name: String
  /// The cluster of each row.
  let clusters: [Int]
  /// What the clusters are: "matched set".
  let clusterName: String
  /// Who the clusters are independent of: where nobody is grouped, every row is its own.
  var isGrouped = true
  /// A second grouping, by person, where people stand in several clusters.
  var persons: [Int]?

  /// Fewer clusters than this take CR2 with Satterthwaite's degrees of freedom.
  private static let fewClusters = 40
  /// Below this the 95% quantile of t is no use.
  private static let fewestDegrees = 1.0

  /// - Parameter isRatio: Whether the coefficient is the logarithm of a ratio.
  func finding(
    _ estimand: String, model: String, isRatio: Bool, caveats: [String]
  ) throws(OutcomeError) -> Finding {
    let count = Set(clusters).count
    guard count >= 2 else {
      throw .tooFew("\(clusterName)s", found: count, needed: 2)
    }
    let correction: ClusterCorrection =
      count < Self.fewClusters && persons == nil ? .cr2 : .cr1s
    let row: CoefficientTable.Row
    let isClipped: Bool
    do {
      let table = try table(correction)
      guard let found = table[name] else {
        preconditionFailure("the model has a coefficient '\(name)'")
      }
      (row, isClipped) = (found, table.isClipped)
    } catch { throw .model(error) }
    var caveats = caveats
    let degrees = row.degreesOfFreedom ?? Double(count - 1)
    let isKnown =
      row.standardError > noise && row.standardError.isFinite && degrees >= Self.fewestDegrees
    if !isKnown {
      caveats.append("The data leave no variation to take a standard error from.")
    }
    let degreesText =
      correction == .cr2
      ? "Satterthwaite t(\(Decimals.text(degrees, places: 1)))"
      : "t(\(Decimals.text(degrees, places: 0)))"
    let by =
      (isGrouped ? "by \(clusterName)" : "with every person apart")
      + (persons == nil ? "" : " and person")
      + (isClipped ? ", \(TwoWayCovariance.note)" : "")
    if persons != nil {
      caveats.append(
        "People serve in several \(clusterName)s, so the standard error is clustered both ways.")
      if count < Self.fewClusters {
        caveats.append("With \(count) \(clusterName)s CR1S understates the standard error.")
      }
    }
    let shown: (Double) -> Double = isRatio ? { exp($0) } : { $0 }
    let upper = shown(row.upper)
    return Finding(
      estimand: estimand, method: "\(model), \(correction.rawValue) \(by), \(degreesText)",
      estimate: shown(row.estimate), standardError: isKnown ? row.standardError : nil,
      lower: isKnown ? shown(row.lower) : nil,
      upper: isKnown && upper.isFinite ? upper : nil,
      pValue: isKnown ? min(1, row.pValue) : nil,
      degreesOfFreedom: isKnown ? degrees : nil, caveats: caveats)
  }

  /// A standard error no larger is what rounding leaves of none.
  private var noise: Double {
    guard fit.model.link == .identity else { return 1e-12 }
    return 1e-12 * fit.response.reduce(0) { max($0, abs($1)) }
  }

  /// Weights of matching are no precisions, which CR2 would otherwise take them for.
  private func table(_ correction: ClusterCorrection) throws(ModelError) -> CoefficientTable {
    if let persons {
      return try fit.coefficientTable(
        .twoWay(by: clusters, and: persons, correction: correction))
    }
    guard correction == .cr2, fit.priorWeights != nil, fit.model.family == .gaussian else {
      return try fit.coefficientTable(.clustered(by: clusters, correction: correction))
    }
    let (covariance, degrees) = try fit.samplingWeightedCovariance(
      by: clusters, correction: correction)
    return CoefficientTable(
      names: fit.names, coefficients: fit.coefficients,
      errors: covariance.diagonal.map { max($0, 0).squareRoot() },
      degreesOfFreedom: degrees.map { $0 > 0 && $0.isFinite ? $0 : nil },
      method: correction.rawValue, level: 0.95)
  }
}
