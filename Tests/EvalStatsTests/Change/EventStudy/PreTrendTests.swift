import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Bands and trends before the index date")
struct PreTrendTests {
  /// R 4.2.2: W of the arm × month coefficients of months −5…−1 against −6 under `vcovCL`, and the
  /// least-squares line through them.
  @Test("Wald's W, Hotelling's F and the slope from R's coefficients and covariance")
  func joint() throws {
    let test = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-6)).preTrend()
    #expect(test.months == Array(-6...(-1)) && test.omittedMonths.isEmpty)
    #expect(agree(test.wald, 0.222748495486946, relative: 1e-9))
    #expect(test.numeratorDegrees == 5 && test.denominatorDegrees == 40)
    #expect(agree(test.statistic, 0.0404997264521719, relative: 1e-9))
    #expect(agree(test.pValue, 0.999008746516796, relative: 1e-10))
    #expect(agree(log(test.slope.estimate), 0.00435581037337594, relative: 1e-9))
    #expect(agree(test.slope.standardError ?? 0, 0.0453682670658449, relative: 1e-10))
    #expect(agree(test.slope.pValue ?? 0, 0.923948539827783, relative: 1e-9))
    #expect(test.finding.method == "Wald test as Hotelling's F(5, 40), CR1S by matched set")
  }

  @Test("The smallest slope it would have seen, over a year, stands in words beside Roth's caveat")
  func detectable() throws {
    let test = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-6)).preTrend()
    // (1.959964 + 0.841621)·0.0453683
    let slope = 2.801585218 * 0.0453682670658449
    #expect(agree(test.detectableSlope ?? 0, slope, relative: 1e-8))
    #expect(agree(test.undetectedDrift ?? 0, exp(12 * slope), relative: 1e-7))
    #expect(test.caveats.count == 3)
    #expect(test.caveats[0].hasPrefix("Matching on recent use"))
    #expect(test.caveats[1].contains("little power"))
    #expect(test.caveats[2].contains("80% power is 13.6% a month, which over twelve months"))
  }

  @Test("The joint test is the same whatever the reference, up to the count of coefficients")
  func reference() throws {
    let counts = FormulaPanel.counts(sets: 45)
    let first = try EventStudy(counts, reference: -6...(-6)).preTrend()
    let last = try EventStudy(counts, reference: -1...(-1)).preTrend()
    #expect(agree(first.wald, last.wald, relative: 1e-9))
    let rows = Double(counts.count)
    let stretch = try EventStudy(counts, reference: -6...(-4)).preTrend()
    // Two months fewer in the model: k = 20 for 24.
    #expect(
      agree(stretch.wald * (rows - 24) / (rows - 20), first.wald, relative: 1e-9))
  }

  @Test("A trend that is there is found, and its size is read off the slope")
  func trend() throws {
    var generator = SeededGenerator(seed: 5)
    let counts = PreTrendTests.simulated(sets: 200, using: &generator) { exp(0.15 * $0) }
    let study = try EventStudy(counts, reference: -6...(-4))
    let test = try study.preTrend()
    #expect(test.pValue < 0.01)
    #expect((test.slope.lower ?? 0) < exp(0.15) && exp(0.15) < (test.slope.upper ?? 0))
    let additive = try study.preTrend(on: .difference)
    #expect(additive.slope.estimate > 0 && additive.pValue < 0.01)
    #expect(try study.preTrend(months: -3...(-1)).numeratorDegrees == 2)
  }

  @Test("Without a trend the joint test rejects in about one in twenty, with few sets as with many")
  func size() throws {
    for (sets, replicates) in [(20, 50), (60, 50)] {
      var rejected = 0
      for seed in 1...replicates {
        var generator = SeededGenerator(seed: UInt64(seed))
        let counts = PreTrendTests.simulated(sets: sets, using: &generator) { _ in 1 }
        if try EventStudy(counts, reference: -6...(-4)).preTrend().pValue < 0.05 { rejected += 1 }
      }
      // Over 300 seeds it is 16 for either number of sets: 5.3%.
      #expect(rejected <= 8, "\(rejected) of \(replicates)")
    }
  }

  @Test("The band holds all months at once in about 95 of 100 studies, single intervals do not")
  func coverage() throws {
    var held = 0
    var heldSingly = 0
    for seed in 1...40 {
      var generator = SeededGenerator(seed: UInt64(1_000 + seed))
      let counts = PreTrendTests.simulated(sets: 60, using: &generator) { _ in 1 }
      let path = try EventStudy(counts, reference: -6...(-4)).path()
      let band = try #require(path.band(draws: 299, using: &generator))
      if zip(band.lower, band.upper).allSatisfy({ $0 <= 1 && 1 <= $1 ?? .infinity }) { held += 1 }
      let single = path.estimableMonths.allSatisfy { month in
        guard let finding = path.finding(month: month), let lower = finding.lower,
          let upper = finding.upper
        else { return false }
        return lower <= 1 && 1 <= upper
      }
      if single { heldSingly += 1 }
    }
    // Over 200 seeds 183 bands hold all eight months, and the single intervals of 121 studies do.
    #expect(held >= 34, "\(held) of 40")
    #expect(heldSingly < held && heldSingly <= 32, "\(heldSingly) of 40")
  }

  @Test(
    "The critical value lies between one test's and Bonferroni's, and depends on its seed alone")
  func criticalValue() throws {
    let path = try EventStudy(FormulaPanel.counts(sets: 45), reference: -6...(-4)).path()
    var generator = SeededGenerator(seed: 1)
    let band = try #require(path.band(using: &generator))
    let single = StudentT(degreesOfFreedom: 44).upperQuantile(0.025)
    let bonferroni = StudentT(degreesOfFreedom: 44)
      .upperQuantile(0.025 / Double(path.estimableMonths.count))
    #expect(band.criticalValue > single && band.criticalValue < bonferroni * 1.02)
    #expect(band.points == path.estimableMonths)
    let found = try #require(path.finding(month: 1))
    let place = try #require(band.points.firstIndex(of: 1))
    #expect(
      agree(
        band.lower[place],
        found.estimate * exp(-band.criticalValue * (found.standardError ?? 0)), relative: 1e-12))
    generator = SeededGenerator(seed: 1)
    #expect(path.band(using: &generator) == band)
  }

  @Test("Too few months or sets are said")
  func refusals() throws {
    let counts = FormulaPanel.counts(sets: 45)
    #expect(throws: ChangeError.tooFewMonths(found: 1, needed: 2)) {
      try EventStudy(counts, reference: -6...(-4)).preTrend(months: -1...(-1))
    }
    #expect(throws: ChangeError.tooFewSets(found: 6, needed: 7)) {
      try EventStudy(FormulaPanel.counts(sets: 6), reference: -6...(-4)).preTrend()
    }
  }

  /// Sets of one treated person and two controls with a frailty each; the treated's rate is
  /// multiplied by a factor of the month.
  static func simulated(
    sets: Int, using generator: inout SeededGenerator, factor: (Double) -> Double
  ) -> EventTimeCounts {
    var arms: [Arm] = []
    var setNumbers: [Int] = []
    var persons: [Int] = []
    var months: [Int] = []
    var events: [Double] = []
    for person in 0..<(3 * sets) {
      let frailty = generator.gamma(shape: 2) / 2
      let isTreated = person.isMultiple(of: 3)
      for month in Array(-6...(-1)) + Array(1...3) {
        arms.append(isTreated ? .treated : .control)
        setNumbers.append(person / 3)
        persons.append(person)
        months.append(month)
        events.append(
          Double(generator.poisson(mean: frailty * (isTreated ? factor(Double(month)) : 1))))
      }
    }
    return EventTimeCounts(
      arms: arms, sets: setNumbers, persons: persons, weights: arms.map { _ in 1 },
      months: months, events: events, time: arms.map { _ in 1 })
  }
}
