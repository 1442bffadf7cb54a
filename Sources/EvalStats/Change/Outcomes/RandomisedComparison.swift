internal import EvalLinearAlgebra
private import Foundation

/// Randomised arms compared as they were randomised, whoever then got the service: intention to treat.
///
/// Nobody is matched. The outcome is adjusted for its own baseline, which randomisation leaves
/// unbiased and makes more precise; a missing baseline takes the mean and an indicator (White and
/// Thompson 2005, doi:10.1002/sim.1981), which is right for randomised arms alone. Units of
/// randomisation, such as practices, are the clusters. Members without an outcome are left out, which
/// supposes that what they would have had does not depend on it beyond arm and baseline. CONSORT's
/// numbers are in `flow` (Schulz, Altman and Moher 2010, doi:10.1136/bmj.c332).
public struct RandomisedComparison: Sendable, Equatable {
  /// What the outcome is.
  public enum Measure: String, Sendable, Codable, CaseIterable {
    /// A number: difference in means.
    case continuous
    /// Events over person-time: ratio of rates.
    case count
    /// 0 or 1: risk difference and ratio.
    case binary
  }

  /// The numbers of an arm that CONSORT's flow of people asks for.
  public struct ArmFlow: Sendable, Equatable {
    /// As randomised.
    public let arm: Arm
    /// Units of randomisation.
    public let unitCount: Int
    /// People randomised.
    public let randomisedCount: Int
    /// Of these, people with an outcome: the analysed.
    public let analysedCount: Int
    /// Of the analysed, those whose baseline is missing.
    public let missingBaselineCount: Int
  }

  /// What the outcome is.
  public let measure: Measure
  /// Treated, then control.
  public let flow: [ArmFlow]
  private let arms: [Arm]
  private let units: [Int]
  private let outcomes: [Double]
  private let baselines: [Double?]?
  private let times: [Double]?
  private let baselineTimes: [Double]?
  private let isBaselineMissing: [Bool]
  private let isGrouped: Bool

  /// Creates columns, one row a person randomised.
  ///
  /// - Parameters:
  ///   - arms: As randomised, never as treated.
  ///   - units: The unit of randomisation of each person; `nil` where people were randomised.
  ///   - outcomes: `nil` where missing.
  ///   - baselines: The same measure before, for `binary` 0 or 1; `nil` where missing; no column for
  ///     no adjustment.
  ///   - times: Person-time of counts; who has none is not analysed; `nil` for the same for all.
  ///   - baselineTimes: Person-time of the baseline counts.
  /// - Throws: `OutcomeError.invalidValue`, `.dividedUnit`, `.emptyArm`; `.tooFew` below two units an
  ///   arm.
  public init(
    _ measure: Measure, arms: [Arm], units: [Int]? = nil, outcomes: [Double?],
    baselines: [Double?]? = nil, times: [Double]? = nil, baselineTimes: [Double]? = nil
  ) throws(OutcomeError) {
    let count = arms.count
    precondition(
      outcomes.count == count && (units?.count ?? count) == count
        && (baselines?.count ?? count) == count && (times?.count ?? count) == count
        && (baselineTimes?.count ?? count) == count, "columns of one length")
    for (column, values) in [("outcomes", outcomes), ("baselines", baselines ?? [])] {
      for (row, value) in values.enumerated() {
        guard let value else { continue }
        let allowed: (Bool, String) =
          switch measure {
          case .continuous: (abs(value) < 1e150, "a finite number")
          case .count: (value >= 0 && value < 1e150, "a count of 0 or more")
          case .binary: (value == 0 || value == 1, "0 or 1")
          }
        guard allowed.0 else { throw .invalidValue(column: column, row: row, allowed: allowed.1) }
      }
    }
    for (column, values) in [("times", times ?? []), ("baseline times", baselineTimes ?? [])] {
      for (row, value) in values.enumerated() where !(value >= 0 && value < 1e100) {
        throw .invalidValue(column: column, row: row, allowed: "0 or more")
      }
    }
    for (row, time) in (times ?? []).enumerated() {
      if time == 0, let outcome = outcomes[row], outcome > 0 {
        throw .invalidValue(column: "times", row: row, allowed: "above 0, as its events need")
      }
    }
    let labels = units ?? Array(0..<count)
    var armOfUnit: [Int: Arm] = [:]
    for row in 0..<count {
      if let known = armOfUnit[labels[row]], known != arms[row] {
        throw .dividedUnit(unit: labels[row])
      }
      armOfUnit[labels[row]] = arms[row]
    }
    let analysed = (0..<count).filter { outcomes[$0] != nil && (times?[$0] ?? 1) > 0 }
    /// Whether a member's baseline is missing; a count without person-time is.
    func lacksBaseline(_ row: Int) -> Bool {
      guard let baselines else { return false }
      return baselines[row] == nil || (measure == .count && baselineTimes?[row] == 0)
    }
    var flow: [ArmFlow] = []
    for arm in [Arm.treated, .control] {
      let own = (0..<count).filter { arms[$0] == arm }
      let ownAnalysed = analysed.filter { arms[$0] == arm }
      guard !ownAnalysed.isEmpty else { throw .emptyArm(arm) }
      let ownUnits = Set(ownAnalysed.map { labels[$0] }).count
      guard ownUnits >= 2 else {
        throw .tooFew("units of randomisation in an arm", found: ownUnits, needed: 2)
      }
      flow.append(
        ArmFlow(
          arm: arm, unitCount: Set(own.map { labels[$0] }).count, randomisedCount: own.count,
          analysedCount: ownAnalysed.count,
          missingBaselineCount: ownAnalysed.count(where: lacksBaseline)))
    }
    self.measure = measure
    self.flow = flow
    self.arms = analysed.map { arms[$0] }
    self.units = analysed.map { labels[$0] }
    self.outcomes = analysed.compactMap { outcomes[$0] }
    self.baselines = baselines.map { column in analysed.map { column[$0] } }
    self.times = times.map { column in analysed.map { column[$0] } }
    self.baselineTimes = baselineTimes.map { column in analysed.map { column[$0] } }
    isBaselineMissing = analysed.map(lacksBaseline)
    isGrouped = units != nil
  }

