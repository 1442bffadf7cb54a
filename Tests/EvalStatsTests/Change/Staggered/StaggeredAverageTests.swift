import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Averages of staggered starts")
struct StaggeredAverageTests {
  /// CR1's factor taken out where all sixty people take part.
  private static let correction = (59.0 / 60).squareRoot()

  /// csdid 0.4.3: `aggte(typec, bstrap=False)` after `ATTgt(...).fit(est_method="reg")`.
  @Test(
    "Event time, groups, calendar months and the overalls are csdid's, weights' sampling included")
  func csdid() throws {
    let starts = try StaggeredStarts(StaggeredStartsTests.formulaPanel())
    let expected: [(StaggeredStarts.Average, Double, Double, [(Int, Double, Double, Double)])] = [
      (
        .eventTime, 860.6481481481482, 373.83779624217027,
        [
          (-3, 236.11111111111114, 382.02335043525517, 60),
          (-1, 120.37037037037032, 338.8812260437405, 60),
          (0, 740.7407407407406, 400.81936811209914, 60),
          (2, 701.3888888888888, 468.9028671633596, 60), (3, 1250, 472.93655122170617, 48),
        ]
      ),
      (
        .group, 753.009259259259, 338.6470329653145,
        [
          (4, 1130.5555555555554, 622.2788843799301, 60),
          (7, 395.8333333333332, 557.8349506582804, 36),
        ]
      ),
      (
        .calendarMonth, 899.9999999999998, 391.73315038570723,
        [
          (4, 1166.6666666666667, 775.2314469216896, 60),
          (8, 749.9999999999998, 318.33543403094603, 60),
        ]
      ),
    ]
    for (average, overall, error, points) in expected {
      let path = starts.average(by: average)
      #expect(agree(path.overall?.estimate ?? 0, overall, relative: 1e-11))
      #expect(
        agree(
          (path.overall?.standardError ?? 0) * StaggeredAverageTests.correction, error,
          relative: 1e-9))
      for (point, effect, error, clusters) in points {
        let found = try #require(path.finding(at: point))
        #expect(agree(found.estimate, effect, relative: 1e-11))
        #expect(
          agree(
            (found.standardError ?? 0) * ((clusters - 1) / clusters).squareRoot(), error,
            relative: 1e-9), "\(average), \(point)")
      }
    }
    let weighted = try StaggeredStarts(
      StaggeredStartsTests.formulaPanel(weighted: true), design: .init(comparison: .neverTreated))
    for (average, overall, error) in [
      (StaggeredStarts.Average.eventTime, 1125.793650793651, 409.69157442834234),
      (.group, 974.4047619047622, 362.59951267315705),
      (.calendarMonth, 1209.5238095238099, 422.391590286499),
    ] {
      let found = weighted.average(by: average).overall
      #expect(agree(found?.estimate ?? 0, overall, relative: 1e-11))
      #expect(
        agree(
          (found?.standardError ?? 0) * StaggeredAverageTests.correction, error, relative: 1e-9))
    }
    let universal = try StaggeredStarts(
      StaggeredStartsTests.formulaPanel(), design: .init(base: .universal, anticipation: 1)
    ).average()
    #expect(universal.points == Array(-6...4))
    #expect(universal.finding(at: -2)?.standardError == nil)
    #expect(agree(universal.finding(at: -1)?.estimate ?? 0, 120.37037037037032, relative: 1e-11))
    #expect(agree(universal.overall?.estimate ?? 0, 936.5740740740739, relative: 1e-11))
  }

  /// People with unequal time, weights and clusters of three, and starts spread over the months.
  private static func drawn(
    people: Int, using generator: inout SeededGenerator, starts: [Int?],
    effect: (Int) -> Double
  ) -> StaggeredPanel {
    var rows: [(person: Int, month: Int, start: Int?, events: Double, time: Double)] = []
    for person in 0..<people {
      let start = starts[person % starts.count]
      let frailty = 0.5 + generator.gamma(shape: 3) / 6
      for month in 1...10 {
        let time = generator.bernoulli(0.1) ? 0.5 : 1
        let since = start.map { month - $0 } ?? -1
        let rate = frailty * (1 + 0.05 * Double(month)) * (since >= 0 ? effect(since) : 1)
        rows.append((person, month, start, Double(generator.poisson(mean: rate * time)), time))
      }
    }
    return StaggeredPanel(
      persons: rows.map(\.person), months: rows.map(\.month), starts: rows.map(\.start),
      events: rows.map(\.events), time: rows.map(\.time),
      weights: rows.map { $0.start == nil ? 0.5 + Double($0.person % 4) / 4 : 1 },
      clusters: rows.map { $0.person / 3 })
  }

  @Test("Standard errors are those of leaving each cluster out in turn, on both scales")
  func jackknife() throws {
    var generator = SeededGenerator(seed: 8)
    let panel = StaggeredAverageTests.drawn(
      people: 300, using: &generator, starts: [4, nil, 6, 8, nil]
    ) { 0.8 - 0.05 * Double($0) }
    for scale in ChangeScale.allCases {
      func estimates(_ panel: StaggeredPanel) throws -> [Double] {
        let path = try StaggeredStarts(panel).average(on: scale)
        let all = [path.overall, path.finding(at: 0), path.finding(at: 2)]
        return all.map { finding in
          scale == .ratio ? log(finding?.estimate ?? 1) : finding?.estimate ?? 0
        }
      }
      let path = try StaggeredStarts(panel).average(on: scale)
      let errors = [path.overall, path.finding(at: 0), path.finding(at: 2)]
        .map { $0?.standardError ?? 0 }
      var values: [[Double]] = []
      for cluster in 0..<100 {
        let rows = (0..<panel.count).filter { panel.clusters[$0] != cluster }
        values.append(
          try estimates(
            StaggeredPanel(
              persons: rows.map { panel.persons[$0] }, months: rows.map { panel.months[$0] },
              starts: rows.map { panel.starts[$0] }, events: rows.map { panel.events[$0] },
              time: rows.map { panel.time[$0] }, weights: rows.map { panel.weights[$0] },
              clusters: rows.map { panel.clusters[$0] })))
      }
      for place in 0..<3 {
        let mean = values.reduce(0) { $0 + $1[place] } / 100
        let squares = values.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) }
        let jackknife = (0.99 * squares).squareRoot()
        #expect(abs(errors[place] / jackknife - 1) < 0.04, "\(scale), \(place)")
      }
    }
  }

  @Test("Effects that grow: a regression with person and month effects is biased, this is not")
  func dynamicEffects() throws {
    var errors: [Double] = []
    var regressions: [Double] = []
    var standard = 0.0
    var truth = 0.0
    for seed in 1...12 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var panel: [(person: Int, month: Int, start: Int?, events: Double)] = []
      var effects: [Double] = []
      for person in 0..<240 {
        let start = [3, 8, 8, nil][person % 4]
        for month in 1...12 {
          let since = start.map { month - $0 } ?? -1
          let effect = since >= 0 ? 0.4 * Double(since + 1) : 0
          if since >= 0 { effects.append(effect) }
          panel.append(
            (
              person, month, start,
              Double(generator.poisson(mean: 1 + 0.1 * Double(month) + effect))
            )
          )
        }
      }
      let starts = try StaggeredStarts(
        StaggeredPanel(
          persons: panel.map(\.person), months: panel.map(\.month), starts: panel.map(\.start),
          events: panel.map(\.events), time: panel.map { _ in 1 }))
      let path = starts.average(by: .eventTime)
      // The effect four months on, which both groups have.
      let found = try #require(path.finding(at: 4))
      errors.append(found.estimate - 1000 * 2)
      standard = found.standardError ?? 0
      // The regression's coefficient on being treated, people and months taken out (balanced).
      let treated = panel.map { row in row.start.map { row.month >= $0 } ?? false ? 1.0 : 0 }
      func mean(_ key: (Int) -> Int, _ count: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var counts = sums
        for row in panel.indices {
          sums[key(row)] += treated[row]
          counts[key(row)] += 1
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
      }
      let byPerson = mean({ panel[$0].person }, 240)
      let byMonth = mean({ panel[$0].month }, 13)
      let overall = treated.reduce(0, +) / Double(treated.count)
      var product = 0.0
      var square = 0.0
      for row in panel.indices {
        let left = treated[row] - byPerson[panel[row].person] - byMonth[panel[row].month] + overall
        product += left * panel[row].events
        square += left * left
      }
      regressions.append(1000 * product / square)
      truth = 1000 * effects.reduce(0, +) / Double(effects.count)
    }
    let bias = errors.reduce(0, +) / 12
    #expect(abs(bias) < 4 * standard / 12.0.squareRoot(), "\(bias) with \(standard)")
    // The average effect on those started is 1.85 a month; the regression finds much less.
    let regression = regressions.reduce(0, +) / 12
    #expect(regression < 0.85 * truth, "\(regression) for \(truth)")
  }

  @Test("The multiplier band is wider than single intervals, near the normal sup-t, and seeded")
  func band() throws {
    let path = try StaggeredStarts(StaggeredStartsTests.formulaPanel()).average()
    var generator = SeededGenerator(seed: 1)
    let band = try #require(path.band(using: &generator))
    #expect(band.points == path.points)
    #expect(band.criticalValue > 2.3 && band.criticalValue < 3.6)
    let found = try #require(path.finding(at: 0))
    let place = try #require(band.points.firstIndex(of: 0))
    #expect(
      agree(
        band.lower[place], found.estimate - band.criticalValue * (found.standardError ?? 0),
        relative: 1e-12))
    generator = SeededGenerator(seed: 1)
    #expect(path.band(using: &generator) == band)
    let ratio = try StaggeredStarts(StaggeredStartsTests.formulaPanel()).average(on: .ratio)
    let ends = try #require(ratio.band(using: &generator))
    #expect(zip(ends.lower, ends.upper).allSatisfy { $0 > 0 && $0 < $1 ?? .infinity })
  }

  @Test("Small groups count in averages when pooled and not when left out")
  func smallGroups() throws {
    var generator = SeededGenerator(seed: 9)
    let whole = StaggeredAverageTests.drawn(
      people: 200, using: &generator, starts: [4, nil, 6, nil]
    ) { _ in 0.7 }
    // Two more people, who start in month 5.
    let extra = (1...10).flatMap { month in [(900, month), (901, month)] }
    let panel = StaggeredPanel(
      persons: whole.persons + extra.map(\.0), months: whole.months + extra.map(\.1),
      starts: whole.starts + extra.map { _ in 5 }, events: whole.events + extra.map { _ in 0 },
      time: whole.time + extra.map { _ in 1 }, weights: whole.weights + extra.map { _ in 1 },
      clusters: whole.clusters + extra.map(\.0))
    let pooled = try StaggeredStarts(panel)
    let left = try StaggeredStarts(panel, design: .init(smallGroups: .leftOut))
    let note = ChangeError.smallGroup(group: 5, people: 2, needed: 5)
    #expect(pooled.notes == [note] && left.notes == [note])
    #expect(pooled.groups == [4, 5, 6] && left.groups == [4, 6])
    #expect(pooled.average(by: .group).points == [4, 6])
    #expect(pooled.average(by: .group).overall != left.average(by: .group).overall)
    // Without an event before or after, the two have no ratio of their own but expect none either.
    let ratio = pooled.average(on: .ratio)
    #expect(ratio.overall?.estimate.isFinite == true)
    #expect(
      agree(
        ratio.overall?.estimate ?? 0, left.average(on: .ratio).overall?.estimate ?? 1,
        relative: 1e-9))
  }
}
