private import Foundation

/// Coefficients with standard errors, tests and intervals under one named covariance.
public struct CoefficientTable: Sendable, Equatable {
  /// One coefficient.
  public struct Row: Sendable, Equatable {
    /// The column of the design.
    public let name: String
    /// β
    public let estimate: Double
    /// The root of the covariance's diagonal.
    public let standardError: Double
    /// β divided by its standard error.
    public let statistic: Double
    /// Of the reference distribution; `nil` for the normal.
    public let degreesOfFreedom: Double?
    /// Two-sided, against β = 0.
    public let pValue: Double
    /// The lower end of the interval.
    public let lower: Double
    /// The upper end of the interval.
    public let upper: Double

    /// exp β with its interval: the ratio of rates (log link) or odds (logit) for one unit more.
    public var ratio: (estimate: Double, lower: Double, upper: Double) {
      (exp(estimate), exp(lower), exp(upper))
    }
  }

  /// One row a coefficient, in the order of the design.
  public let rows: [Row]
  /// The covariance, its correction and the reference distribution: "CR1S by cluster (59 clusters),
  /// t(58)".
  public let method: String
  /// The coverage of the intervals.
  public let level: Double
  /// Whether negative eigenvalues, which two-way clustering can leave, were set to zero; `method`
  /// says so too.
  public let isClipped: Bool

  /// The row of a coefficient, or `nil` if there is none of this name.
  public subscript(name: String) -> Row? { rows.first { $0.name == name } }
}

extension CoefficientTable {
  /// Tests and intervals of coefficients from their standard errors.
  ///
  /// - Parameter degreesOfFreedom: Of Student's t for each coefficient; `nil` for the normal.
  init(
    names: [String], coefficients: [Double], errors: [Double], degreesOfFreedom: [Double?],
    method: String, level: Double, isClipped: Bool = false
  ) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let rows = names.indices.map { index in
      // An error of 0, which a perfect fit leaves, sets any coefficient infinitely far from 0.
      let statistic = coefficients[index] == 0 ? 0 : coefficients[index] / errors[index]
      let quantile: Double
      let pValue: Double
      if let degrees = degreesOfFreedom[index] {
        let distribution = StudentT(degreesOfFreedom: degrees)
        quantile = distribution.upperQuantile((1 - level) / 2)
        pValue = distribution.twoSided(statistic)
      } else {
        quantile = Normal.standard.upperQuantile((1 - level) / 2)
        pValue = 2 * Normal.standard.survival(abs(statistic))
      }
      return Row(
        name: names[index], estimate: coefficients[index], standardError: errors[index],
        statistic: statistic, degreesOfFreedom: degreesOfFreedom[index], pValue: pValue,
        lower: coefficients[index] - quantile * errors[index],
        upper: coefficients[index] + quantile * errors[index])
    }
    self.init(rows: rows, method: method, level: level, isClipped: isClipped)
  }
}

extension CoefficientTable {
  /// The table; throws if an interval or a p-value is no number.
  func checked() throws(ModelError) -> CoefficientTable {
    for row in rows {
      try ModelError.requireFinite(
        [row.standardError, row.pValue, row.lower, row.upper], "interval")
    }
    return self
  }
}

/// The distribution a coefficient over its standard error is held against.
public enum ReferenceDistribution: Sendable, Hashable {
  /// Clustered: t(G − 1), for CR2 and CR3 Satterthwaite's t. Where φ is estimated, and for Newey and
  /// West's: t(n − k).
  /// Otherwise normal.
  case automatic
  /// The standard normal.
  case normal
  /// Student's t with the same degrees of freedom for every coefficient.
  case studentT(degreesOfFreedom: Double)
}

extension GeneralisedLinearFit {
  /// The coefficients with standard errors, p-values and intervals.
  ///
  /// - Parameters:
  ///   - kind: The covariance.
  ///   - reference: The distribution of the statistic.
  ///   - level: The coverage of the intervals.
  /// - Throws: As `covariance(_:)`; `undefinedDegreesOfFreedom` where Satterthwaite's are none;
  ///   `numberOutOfRange` where an interval is wider than numbers reach.
  public func coefficientTable(
    _ kind: CovarianceKind = .classical, reference: ReferenceDistribution = .automatic,
    level: Double = 0.95
  ) throws(ModelError) -> CoefficientTable {
    let degrees = try degreesOfFreedom(kind, reference)
    let (covariance, isClipped) = try covarianceAndClipping(kind)
    return try CoefficientTable(
      names: names, coefficients: coefficients,
      errors: covariance.diagonal.map { max($0, 0).squareRoot() }, degreesOfFreedom: degrees,
      method: try methodName(kind, degrees, isClipped: isClipped), level: level,
      isClipped: isClipped
    ).checked()
  }

  private func degreesOfFreedom(
    _ kind: CovarianceKind, _ reference: ReferenceDistribution
  ) throws(ModelError) -> [Double?] {
    let every: Double?
    switch (reference, kind) {
    case (.normal, _): every = nil
    case (.studentT(let degrees), _): every = degrees
    case (.automatic, .clustered(let labels, let correction)):
      if correction == .cr2 || correction == .cr3 {
        return try satterthwaiteDegreesOfFreedom(by: labels, correction: correction)
      }
      every = Double(try clusters(labels).count - 1)
    case (.automatic, .twoWay(let first, let second, _)):
      every = Double(min(try clusters(first).count, try clusters(second).count) - 1)
    case (.automatic, .dispersionScaled), (.automatic, .neweyWest):
      every = Double(try requiredResidualDegreesOfFreedom())
    case (.automatic, _):
      every =
        model.family.hasFreeDispersion ? Double(try requiredResidualDegreesOfFreedom()) : nil
    }
    return Array(repeating: every, count: coefficients.count)
  }

  private func methodName(
    _ kind: CovarianceKind, _ degrees: [Double?], isClipped: Bool
  ) throws(ModelError) -> String {
    let covariance =
      switch kind {
      case .classical: "model-based"
      case .dispersionScaled: "model-based, scaled by Pearson's dispersion"
      case .hc0: "HC0"
      case .hc1: "HC1"
      case .hc2: "HC2"
      case .hc3: "HC3"
      case .clustered(let labels, let correction):
        "\(correction.rawValue) by cluster (\(try clusters(labels).count) clusters)"
      case .twoWay(let first, let second, let correction):
        "\(correction.rawValue) by two groupings (\(try clusters(first).count) and "
          + "\(try clusters(second).count) clusters)"
          + (isClipped ? ", \(TwoWayCovariance.note)" : "")
      case .neweyWest(let lagCount, let isAdjusted):
        "Newey–West, \(lagCount) lags" + (isAdjusted ? ", n/(n − k)" : "")
      }
    let reference: String
    if let first = degrees.first ?? nil {
      reference =
        degrees.allSatisfy({ $0 == first }) && first == first.rounded()
        ? "t(\(Int(first)))" : "t with Satterthwaite's degrees of freedom"
    } else {
      reference = "normal"
    }
    return "\(covariance), \(reference)"
  }
}