  /// The primary estimate: for a continuous outcome the adjusted difference in means, for counts the
  /// adjusted ratio of rates, for a binary one the adjusted risk difference.
  ///
  /// - Parameter covariates: Not offered beyond the baseline: name them in the protocol and model them.
  /// - Throws: `OutcomeError.model`, `.noEvents` where an arm has no event.
  public func effect() throws(OutcomeError) -> Finding {
    switch measure {
    case .continuous:
      try fitted(.gaussian, "difference in means, intention to treat", isRatio: false)
    case .count: try fitted(.poisson, "rate ratio, intention to treat", isRatio: true)
    case .binary: try fitted(.gaussian, "risk difference, intention to treat", isRatio: false)
    }
  }

  /// The ratio of risks of a binary outcome, by a log-linear model with robust errors (Zou 2004,
  /// doi:10.1093/aje/kwh090).
  ///
  /// - Precondition: The outcome is binary.
  /// - Throws: As `effect`.
  public func riskRatio() throws(OutcomeError) -> Finding {
    precondition(measure == .binary, "a risk ratio of a \(measure.rawValue) outcome")
    return try fitted(.poisson, "risk ratio, intention to treat", isRatio: true)
  }

  private func fitted(
    _ family: Family, _ estimand: String, isRatio: Bool
  ) throws(OutcomeError) -> Finding {
    if isRatio {
      for arm in Arm.allCases
      where !outcomes.indices.contains(where: { arms[$0] == arm && outcomes[$0] > 0 }) {
        throw .noEvents(outcome: "events in the \(arm.rawValue) arm")
      }
    }
    var columns = [
      ("(Intercept)", arms.map { _ in 1.0 }),
      ("treated", arms.map { $0 == .treated ? 1.0 : 0 }),
    ]
    columns += baselineColumns()
    let fit: GeneralisedLinearFit
    do {
      fit = try GeneralisedLinearModel(family: family).fit(
        DesignMatrix(names: columns.map(\.0), matrix: Matrix(columns: columns.map(\.1))),
        response: outcomes, offset: isRatio ? times.map { $0.map { log($0) } } : nil)
    } catch { throw .model(error) }
    let model =
      (family == .poisson ? "log-linear model" : "linear model")
      + (columns.count > 2 ? " adjusted for baseline" : "")
    return try ClusteredCoefficient(
      fit: fit, name: "treated", clusters: units, clusterName: "unit of randomisation",
      isGrouped: isGrouped
    ).finding(estimand, model: model, isRatio: isRatio, caveats: caveats)
  }

  /// The baseline, on the log scale for counts, and an indicator of those without one.
  private func baselineColumns() -> [(String, [Double])] {
    guard let baselines else { return [] }
    let present = baselines.indices.filter { !isBaselineMissing[$0] }
    guard !present.isEmpty else { return [] }
    var values = baselines.map { $0 ?? 0 }
    if measure == .count {
      let events = present.reduce(0) { $0 + values[$1] }
      let time = present.reduce(0) { $0 + (baselineTimes?[$1] ?? 1) }
      guard events > 0 else { return [] }
      // Half an event at the pooled rate keeps those without events finite.
      values = values.indices.map {
        log((values[$0] + 0.5) / ((baselineTimes?[$0] ?? 1) + 0.5 * time / events))
      }
    }
    let mean = present.reduce(0) { $0 + values[$1] } / Double(present.count)
    let filled = values.indices.map { isBaselineMissing[$0] ? mean : values[$0] }
    guard let first = filled.first, filled.contains(where: { $0 != first }) else { return [] }
    var columns = [("baseline", filled)]
    if isBaselineMissing.contains(true) {
      columns.append(("baseline missing", isBaselineMissing.map { $0 ? 1 : 0 }))
    }
    return columns
  }

  private var caveats: [String] {
    var caveats: [String] = []
    for arm in flow where arm.analysedCount < arm.randomisedCount {
      let missing = arm.randomisedCount - arm.analysedCount
      caveats.append(
        "\(missing) of \(arm.randomisedCount) randomised to the \(arm.arm.rawValue) arm "
          + "\(missing == 1 ? "has" : "have") no outcome and \(missing == 1 ? "is" : "are") not "
          + "analysed.")
    }
    return caveats
  }
}
