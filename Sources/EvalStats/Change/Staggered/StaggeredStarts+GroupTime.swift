private import Foundation

extension StaggeredStarts {
  /// The effect of every group in every month.
  ///
  /// Groups of fewer people than the design asks for carry that reason, whatever becomes of them in
  /// averages. With a universal base the base month is 0 (or 1) by definition.
  ///
  /// - Complexity: O(*groups* · *months* · *people*)
  public func groupTimeEffects(on scale: ChangeScale = .difference) -> GroupTimeEffects {
    var groups: [Int] = []
    var months: [Int] = []
    var findings: [Result<Finding, ChangeError>] = []
    for cohort in cohorts {
      let start = totals.starts[cohort]
      for month in totals.months {
        guard let cells = cells(cohort: cohort, month: month) else { continue }
        groups.append(start)
        months.append(month)
        if !isShown(cohort) {
          findings.append(
            .failure(
              .smallGroup(
                group: start, people: totals.peopleCounts[cohort], needed: design.fewestPeople)))
          continue
        }
        do {
          findings.append(.success(try finding(try cells.get(), on: scale)))
        } catch {
          findings.append(.failure(error))
        }
      }
    }
    return GroupTimeEffects(
      scale: scale, groups: groups, months: months, findings: findings, notes: notes)
  }

  private func finding(
    _ cells: GroupTimeCells, on scale: ChangeScale
  ) throws(ChangeError) -> Finding {
    guard cells.month != cells.base else { return baseFinding(scale) }
    let (estimate, coefficients) = try effect(cells, on: scale)
    var form = totals.emptyForm
    addResiduals(of: cells, times: coefficients, to: &form)
    return finding(
      estimate, influence: totals.influence(form, places: [cells.place, cells.basePlace]),
      of: form, on: scale, treated: [cells.cohort], comparison: cells.comparison, caveats: [])
  }

  func baseFinding(_ scale: ChangeScale) -> Finding {
    Finding(
      estimand: scale.staggeredEstimand, method: "base month", estimate: scale == .ratio ? 1 : 0,
      standardError: nil, lower: nil, upper: nil, pValue: nil,
      caveats: ["The base month: \(scale == .ratio ? 1 : 0) by definition."])
  }

  /// A finding from a form and its influence by cluster.
  func finding(
    _ estimate: Double, influence: [Double], of form: PanelTotals.Form, on scale: ChangeScale,
    treated: Set<Int>,
    comparison: [Int], caveats: [String]
  ) -> Finding {
    let fewest = min(
      totals.clusterCount(in: treated), totals.clusterCount(in: Set(comparison)))
    let all = totals.clusterCount(in: treated.union(comparison))
    let squares = influence.reduce(0) { $0 + $1 * $1 }
    let correction = all > 1 ? Double(all) / Double(all - 1) : 1
    let against = design.comparison == .notYetTreated ? "not yet treated" : "never treated"
    let uncertainty =
      fewest > 1
      ? Uncertainty(
        variance: correction * squares, noise: 1e-24 * totals.squaredSize(of: form),
        degreesOfFreedom: Double(fewest - 1), label: "CR1 by cluster, t(\(fewest - 1))",
        caveats: caveats, clusters: "clusters")
      : Uncertainty(
        label: "CR1 by cluster",
        caveats: caveats + [
          "The people started or those they are compared with are a single cluster, so no standard "
            + "error can be given."
        ])
    return uncertainty.finding(
      estimate, on: scale, estimand: scale.staggeredEstimand,
      model: "change against the \(against)")
  }
}

extension ChangeScale {
  /// What staggered starts estimate, in words.
  var staggeredEstimand: String {
    switch self {
    case .ratio: "effect on those started, as a ratio of observed to expected events"
    case .difference: "effect on those started, per 1,000 person-months"
    }
  }
}

/// The effect of every group in every month, in columns.
public struct GroupTimeEffects: Sendable, Equatable {
  /// The scale of the effects.
  public let scale: ChangeScale
  /// The start month of each row's group.
  public let groups: [Int]
  /// The calendar month of each row.
  public let months: [Int]
  /// The effect, or why there is none.
  public let findings: [Result<Finding, ChangeError>]
  /// Groups that are too small to be shown, or without a base month.
  public let notes: [ChangeError]

  /// The finding of a group in a month, or `nil` if there is none.
  public func finding(group: Int, month: Int) -> Finding? {
    row(group, month).flatMap { try? findings[$0].get() }
  }

  /// Why a group has no finding in a month, or `nil` if it has one or was not asked for.
  public func refusal(group: Int, month: Int) -> ChangeError? {
    guard let row = row(group, month), case .failure(let error) = findings[row] else { return nil }
    return error
  }

  private func row(_ group: Int, _ month: Int) -> Int? {
    groups.indices.first { groups[$0] == group && months[$0] == month }
  }
}
