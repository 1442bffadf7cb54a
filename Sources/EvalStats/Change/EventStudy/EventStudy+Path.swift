public import EvalLinearAlgebra
private import Foundation

extension EventStudy {
  /// The effect in every month on a scale, each with its own 95% interval.
  ///
  /// A month that bears no estimate carries its reason; the rest stands. A single reference month is
  /// 1 (or 0) by definition and has no interval.
  ///
  /// - Throws: `ChangeError.noEventsInMonth` (without a month) where an arm has no event in the
  ///   reference, on the ratio scale; `.tooFewSets`.
  /// - Complexity: O(*months*³)
  public func path(on scale: ChangeScale = .ratio) throws(ChangeError) -> EventPath {
    for arm in Arm.allCases {
      try require(scale, arm, cell: cells.reference(arm), month: nil)
    }
    let base =
      value(scale, cells.reference(.treated)) - value(scale, cells.reference(.control))
    var findings: [Result<Finding, ChangeError>] = []
    var estimable: [Int] = []
    var contrasts: [[Double]] = []
    for (place, month) in months.enumerated() {
      do {
        let effect = try level(scale, place: place) - base
        if cells.isReference[place], cells.isReference.count(where: { $0 }) == 1 {
          findings.append(.success(referenceFinding(scale)))
          continue
        }
        let contrast = monthContrast(scale, place)
        let uncertainty = cells.uncertainty(of: contrast, caveats: sharedCaveats)
        findings.append(.success(finding(effect, scale, uncertainty)))
        if uncertainty.standardError != nil, cells.covariance(contrast, contrast) > 0 {
          estimable.append(month)
          contrasts.append(contrast)
        }
      } catch {
        findings.append(.failure(error))
      }
    }
    return EventPath(
      scale: scale, reference: reference, months: months, findings: findings,
      estimableMonths: estimable,
      covariance: contrasts.isEmpty
        ? Matrix(rowCount: 0, columnCount: 0) : cells.covariance(of: contrasts))
  }

  private func monthContrast(_ scale: ChangeScale, _ place: Int) -> [Double] {
    contrast(
      scale,
      [
        (cells.cell(.treated, place), 1), (cells.cell(.control, place), -1),
        (cells.reference(.treated), -1), (cells.reference(.control), 1),
      ])
  }

  private var sharedCaveats: [String] {
    let count = cells.sharedCount
    guard count > 0 else { return [] }
    return [
      "\(count) \(count == 1 ? "person serves" : "people serve") in several sets, so the standard "
        + "error is clustered both by set and by person."
    ]
  }

  private func referenceFinding(_ scale: ChangeScale) -> Finding {
    Finding(
      estimand: scale.monthEstimand, method: "reference month",
      estimate: scale == .ratio ? 1 : 0, standardError: nil, lower: nil, upper: nil, pValue: nil,
      caveats: ["The reference month: \(scale == .ratio ? 1 : 0) by definition."])
  }

  func finding(_ effect: Double, _ scale: ChangeScale, _ uncertainty: Uncertainty) -> Finding {
    let model = scale == .ratio ? "log-linear by arm and month" : "difference of rates"
    return uncertainty.finding(
      effect, on: scale, estimand: scale.monthEstimand, model: "\(model)\(weightedText)")
  }

  /// ", weighted" unless every row counts alike.
  var weightedText: String {
    rows.allSatisfy { counts.weights[$0] == counts.weights[rows[0]] } ? "" : ", weighted"
  }

  func logarithm(_ value: Double) -> Double { log(value) }
}

extension ChangeScale {
  /// What an event study estimates in a month, in words.
  var monthEstimand: String {
    switch self {
    case .ratio: "rate ratio in the month over the rate ratio in the reference months"
    case .difference:
      "difference in the month less the difference in the reference months, per 1,000 person-months"
    }
  }
}

/// The effects of an event study month by month, with their joint covariance.
public struct EventPath: Sendable, Equatable {
  /// The scale of the effects.
  public let scale: ChangeScale
  /// The months they are measured against.
  public let reference: ClosedRange<Int>
  /// The months, ascending; there is no month 0.
  public let months: [Int]
  /// The effect in each month, or why there is none.
  public let findings: [Result<Finding, ChangeError>]
  /// The months with a variance of their own, in the order of `covariance`.
  public let estimableMonths: [Int]
  /// The covariance of the effects, of their logarithms on the ratio scale.
  public let covariance: Matrix

  /// The finding of a month, or `nil` if there is none.
  public func finding(month: Int) -> Finding? {
    months.firstIndex(of: month).flatMap { try? findings[$0].get() }
  }

  /// Why a month has no finding, or `nil` if it has one or does not exist.
  public func refusal(month: Int) -> ChangeError? {
    guard let place = months.firstIndex(of: month), case .failure(let error) = findings[place]
    else { return nil }
    return error
  }

  /// Bands that hold all months at once with 95% confidence (sup-t).
  ///
  /// Each month's interval is widened to effect ± c·SE with c the 95% quantile of the largest |t|
  /// over the months, from draws of a multivariate t with the effects' correlation and the smallest
  /// of their degrees of freedom (Montiel Olea and Plagborg-Møller 2019, doi:10.1002/jae.2656). A
  /// path that stays inside the band is compatible with the data as a whole; single intervals cannot
  /// be read so.
  ///
  /// - Returns: `nil` if no month has a standard error.
  /// - Complexity: O(*draws* · *months*²)
  public func band(
    draws: Int = 9_999, using generator: inout SeededGenerator
  ) -> SimultaneousBand? {
    let known = estimableMonths.compactMap { month in
      finding(month: month).map { (month, $0) }
    }
    guard known.count == covariance.rowCount else { return nil }
    let degrees = known.compactMap(\.1.degreesOfFreedom).min()
    return SimultaneousBand(
      points: known.map(\.0), estimates: known.map { $0.1.estimate }, scale: scale,
      covariance: covariance, degreesOfFreedom: degrees, draws: draws, using: &generator)
  }
}
