private import Foundation

extension StaggeredStarts {
  /// How effects of groups and months are averaged.
  public enum Average: String, Sendable, Codable, CaseIterable {
    /// By months since the start: negative before it. Groups count by their people's weight.
    case eventTime
    /// By group, over its months from the start on, each alike.
    case group
    /// By calendar month, over the groups started by then, by their people's weight.
    case calendarMonth
  }

  /// The average effects along event time, by group or by calendar month, and one overall.
  ///
  /// Differences are averaged with the weights of Callaway and Sant'Anna, whose sampling is part of
  /// the standard error; overall is the average of event times from 0 on, of groups (by their
  /// people's weight) or of calendar months. Ratios are observed over expected events summed over
  /// the groups and months, expected = person-time · the group's base rate · the comparison's
  /// change, which a small group without events does not spoil; overall is that over all groups and
  /// months from the start on. Groups and months that bear no comparison are left out and counted.
  /// A point that rests on fewer people than the design asks for is not shown; overall they count.
  ///
  /// - Complexity: O(*groups*² · *months*² + *points* · *people* · *months*)
  public func average(
    by average: Average = .eventTime, on scale: ChangeScale = .difference
  ) -> StaggeredPath {
    var parts: [Part] = []
    var omitted: [ChangeError] = []
    for cohort in cohorts {
      for month in totals.months {
        guard let found = cells(cohort: cohort, month: month) else { continue }
        do {
          parts.append(try part(try found.get(), on: scale))
        } catch {
          omitted.append(error)
        }
      }
    }
    func after(_ part: Part) -> Bool { part.cells.month >= totals.starts[part.cells.cohort] }
    func point(_ part: Part) -> Int? {
      let start = totals.starts[part.cells.cohort]
      switch average {
      case .eventTime: return part.cells.month - start
      case .group: return after(part) && isShown(part.cells.cohort) ? start : nil
      case .calendarMonth: return after(part) ? part.cells.month : nil
      }
    }
    let points = Set(parts.compactMap(point)).sorted()
    let partsOfPoint = Dictionary(grouping: parts) { point($0) }
    let sums = points.map { place in
      sum(partsOfPoint[place] ?? [], on: scale, weighted: average != .group)
    }
    // The overall average of groups holds those too small to be shown.
    let overall: Sum?
    switch (scale, average) {
    case (.ratio, _): overall = sum(parts.filter(after), on: scale, weighted: false)
    case (.difference, .group):
      let means = cohorts.compactMap { cohort -> Sum? in
        sum(
          parts.filter { $0.cells.cohort == cohort && after($0) }, on: scale, weighted: false)
      }
      overall = mean(means, byPeople: true)
    case (.difference, _):
      overall = mean(
        zip(points, sums).filter { average == .calendarMonth || $0.0 >= 0 }.compactMap(\.1),
        byPeople: false)
    }
    return path(average, scale, points: points, sums: sums, overall: overall, omitted: omitted)
  }

  // MARK: Parts and their sums

  /// One group in one month, ready to be averaged.
  private struct Part {
    let cells: GroupTimeCells
    /// The difference; for ratios the expected events.
    let estimate: Double
    /// Of the cells' residuals in its influence.
    let coefficients: SIMD4<Double>
    /// Of the group's own person-time now, which expected events grow with.
    var timeCoefficient = 0.0
    let isBase: Bool
  }

  /// Adds the influence of a part to a form.
  private func add(_ part: Part, times factor: Double, to form: inout PanelTotals.Form) {
    addResiduals(of: part.cells, times: factor * part.coefficients, to: &form)
    form.time[part.cells.cohort * totals.months.count + part.cells.place] +=
      factor * part.timeCoefficient
  }

  /// An average with its influence and who it rests on.
  private struct Sum {
    let estimate: Double
    let form: PanelTotals.Form
    let treated: Set<Int>
    let comparison: Set<Int>
    let isBase: Bool
  }

  private func part(
    _ cells: GroupTimeCells, on scale: ChangeScale
  ) throws(ChangeError) -> Part {
    let isBase = cells.month == cells.base
    guard scale == .ratio else {
      let (estimate, coefficients) = try effect(cells, on: scale)
      return Part(cells: cells, estimate: estimate, coefficients: coefficients, isBase: isBase)
    }
    guard cells.events[2] > 0, cells.events[3] > 0 else {
      throw .noPanelEvents(group: totals.starts[cells.cohort], month: cells.month)
    }
    // E = T·r_b·c_t/c_b; its own person-time enters by the rate expected of it.
    let rates = cells.rates
    let months = cells.time[0]
    return Part(
      cells: cells, estimate: months * cells.expectedRate,
      coefficients: SIMD4(
        0, months * rates[2] / rates[3] / cells.time[1],
        months * rates[1] / rates[3] / cells.time[2],
        -months * cells.expectedRate / rates[3] / cells.time[3]),
      timeCoefficient: cells.expectedRate, isBase: isBase)
  }

