private import EvalLinearAlgebra
private import Foundation

extension EventStudy {
  /// Whether the arms moved together before the index date: a joint test and a slope.
  ///
  /// The joint test asks whether the ratio (or difference) of the arms is the same in all months
  /// before, whatever the reference: W = dᵀV⁻¹d over the months' differences from the first of them,
  /// q of them, as Hotelling's F = W·(G − q)/(q(G − 1)) on q and G − q degrees of freedom, which the
  /// usual W/q on G − 1 exceeds where months are many for the sets. The slope is the least-squares
  /// line through the months, with the same covariance.
  ///
  /// - Parameters:
  ///   - scale: Logs of ratios, or differences per 1,000 person-months.
  ///   - range: The months tested; all before the index date unless given. Months after are left out.
  /// - Throws: `ChangeError.tooFewMonths` with fewer than two months that bear an estimate,
  ///   `.tooFewSets` with no more sets than contrasts, `.noVariation`.
  /// - Complexity: O(*months*³)
  public func preTrend(
    on scale: ChangeScale = .ratio, months range: ClosedRange<Int>? = nil
  ) throws(ChangeError) -> PreTrend {
    let asked = months.indices.filter {
      months[$0] < 0 && range?.contains(months[$0]) ?? true
    }
    var places: [Int] = []
    var levels: [Double] = []
    for place in asked {
      guard let level = try? level(scale, place: place) else { continue }
      places.append(place)
      levels.append(level)
    }
    guard places.count >= 2 else { throw .tooFewMonths(found: places.count, needed: 2) }
    let rank = places.count - 1
    let clusters = clusterCount
    guard clusters > rank + 1 else { throw .tooFewSets(found: clusters, needed: rank + 2) }
    let own = places.map { place in
      contrast(scale, [(cells.cell(.treated, place), 1), (cells.cell(.control, place), -1)])
    }
    let differences = (1..<places.count).map { index in
      zip(own[index], own[0]).map { $0 - $1 }
    }
    let departures = levels.dropFirst().map { $0 - levels[0] }
    guard
      let wald = EventStudy.quadratic(cells.covariance(of: differences), Array(departures))
    else { throw .noVariation(method: "the joint test of months before") }
    let statistic = wald * Double(clusters - rank) / Double(rank * (clusters - 1))
    let freedom = (Double(rank), Double(clusters - rank))
    let used = places.map { months[$0] }
    let slope = slope(scale, months: used, levels: levels, contrasts: own)
    return PreTrend(
      scale: scale, months: used,
      omittedMonths: asked.map { months[$0] }.filter { !used.contains($0) },
      wald: wald, statistic: statistic, numeratorDegrees: freedom.0,
      denominatorDegrees: freedom.1,
      pValue: FDistribution(
        numerator: freedom.0, denominator: freedom.1
      ).survival(statistic), label: cells.label, slope: slope)
  }

