import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Event study")
struct EventStudyTests {
  /// R 4.2.2: `glm(y ~ c*tr + offset(log(t)), poisson, weights = w)` with `c` the month and months
  /// −6…−4 one level, `vcovCL(type = "HC1")` by set.
  @Test("R's saturated model with a stretch as reference: effects, errors and their covariance")
  func stretch() throws {
    let study = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-4))
    let path = try study.path()
    for (month, effect, error) in [
      (-1, 0.0465907928710031, 0.167191470812181), (1, 0.0374410644618299, 0.136534108322094),
      (5, 0.13357288540893, 0.197643068314508),
    ] {
      let found = try #require(path.finding(month: month))
      #expect(agree(log(found.estimate), effect, absolute: 1e-12))
      #expect(agree(found.standardError ?? 0, error, relative: 1e-10))
      #expect(found.degreesOfFreedom == 44)
      #expect(found.method == "log-linear by arm and month, weighted, CR1S by matched set, t(44)")
    }
    let first = try #require(path.estimableMonths.firstIndex(of: -1))
    let second = try #require(path.estimableMonths.firstIndex(of: 1))
    #expect(agree(path.covariance[first, second], 0.00685160724752217, relative: 1e-9))
    #expect(agree(path.covariance[first, first].squareRoot(), 0.167191470812181, relative: 1e-10))
  }

  /// R: `glm(y ~ 0 + t:cell, poisson(link = "identity"))`, the same covariance.
  @Test("On the additive scale R's model with identity link")
  func additive() throws {
    let study = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-4))
    let path = try study.path(on: .difference)
    for (month, effect, error) in [
      (-1, 72.6176620390786, 261.628048395575), (1, 63.504985337097, 235.449487350959),
    ] {
      let found = try #require(path.finding(month: month))
      #expect(agree(found.estimate, effect, relative: 1e-10))
      #expect(agree(found.standardError ?? 0, error, relative: 1e-9))
    }
  }

  @Test("People in several sets are clustered both ways, as R's vcovCL by set and person")
  func twoWay() throws {
    let study = try EventStudy(FormulaPanel.counts(sets: 45, shared: true), reference: -6...(-4))
    let path = try study.path()
    #expect(study.sharesPeople)
    for (month, error) in [(-1, 0.167051215897209), (1, 0.136750215701245)] {
      let found = try #require(path.finding(month: month))
      #expect(agree(found.standardError ?? 0, error, relative: 1e-9))
      #expect(found.method.contains("CR1S by matched set and person, t(44)"))
      #expect(found.caveats.contains { $0.contains("both by set and by person") })
    }
  }

  /// clubSandwich 0.5.8: `vcovCR(type = "CR2")`, `linear_contrast(test = "Satterthwaite")`.
  @Test("Below 40 sets CR2 with Satterthwaite's degrees of freedom, as clubSandwich")
  func fewSets() throws {
    let counts = FormulaPanel.counts(sets: 12)
    let path = try EventStudy(counts, reference: -6...(-4)).path()
    for (month, effect, error, degrees) in [
      (-1, -5.17987102237405e-05, 0.324854265628254, 10.8364038310443),
      (1, 0.148505095270968, 0.277574860503787, 10.9218127747082),
    ] {
      let found = try #require(path.finding(month: month))
      #expect(agree(log(found.estimate), effect, absolute: 1e-12))
      #expect(agree(found.standardError ?? 0, error, relative: 1e-7))
      #expect(agree(found.degreesOfFreedom ?? 0, degrees, relative: 1e-7))
      #expect(found.method.contains("CR2 by matched set, Satterthwaite t(10."))
    }
    // A month inside the reference: vcovCR of the model of month and reference with a row of their
    // own each; the degrees of freedom, where one person's rows vary together, from the matrices
    // written out in R.
    let inside = try #require(path.finding(month: -5))
    #expect(agree(log(inside.estimate), -0.0377836810681154, absolute: 1e-12))
    #expect(agree(inside.standardError ?? 0, 0.152109797374679, relative: 1e-9))
    #expect(agree(inside.degreesOfFreedom ?? 0, 10.9445135964245, relative: 1e-9))
    let slope = try EventStudy(counts, reference: -6...(-6)).preTrend().slope
    #expect(agree(log(slope.estimate), -0.103110519200373, relative: 1e-10))
    #expect(agree(slope.standardError ?? 0, 0.0950899181558676, relative: 1e-7))
    #expect(agree(slope.degreesOfFreedom ?? 0, 10.9144410239027, relative: 1e-7))
  }

  @Test("Every month is the library's own model with clustered covariance")
  func ownModel() throws {
    let counts = FormulaPanel.counts(sets: 45)
    let path = try EventStudy(counts, reference: -6...(-6)).path()
    let months = path.months
    let treated = counts.arms.map { $0 == .treated ? 1.0 : 0 }
    var names = ["(Intercept)", "treated"]
    var columns = [treated.map { _ in 1 }, treated]
    for month in months.dropFirst() {
      let here = counts.months.map { $0 == month ? 1.0 : 0 }
      names += ["\(month)", "\(month):treated"]
      columns += [here, zip(here, treated).map { $0 * $1 }]
    }
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log).fit(
      DesignMatrix(names: names, matrix: Matrix(columns: columns)), response: counts.events,
      weights: counts.weights, offset: counts.time.map { log($0) })
    let table = try fit.coefficientTable(.clustered(by: counts.sets, correction: .cr1s))
    for month in months.dropFirst() {
      let entry = try #require(table["\(month):treated"])
      let found = try #require(path.finding(month: month))
      #expect(agree(log(found.estimate), entry.estimate, absolute: 1e-9))
      #expect(agree(found.standardError ?? 0, entry.standardError, relative: 1e-9))
      #expect(agree(found.pValue ?? 0, entry.pValue, relative: 1e-7))
    }
    let base = try #require(path.finding(month: -6))
    #expect(base.estimate == 1 && base.standardError == nil && !path.estimableMonths.contains(-6))
  }

  @Test("A month inside the reference stretch: the derivative along each set's residuals")
  func insideReference() throws {
    let counts = FormulaPanel.counts(sets: 45)
    let study = try EventStudy(counts, reference: -6...(-4))
    let found = try #require(try study.path().finding(month: -5))
    // Cells: treated and control in month −5, then over the stretch.
    func totals(_ set: Int?) -> [(events: Double, time: Double)] {
      var cells = Array(repeating: (events: 0.0, time: 0.0), count: 4)
      for row in 0..<counts.count where set.map({ counts.sets[row] == $0 }) ?? true {
        let arm = counts.arms[row] == .treated ? 0 : 1
        for (place, isIn) in [
          (arm, counts.months[row] == -5), (2 + arm, (-6...(-4)).contains(counts.months[row])),
        ] where isIn {
          cells[place].events += counts.weights[row] * counts.events[row]
          cells[place].time += counts.weights[row] * counts.time[row]
        }
      }
      return cells
    }
    let all = totals(nil)
    let rates = all.map { $0.events / $0.time }
    #expect(agree(study.referenceRate(of: .treated), 1000 * rates[2], relative: 1e-12))
    #expect(agree(study.referenceRate(of: .control), 1000 * rates[3], relative: 1e-12))
    #expect(
      agree(found.estimate, rates[0] / rates[1] / (rates[2] / rates[3]), relative: 1e-12))
    var variance = 0.0
    for set in 0..<45 {
      let own = totals(set)
      let influence = zip(0..<4, [1.0, -1, -1, 1]).reduce(0) { sum, term in
        let (cell, sign) = term
        return sum + sign * (own[cell].events - rates[cell] * own[cell].time) / all[cell].events
      }
      variance += influence * influence
    }
    let rows = Double(counts.count)
    let factor = 45.0 / 44 * (rows - 1) / (rows - 20)
    #expect(agree(found.standardError ?? 0, (factor * variance).squareRoot(), relative: 1e-10))
  }

  @Test(
    "A month without events in an arm says so; the other months stand, and so does the difference")
  func emptyMonth() throws {
    let counts = FormulaPanel.counts(sets: 45) { arm, month, events in
      arm == .treated && month == 2 ? 0 : events
    }
    let study = try EventStudy(counts, reference: -6...(-4))
    let path = try study.path()
    let reason = try #require(path.refusal(month: 2))
    #expect(reason.code == "no-events-in-month" && reason.location == "treated arm, month 2")
    #expect(path.finding(month: 2) == nil && !path.estimableMonths.contains(2))
    let whole = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-4)).path()
    #expect(
      agree(
        path.finding(month: 1)?.estimate ?? 0, whole.finding(month: 1)?.estimate ?? 1,
        relative: 1e-14))
    #expect(try study.path(on: .difference).finding(month: 2)?.standardError != nil)
    let silent = FormulaPanel.counts(sets: 45) { arm, month, events in
      arm == .control && month < -3 ? 0 : events
    }
    let error = #expect(throws: ChangeError.self) {
      try EventStudy(silent, reference: -6...(-4)).path()
    }
    #expect(error?.location == "control arm, reference months")
  }

  @Test("From a cohort the rates are those of the monthly chart; day 0 is in no month")
  func cohort() throws {
    let (study, cohort) = ChangeTableTests.study
    let time = try PersonTime(of: study.register)
    let counts = try EventTimeCounts(
      of: cohort, time: time, history: study.history, setting: .aAndE)
    let chart = try MonthlyCounts(
      of: cohort, time: time, history: study.history, setting: .aAndE)
    let events = try EventStudy(counts)
    #expect(events.months == Array(-12...(-1)) + Array(1...12))
    for row in chart.rows {
      #expect(
        agree(events.rate(of: row.arm, month: row.month) ?? -1, row.rate ?? -2, relative: 1e-12))
    }
    let path = try events.path()
    #expect(path.reference == -12...(-7) && path.findings.count == 24)
    let marked = EventTimeCounts(
      arms: counts.arms + [.treated], sets: counts.sets + [0], persons: counts.persons + [0],
      weights: counts.weights + [1], months: counts.months + [0], events: counts.events + [50],
      time: counts.time + [0.1])
    #expect(try EventStudy(marked).path() == path)
    #expect(try EventStudy(marked).indexMonthRowCount == 1)
  }

  @Test("Rows in another order give the same path; what cannot be is refused with its row")
  func rows() throws {
    let counts = FormulaPanel.counts(sets: 12)
    let order = Array((0..<counts.count).reversed())
    func reordered(_ events: [Double], time: [Double]) -> EventTimeCounts {
      EventTimeCounts(
        arms: order.map { counts.arms[$0] }, sets: order.map { counts.sets[$0] },
        persons: order.map { counts.persons[$0] }, weights: order.map { counts.weights[$0] },
        months: order.map { counts.months[$0] }, events: order.map { events[$0] },
        time: order.map { time[$0] })
    }
    let path = try EventStudy(counts, reference: -6...(-4)).path()
    let other = try EventStudy(
      reordered(counts.events, time: counts.time), reference: -6...(-4)
    ).path()
    for month in path.months {
      #expect(
        agree(
          path.finding(month: month)?.standardError ?? 0,
          other.finding(month: month)?.standardError ?? 1, relative: 1e-10))
    }
    var events = counts.events
    events[order[5]] = .nan
    #expect(throws: ChangeError.invalidValue(column: "events", row: 5)) {
      try EventStudy(reordered(events, time: counts.time), reference: -6...(-4))
    }
    #expect(throws: ChangeError.noPersonTimeInMonth(.treated, month: nil)) {
      try EventStudy(counts)
    }
    #expect(throws: ChangeError.emptyArm(.treated)) {
      try EventStudy(
        EventTimeCounts(
          arms: [], sets: [], persons: [], weights: [], months: [], events: [], time: []))
    }
  }
}