  /// The average of parts: weighted by the groups' people or each alike, or observed over expected.
  private func sum(_ parts: [Part], on scale: ChangeScale, weighted: Bool) -> Sum? {
    guard !parts.isEmpty else { return nil }
    var form = totals.emptyForm
    var comparison: Set<Int> = []
    for part in parts { comparison.formUnion(part.cells.comparison) }
    let treated = Set(parts.map(\.cells.cohort))
    let isBase = parts.allSatisfy(\.isBase)
    let estimate: Double
    if scale == .ratio {
      let observed = parts.reduce(0) { $0 + $1.cells.events[0] }
      let expected = parts.reduce(0) { $0 + $1.estimate }
      guard observed > 0, expected > 0 else { return nil }
      estimate = log(observed / expected)
      for part in parts {
        form.events[part.cells.cohort * totals.months.count + part.cells.place] += 1 / observed
        add(part, times: -1 / expected, to: &form)
      }
    } else if weighted {
      let total = parts.reduce(0) { $0 + totals.peopleWeights[$1.cells.cohort] }
      guard total > 0 else { return nil }
      let average = parts.reduce(0) {
        $0 + totals.peopleWeights[$1.cells.cohort] / total * $1.estimate
      }
      estimate = average
      for part in parts {
        add(part, times: totals.peopleWeights[part.cells.cohort] / total, to: &form)
        form.people[part.cells.cohort] += (part.estimate - average) / total
      }
    } else {
      estimate = parts.reduce(0) { $0 + $1.estimate } / Double(parts.count)
      for part in parts { add(part, times: 1 / Double(parts.count), to: &form) }
    }
    return Sum(
      estimate: estimate, form: form, treated: treated, comparison: comparison, isBase: isBase)
  }

  /// The mean of averages, each alike or by the people of its one group.
  private func mean(_ sums: [Sum], byPeople: Bool) -> Sum? {
    guard !sums.isEmpty else { return nil }
    let weights = sums.map { sum in
      byPeople ? sum.treated.reduce(0) { $0 + totals.peopleWeights[$1] } : 1
    }
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    let estimate = zip(sums, weights).reduce(0) { $0 + $1.0.estimate * $1.1 / total }
    var form = totals.emptyForm
    for (sum, weight) in zip(sums, weights) {
      form.add(sum.form, times: weight / total)
      guard byPeople else { continue }
      for cohort in sum.treated { form.people[cohort] += (sum.estimate - estimate) / total }
    }
    return Sum(
      estimate: estimate, form: form, treated: sums.reduce(into: []) { $0.formUnion($1.treated) },
      comparison: sums.reduce(into: []) { $0.formUnion($1.comparison) }, isBase: false)
  }

  private func path(
    _ average: Average, _ scale: ChangeScale, points: [Int], sums: [Sum?], overall: Sum?,
    omitted: [ChangeError]
  ) -> StaggeredPath {
    let caveats =
      omitted.isEmpty
      ? []
      : [
        "\(omitted.count) of the groups' months bear no comparison and are left out of averages."
      ]
    func finding(_ sum: Sum, _ influence: [Double]) -> Finding {
      self.finding(
        sum.estimate, influence: influence, of: sum.form, on: scale, treated: sum.treated,
        comparison: Array(sum.comparison), caveats: caveats)
    }
    var findings: [Finding?] = []
    var influences: [[Double]?] = []
    var hidden: [ChangeError] = []
    for (point, sum) in zip(points, sums) {
      let people = sum?.treated.reduce(0) { $0 + totals.peopleCounts[$1] } ?? 0
      if sum != nil, people < design.fewestPeople {
        hidden.append(.smallPoint(point: point, people: people, needed: design.fewestPeople))
        findings.append(nil)
        influences.append(nil)
        continue
      }
      guard let sum, !sum.isBase else {
        findings.append(sum.map { _ in baseFinding(scale) })
        influences.append(nil)
        continue
      }
      let influence = totals.influence(sum.form)
      findings.append(finding(sum, influence))
      influences.append(influence)
    }
    return StaggeredPath(
      average: average, scale: scale, points: points, findings: findings,
      overall: overall.map { finding($0, totals.influence($0.form)) }, omitted: omitted,
      notes: notes + hidden, influences: influences)
  }
}
