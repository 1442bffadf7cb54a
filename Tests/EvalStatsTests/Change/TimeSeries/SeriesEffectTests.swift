import EvalStats
import EvalTestSupport
import Foundation
import Testing

/// Peers: R 4.2.2 `glm(epsilon = 1e-15)`, `lm`, sandwich 3.0-2 `NeweyWest(prewhite = FALSE)` and `vcovPL(aggregate =
/// TRUE, adjust = TRUE)`, the delta method by numDeriv's gradients.
@Suite("Effects on interrupted series")
struct SeriesEffectTests {
  private static let counts: [Double] = [
    112, 118, 121, 109, 116, 125, 130, 122, 119, 128, 133, 127, 124, 131, 128, 119, 126, 138, 140,
    129, 104, 109, 112, 106, 98, 103, 106, 97, 95, 104, 108, 99, 93, 98, 96, 90,
  ]
  private static let control: [Double] = [
    210, 221, 219, 205, 214, 230, 236, 224, 221, 233, 238, 229, 226, 237, 233, 220, 229, 246, 251,
    238, 232, 241, 246, 235, 228, 238, 241, 229, 231, 246, 250, 240, 233, 242, 239, 228,
  ]
  private static let exposure = (0..<36).map { Double(2000 + 5 * $0) }
  private static let controlExposure = (0..<36).map { Double(4000 + 8 * $0) }
  private static let start = InterruptedTimeSeries.Interruption(firstPeriod: 20)

