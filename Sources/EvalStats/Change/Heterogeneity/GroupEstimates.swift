private import Foundation

/// One estimate with its standard error a group: what a meta-analysis or meta-regression reads.
///
/// For ratios the estimates are logarithms and their standard errors belong to the logarithms; they
/// are put back on the ratio scale only when reported.
public struct GroupEstimates: Sendable, Equatable {
  /// The name of each group: a network, a practice, a study.
  public let labels: [String]
  /// The estimate of each group, as a logarithm for ratios.
  public let estimates: [Double]
  /// The standard error of each estimate.
  public let standardErrors: [Double]
  /// Whether the estimates are logarithms of ratios or differences.
  public let scale: ChangeScale
  /// What each estimate is of, in words.
  public let estimand: String
  /// What a group is called, in the plural: "networks".
  public let groupNoun: String
  /// What to keep in mind of the estimates, one sentence each: handed on to every pooled finding.
  public let caveats: [String]

  /// Checks and keeps columns of equal length.
  ///
  /// - Parameters:
  ///   - labels: One name a group; `nil` numbers them from 1.
  ///   - estimand: In words; `nil` takes the scale's own ("rate-of-change ratio").
  /// - Throws: `HeterogeneityError.tooFewGroups` without any group, `.invalidEstimate`,
  ///   `.invalidStandardError`.
  public init(
    estimates: [Double], standardErrors: [Double], labels: [String]? = nil,
    scale: ChangeScale = .ratio, estimand: String? = nil, groupNoun: String = "groups",
    caveats: [String] = []
  ) throws(HeterogeneityError) {
    precondition(
      standardErrors.count == estimates.count
        && labels?.count ?? estimates.count == estimates.count,
      "\(estimates.count) estimates, \(standardErrors.count) standard errors, "
        + "\(labels?.count ?? estimates.count) labels")
    let labels = labels ?? estimates.indices.map { "\($0 + 1)" }
    guard !estimates.isEmpty else {
      throw .tooFewGroups(method: "pooling", found: 0, needed: 1)
    }
    for (row, label) in labels.enumerated() {
      guard estimates[row].isFinite else { throw .invalidEstimate(group: label, row: row) }
      let error = standardErrors[row]
      // The method works with the variance, its inverse and the square of that.
      guard error.isFinite, error > 1e-70, error < 1e70 else {
        throw .invalidStandardError(group: label, row: row)
      }
    }
    self.labels = labels
    self.estimates = estimates
    self.standardErrors = standardErrors
    self.scale = scale
    self.estimand = estimand ?? scale.estimand
    self.groupNoun = groupNoun
    self.caveats = caveats
  }

  /// Groups known by a ratio and its 95% interval, as reports print them:
  /// SE = (ln upper − ln lower)/(2·1.959964).
  ///
  /// - Throws: `HeterogeneityError.invalidInterval` for a ratio or an end that is not positive, or
  ///   ends out of order; `.tooFewGroups` without any group.
  public init(
    ratios: [Double], lower: [Double], upper: [Double], labels: [String]? = nil,
    estimand: String = "rate ratio", groupNoun: String = "groups"
  ) throws(HeterogeneityError) {
    precondition(
      ratios.count == lower.count && ratios.count == upper.count,
      "\(ratios.count) ratios, \(lower.count) lower and \(upper.count) upper ends")
    for row in ratios.indices {
      let values = [lower[row], ratios[row], upper[row]]
      guard values.allSatisfy({ $0 > 0 && $0.isFinite }), lower[row] < upper[row],
        lower[row] <= ratios[row], ratios[row] <= upper[row]
      else {
        throw .invalidInterval(group: labels?[row] ?? "\(row + 1)", row: row)
      }
    }
    let reach = 2 * Normal.standard.quantile(0.975)
    try self.init(
      estimates: ratios.map { log($0) },
      standardErrors: zip(lower, upper).map { log($1 / $0) / reach }, labels: labels,
      scale: .ratio, estimand: estimand, groupNoun: groupNoun)
  }

  /// The number of groups.
  public var count: Int { estimates.count }

  /// vᵢ = SEᵢ².
  var variances: [Double] { standardErrors.map { $0 * $0 } }

  /// The groups but one.
  func leavingOut(_ row: Int) throws(HeterogeneityError) -> GroupEstimates {
    func rest<Element>(_ values: [Element]) -> [Element] {
      values.indices.filter { $0 != row }.map { values[$0] }
    }
    return try GroupEstimates(
      estimates: rest(estimates), standardErrors: rest(standardErrors), labels: rest(labels),
      scale: scale, estimand: estimand, groupNoun: groupNoun, caveats: caveats)
  }

  /// A finding from a number on the estimates' own scale; `degreesOfFreedom` is `nil` for a normal.
  func finding(
    _ estimand: String, method: String, estimate: Double, standardError: Double?,
    degreesOfFreedom: Double?, hasPValue: Bool = true, caveats: [String] = []
  ) -> Finding {
    GroupEstimates.finding(
      on: scale, estimand, method: method, estimate: estimate, standardError: standardError,
      degreesOfFreedom: degreesOfFreedom, hasPValue: hasPValue, caveats: caveats)
  }

  /// A finding from a number on a scale, exponentiated for ratios; an end beyond the range of a
  /// double is unbounded, and without a standard error there is no interval.
  static func finding(
    on scale: ChangeScale, _ estimand: String, method: String, estimate: Double,
    standardError: Double?, degreesOfFreedom: Double?, hasPValue: Bool = true,
    caveats: [String] = []
  ) -> Finding {
    func reported(_ value: Double) -> Double { scale == .ratio ? exp(value) : value }
    let standardError = standardError.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    var lower: Double?
    var upper: Double?
    var pValue: Double?
    if let standardError {
      let reference = StudentT(degreesOfFreedom: degreesOfFreedom ?? .infinity)
      let reach = reference.upperQuantile(0.025) * standardError
      lower = reported(estimate - reach)
      upper = reported(estimate + reach)
      if hasPValue { pValue = min(1, reference.twoSided(estimate / standardError)) }
    }
    return Finding(
      estimand: estimand, method: method, estimate: reported(estimate),
      standardError: standardError, lower: lower.flatMap { $0.isFinite ? $0 : nil },
      upper: upper.flatMap { $0.isFinite ? $0 : nil }, pValue: pValue,
      degreesOfFreedom: degreesOfFreedom, caveats: caveats)
  }
}

extension ChangeScale {
  /// What a slope of estimates on something is called.
  func slopeEstimand(of estimand: String) -> String {
    self == .ratio ? "factor on the \(estimand)" : "change in the \(estimand)"
  }
}