  /// xᵀV⁻¹x; `nil` where V has no full rank.
  private static func quadratic(_ covariance: Matrix, _ departures: [Double]) -> Double? {
    let errors = covariance.diagonal.map { max($0, 0).squareRoot() }
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var correlation = covariance
    for column in errors.indices {
      for row in errors.indices { correlation[row, column] /= errors[row] * errors[column] }
    }
    let scaled = zip(departures, errors).map { $0 / $1 }
    guard let eigen = try? SymmetricEigen(correlation),
      eigen.values.allSatisfy({ $0 > rankTolerance })
    else { return nil }
    let solved = eigen.applying { 1 / $0 } * scaled
    return zip(scaled, solved).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// An eigenvalue of a correlation matrix below this is a contrast that no set tells apart.
  private static let rankTolerance = 1e-10

  /// The least-squares line through the months' levels.
  private func slope(
    _ scale: ChangeScale, months: [Int], levels: [Double], contrasts: [[Double]]
  ) -> Finding {
    let centre = Double(months.reduce(0, +)) / Double(months.count)
    let distances = months.map { Double($0) - centre }
    let squares = distances.reduce(0) { $0 + $1 * $1 }
    var estimate = 0.0
    var contrast = [Double](repeating: 0, count: cells.events.count)
    for (place, distance) in distances.enumerated() {
      estimate += distance / squares * levels[place]
      for cell in contrast.indices {
        contrast[cell] += distance / squares * contrasts[place][cell]
      }
    }
    let uncertainty = cells.uncertainty(of: contrast)
    let estimand =
      scale == .ratio
      ? "factor a month by which the arms part before the index date"
      : "change a month in the difference of the arms before the index date, per 1,000 person-months"
    let line = finding(estimate, scale, uncertainty)
    return Finding(
      estimand: estimand, method: "least-squares line, \(line.method)", estimate: line.estimate,
      standardError: line.standardError, lower: line.lower, upper: line.upper,
      pValue: line.pValue, degreesOfFreedom: line.degreesOfFreedom, caveats: line.caveats)
  }
}

/// A test of whether the arms moved together before the index date, and what it could have seen.
///
/// A large p-value is no evidence of parallel trends: such tests have little power, and picking
/// studies by them distorts what is left (Roth 2022, doi:10.1257/aeri.20210236). Read the smallest
/// slope that would have been seen, and what it would come to over a year.
public struct PreTrend: Sendable, Equatable {
  /// The scale of the test.
  public let scale: ChangeScale
  /// The months tested, ascending.
  public let months: [Int]
  /// Months before that bore no estimate: no events or person-time in an arm.
  public let omittedMonths: [Int]
  /// Wald's W.
  public let wald: Double
  /// Hotelling's F.
  public let statistic: Double
  /// Months less one.
  public let numeratorDegrees: Double
  /// Clusters less the numerator's.
  public let denominatorDegrees: Double
  /// That months as unlike as these come by chance.
  public let pValue: Double
  /// The correction and the clusters.
  public let label: String
  /// The slope: a factor a month, or a change a month per 1,000 person-months.
  public let slope: Finding

  /// The smallest slope that a study like this one detects with 80% power at p < 0.05: (z₀.₉₇₅ +
  /// z₀.₈₀)·SE, on the logarithm for a ratio. `nil` without a standard error.
  public var detectableSlope: Double? {
    guard let error = slope.standardError, error > 0 else { return nil }
    let normal = Normal()
    return (normal.upperQuantile(0.025) + normal.quantile(0.8)) * error
  }

  /// What a slope just too small to detect comes to over twelve months: a factor, or events per
  /// 1,000 person-months.
  public var undetectedDrift: Double? {
    detectableSlope.map { scale == .ratio ? exp(12 * $0) : 12 * $0 }
  }

  /// What a reader must know beside the p-value.
  public var caveats: [String] {
    var caveats = [
      "Matching on recent use makes the months it was matched on alike by construction: they say "
        + "nothing of whether trends are parallel.",
      "A test that finds nothing has little power; it is no proof of parallel trends.",
    ]
    if let detectableSlope, let undetectedDrift {
      let slope =
        scale == .ratio
        ? "\(Decimals.text(100 * (exp(detectableSlope) - 1), places: 1))% a month"
        : "\(Decimals.text(detectableSlope, places: 2)) events per 1,000 person-months a month"
      let drift =
        scale == .ratio
        ? "a ratio of \(Decimals.text(undetectedDrift, places: 2))"
        : "\(Decimals.text(undetectedDrift, places: 1)) events per 1,000 person-months"
      caveats.append(
        "The smallest slope it would have detected with 80% power is \(slope), which over twelve "
          + "months comes to \(drift).")
    }
    if !omittedMonths.isEmpty {
      let names = omittedMonths.map(Window.signed).joined(separator: ", ")
      caveats.append("Months without events or person-time in an arm left out: \(names).")
    }
    return caveats
  }

  /// The joint test as a finding: the estimate is F.
  public var finding: Finding {
    let degrees =
      "F(\(Decimals.text(numeratorDegrees, places: 0)), "
      + "\(Decimals.text(denominatorDegrees, places: 0)))"
    return Finding(
      estimand: "joint test that the arms moved together before the index date",
      method: "Wald test as Hotelling's \(degrees), \(label)", estimate: statistic,
      standardError: nil, lower: nil, upper: nil, pValue: pValue,
      degreesOfFreedom: denominatorDegrees, caveats: caveats)
  }
}