  private func expect(
    _ finding: Finding, _ expected: [Double], relative: Double = 1e-8,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let found = [finding.estimate, finding.standardError, finding.lower, finding.upper]
    for (found, expected) in zip(found, expected) {
      #expect(
        agree(found ?? .nan, expected, relative: relative), "\(found ?? .nan), not \(expected)",
        sourceLocation: location)
    }
  }

  @Test("counts with month terms: coefficients, Newey–West errors and effects are the peer's")
  func monthTerms() throws {
    let series = try InterruptedTimeSeries(
      values: Self.counts, exposure: Self.exposure, interruptions: [Self.start],
      seasonality: .places(firstPlace: 4))
    #expect(series.design.names.suffix(11) == (2...12).map { "place\($0)" })
    let fit = try series.fit(.poisson(lagCount: 2))
    let coefficients = [
      -2.81918548995341833, 0.00415653208520162, -0.20316152353985537, -0.01693576114676350,
    ]
    let errors = [
      0.009754543986692185, 0.000648196921504333, 0.012862307610112235, 0.001630036849098811,
    ]
    for (row, (coefficient, error)) in zip(fit.table.rows, zip(coefficients, errors)) {
      #expect(agree(row.estimate, coefficient, relative: 1e-10))
      #expect(agree(row.standardError, error, relative: 1e-9))
    }
    expect(
      try fit.eventsAdded(over: 30...35),
      [-299.5141108034964, 17.6927729705111, -336.3082464245956, -262.7199751823983])
    expect(
      try fit.relativeEffect(over: 30...35),
      [0.6606629600221626, 0.0222030554669678, 0.6308512098623653, 0.6918835058435920])
    expect(
      try fit.relativeEffect(over: 24...24),
      [0.7626892777985443, 0.0134127387074204, 0.7417093046856413, 0.7842626899704387])
    let absolute = try fit.absoluteEffect(over: 24...24, per: 1000)
    expect(
      absolute,
      [-31.19391354583221, 1.88176033322299, -35.10724838726209, -27.28057870440227].map {
        $0 * 1000 / 2120
      })
    #expect(absolute.degreesOfFreedom == 21)
    let effect = try fit.effect(at: 24)
    #expect(agree(effect.estimate, 0.7626892777985443, relative: 1e-9))
    #expect(agree(effect.lower, 0.7417093046856413, relative: 1e-9))
  }

  @Test("rates by least squares: events averted and their ratio are the peer's")
  func leastSquares() throws {
    let series = try InterruptedTimeSeries(
      values: Self.counts, exposure: Self.exposure, interruptions: [Self.start])
    let fit = try series.fit(.leastSquares(lagCount: 3))
    let added = try fit.eventsAdded(over: 30...35)
    #expect(agree(added.estimate, -307.2305798136196131, relative: 1e-10))
    #expect(agree(try #require(added.standardError), 24.1123364357133383, relative: 1e-8))
    expect(
      try fit.relativeEffect(over: 30...35),
      [0.6533509198690185, 0.0285773138443903, 0.6164050510974942])
    #expect(added.caveats[0].contains("Without a control series"))
  }

  @Test("a controlled series of counts is the peer's")
  func controlled() throws {
    let series = try ControlledTimeSeries(
      values: Self.counts, exposure: Self.exposure, controlValues: Self.control,
      controlExposure: Self.controlExposure, interruptions: [Self.start],
      seasonality: .init(harmonicCount: 1, firstPlace: 4))
    let names = [
      "(Intercept)", "time", "level", "slope", "sin1", "cos1", "treated", "treated:time",
      "treated:level", "treated:slope",
    ]
    #expect(series.design.names == names)
    let fit = try series.fit(.poisson(lagCount: 2))
    let coefficients = [
      -2.92171240502163521, 0.00372242432177384, -0.01945650804417073, -0.00594593632941958,
      -0.00415909576437591, 0.01737638570032338, 0.07493186122106789, 0.00097412913949506,
      -0.19770296065886506, -0.01055958840337003,
    ]
    let errors = [
      0.012150396427489036, 0.001016110128313848, 0.015511429902776293, 0.001587094592020795,
      0.008082925191617510, 0.007845544066571423, 0.004639177150246634, 0.000421774835015864,
      0.006539861507871664, 0.000888809193903468,
    ]
    for (row, (coefficient, error)) in zip(fit.table.rows, zip(coefficients, errors)) {
      #expect(agree(row.estimate, coefficient, relative: 1e-9))
      #expect(agree(row.standardError, error, relative: 1e-8))
      #expect(row.degreesOfFreedom == 31)
    }
    expect(
      try fit.eventsAdded(over: 30...35),
      [-227.50449887069882, 8.88820214772072, -245.63210666517213, -209.37689107604044])
    expect(
      try fit.relativeEffect(over: 30...35),
      [0.7193114773120408, 0.0119495712027524, 0.7019928100108576, 0.7370574085864577])
    let quasi = try series.fit(.quasiPoisson)
    for (row, error) in zip(
      quasi.table.rows.suffix(2), [0.03615774700748246, 0.00370621897155535])
    {
      #expect(agree(row.standardError, error, relative: 1e-8))
    }
  }

  @Test("controlled least squares is the peer's, and controls that change alike leave nothing")
  func controlledRates() throws {
    let series = try ControlledTimeSeries(
      values: Self.counts, exposure: Self.exposure, controlValues: Self.control,
      controlExposure: Self.controlExposure, interruptions: [Self.start])
    let rows = try series.fit(.leastSquares(lagCount: 1)).table.rows.suffix(2)
    let expected = [
      (-0.011471356559051498, 5.34321015295606e-04), (-0.000520446330637454, 5.13389273349499e-05),
    ]
    for (row, (estimate, error)) in zip(rows, expected) {
      #expect(agree(row.estimate, estimate, relative: 1e-9))
      #expect(agree(row.standardError, error, relative: 1e-8))
    }
    let twin = try ControlledTimeSeries(
      values: Self.counts, exposure: Self.exposure, controlValues: Self.counts.map { 2 * $0 },
      controlExposure: Self.exposure, interruptions: [Self.start]
    ).fit(.poisson(lagCount: 2))
    let ratio = try twin.relativeEffect(over: 20...35)
    #expect(agree(ratio.estimate, 1, relative: 1e-10))
  }

  @Test("a short or a self-correlated series says so")
  func caveats() throws {
    let short = try InterruptedTimeSeries(
      values: Array(Self.counts[14..<28]), interruptions: [.init(firstPeriod: 6)])
    let finding = try short.fit(.quasiPoisson).relativeEffect(over: 13...13)
    #expect(finding.caveats.contains { $0.hasPrefix("With 6 periods before and 8 after") })
    #expect(finding.caveats.contains { $0.contains("carried on over 8") })
    let wavy = (0..<40).map { 100 + (($0 / 5).isMultiple(of: 2) ? 20.0 : -20) }
    let model = try InterruptedTimeSeries(
      values: wavy, interruptions: [.init(firstPeriod: 20)])
    #expect(
      try model.fit(.quasiPoisson).absoluteEffect(over: 30...30).caveats
        .contains { $0.contains("hang together") })
    #expect(
      try !model.fit(.poisson(lagCount: 3)).absoluteEffect(over: 30...30).caveats
        .contains { $0.contains("hang together") })
  }

  @Test("too few periods and rates carried on below nought are refused")
  func refusals() throws {
    #expect(throws: ModelError.seriesTooShort(periodCount: 4, required: 5)) {
      try ControlledTimeSeries(
        values: [5, 6, 7, 8], controlValues: [5, 7, 6, 9], interruptions: [.init(firstPeriod: 2)]
      ).fit(.quasiPoisson)
    }
    #expect(throws: ModelError.self) {
      try InterruptedTimeSeries(
        values: [5, 6, 7, 8], interruptions: [.init(firstPeriod: 2)]
      ).fit(.quasiPoisson)
    }
    let falling = try InterruptedTimeSeries(
      values: [10, 8.1, 6, 3.9, 2, 5, 5.1, 5, 4.9, 5], interruptions: [.init(firstPeriod: 5)])
    #expect(throws: ChangeError.undefinedRatio(lowerBound: nil)) {
      try falling.fit(.leastSquares(lagCount: 1)).relativeEffect(over: 9...9)
    }
  }
}
