import EvalStats
import EvalTestSupport
import Testing

@Suite("Ratio of two rates")
struct RateRatioTests {
  /// R 4.2.2: `poisson.test(c(x1, x0), c(t1, t0))`; epitools 0.5.10 `rateratio.wald` (its interval)
  /// and the p-value of `rateratio.midp`. The mid-p roots are scipy's `brentq` on `binom`, as
  /// epitools stops its search up to 0.4% short; Wald p, difference and score test by formula.
  struct Case: Sendable {
    let counts: (Int, Double, Int, Double)
    let exact: [Double]
    let wald: [Double]?
    let midP: [Double]
    let difference: [Double]
  }

  private static let cases: [Case] = [
    // The polio vaccine trial of 1954.
    Case(
      counts: (33, 200745, 115, 201229),
      exact: [
        0.2876483793521307, 0.18913261625913708, 0.4268267106983138, 7.87672946086442e-12,
      ], wald: [0.19532864396637145, 0.42360192782658346, 2.798368631111109e-10],
      midP: [
        0.28867787278074075, 0.1929022524775955, 0.42007347954435953, 5.546043981771027e-12,
      ], difference: [-0.0005256561315082564, -0.00028854496648959653, 1.7473184672201247e-11]),
    Case(
      counts: (1, 10, 7, 12),
      exact: [
        0.17142857142857143, 0.0038036868363044755, 1.334370664376816, 0.07938873780554953,
      ], wald: [0.021091646302893917, 1.3933362374851035, 0.09900716057677407],
      midP: [0.19213012992994097, 0.007549215911943598, 1.1089233045868498, 0.06790794919292381],
      difference: [-0.9578353562673364, -0.008831310399330383, 0.061214634954602026]),
    Case(
      counts: (10, 100, 10, 100), exact: [1, 0.3735468466993662, 2.677040400249473, 1],
      wald: [0.4162278132637269, 2.402530460804137, 1],
      midP: [1, 0.4057644031237364, 2.464484297542124, 1],
      difference: []),
    Case(
      counts: (1523, 9000, 1411, 8700.5),
      exact: [1.0434570832349004, 0.9699209605667074, 1.1226260006758941, 0.25232875085983786],
      wald: [0.9705603349687271, 1.1218289531563936, 0.2496247196447582],
      midP: [1.0434480218630324, 0.9705706300110716, 1.1218724706798044, 0.2496514186843637],
      difference: [-0.004945384120465114, 0.019040653230158668, 0.24958901995925492]),
  ]

  @Test("Exact, Wald, mid-p and score agree with R", arguments: 0..<4)
  func againstR(index: Int) throws {
    let expected = RateRatioTests.cases[index]
    let (events, time, reference, referenceTime) = expected.counts
    let ratio = try RateRatio(
      events: events, time: time, referenceEvents: reference, referenceTime: referenceTime)
    let exact = try ratio.exact()
    let exactFound = [exact.estimate, exact.lower, exact.upper, exact.pValue]
    for (found, wanted) in zip(exactFound, expected.exact) {
      #expect(agree(try #require(found), wanted, relative: 1e-9), "\(found ?? -1) \(wanted)")
    }
    let wald = try ratio.wald()
    for (found, wanted) in zip([wald.lower, wald.upper, wald.pValue], expected.wald ?? []) {
      #expect(agree(try #require(found), wanted, relative: 1e-9), "\(found ?? -1) \(wanted)")
    }
    let midP = try ratio.midP()
    for (found, wanted) in zip([midP.estimate, midP.lower, midP.upper], expected.midP) {
      #expect(agree(try #require(found), wanted, relative: 1e-9), "\(found ?? -1) \(wanted)")
    }
    #expect(agree(try #require(midP.pValue), expected.midP[3], relative: 1e-9))
    let difference = ratio.difference()
    if index != 2 {
      for (found, wanted) in zip(
        [difference.lower, difference.upper, difference.pValue], expected.difference)
      {
        #expect(agree(try #require(found), wanted, relative: 1e-9), "\(found ?? -1) \(wanted)")
      }
    } else {
      #expect(difference.estimate == 0 && difference.pValue == 1)
      #expect(agree(try #require(difference.upper), 0.08765225405765814, relative: 1e-9))
    }
  }

  @Test("The ends of the mid-p interval leave 2.5% each, to the last bits")
  func midPRoots() throws {
    let midP = try RateRatio(events: 1, time: 10, referenceEvents: 7, referenceTime: 12).midP()
    for (end, isLower) in [(midP.lower, true), (midP.upper, false)] {
      let odds = try #require(end) * 10 / 12
      let split = Binomial(trials: 8, probability: odds / (1 + odds))
      let tail =
        0.5 * split.mass(1) + (isLower ? split.survival(1) : split.cumulative(0))
      #expect(agree(tail, 0.025, relative: 1e-12))
    }
  }

  @Test("No events in the first group: a ratio of 0 with an upper limit")
  func noEvents() throws {
    let ratio = try RateRatio(events: 0, time: 20, referenceEvents: 5, referenceTime: 20)
    let exact = try ratio.exact()
    #expect(exact.estimate == 0 && exact.lower == 0)
    #expect(agree(try #require(exact.upper), 1.091279105182546, relative: 1e-10))
    #expect(agree(try #require(exact.pValue), 0.0625, relative: 1e-12))
    let midP = try ratio.midP()
    #expect(midP.lower == 0)
    #expect(agree(try #require(midP.upper), 0.8205865674043914, relative: 1e-4))
    #expect(agree(try #require(midP.pValue), 0.03125, relative: 1e-12))
    #expect(throws: ChangeError.undefinedRatio(lowerBound: 0)) { try ratio.wald() }
  }

  @Test("No reference events: no ratio, but a lower limit in the message; none at all: neither")
  func noReference() throws {
    let ratio = try RateRatio(events: 5, time: 20, referenceEvents: 0, referenceTime: 20)
    let error = #expect(throws: ChangeError.self) { try ratio.exact() }
    // 1/1.091279105182546, the upper limit of the inverse.
    #expect(error?.message.contains("at least 0.92 (exact lower 95% limit)") == true)
    #expect(ratio.estimate == nil)
    let nothing = try RateRatio(events: 0, time: 20, referenceEvents: 0, referenceTime: 20)
    #expect(throws: ChangeError.undefinedRatio(lowerBound: nil)) { try nothing.midP() }
    let difference = nothing.difference()
    #expect(difference.estimate == 0 && difference.pValue == 1 && difference.lower == nil)
  }

  @Test("Negative counts and times that are not positive are refused")
  func refusals() {
    #expect(throws: ChangeError.invalidValue(column: "events", row: 1)) {
      try RateRatio(events: 1, time: 1, referenceEvents: -1, referenceTime: 1)
    }
    #expect(throws: ChangeError.invalidValue(column: "time", row: 0)) {
      try RateRatio(events: 1, time: 0, referenceEvents: 1, referenceTime: 1)
    }
  }
}
