import EvalLinearAlgebra
import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("A risk-set match made ready")
struct RiskSetPreparationTests {
  private static let study = SimulationCases.untreated
  private static let design = RiskSetDesign(
    covariates: [
      .age, .attribute("long_term_conditions"), .priorUse(.aAndE, firstDay: -365, lastDay: -1),
    ], laterTreated: .excludedWithin(days: 60))

  @Test("gives the sets of the match under every rule for people taken on later")
  func rules() throws {
    let study = Self.study
    let ready = try RiskSetPreparation(Self.design, study.register, history: study.history)
    var cohorts: [Cohort] = []
    for rule in [
      RiskSetDesign.LaterTreated.excludedWithin(days: 60), .censored, .neverTreated,
    ] {
      var design = Self.design
      design.laterTreated = rule
      let match = try design.match(study.register, history: study.history)
      #expect(try ready.cohort(laterTreated: rule) == match.cohort)
      cohorts.append(match.cohort)
    }
    #expect(try ready.cohort() == cohorts[0])
    // The rules do differ here.
    #expect(cohorts[0] != cohorts[1] && cohorts[1] != cohorts[2] && cohorts[0] != cohorts[2])
  }

  @Test("Starting from a tenth of the person-months the score ends where it ends without")
  func start() throws {
    // Twelve months of 2,000 people: enough for the start to be looked for.
    let persons = Array(repeating: Array(0..<2_000), count: 12).joined().map { $0 }
    var generator = SeededGenerator(seed: 3)
    let ages = persons.map { _ in generator.normal() }
    let use = persons.map { _ in Double(generator.poisson(mean: 0.7)) }
    let events = persons.indices.map { row in
      generator.bernoulli(0.01 * (1 + use[row])) ? 1.0 : 0
    }
    let treated = Array(persons.indices.filter { events[$0] == 1 })
    #expect(treated.count > 200)
    // The treated of a month come first.
    var order: [Int] = []
    var months: [RiskSetMonths.Month] = []
    var treatedCount = 0
    for month in 0..<12 {
      let rows = (month * 2_000)..<((month + 1) * 2_000)
      let own = rows.filter { events[$0] == 1 }
      months.append(
        .init(
          name: "m\(month)", treated: treatedCount..<(treatedCount + own.count),
          rows: order.count..<(order.count + 2_000)))
      treatedCount += own.count
      order += own + rows.filter { events[$0] == 0 }
    }
    let dates = order.map { _ in day(0) }
    let frame = CovariateFrame(
      persons: order, dates: dates,
      covariates: [.age, .priorUse(.aAndE, firstDay: -365, lastDay: -1)],
      columns: [
        .real(Values(order.map { ages[$0] })), .real(Values(order.map { use[$0] })),
      ])
    let score = try RiskSetScore(
      frame: frame, months: RiskSetMonths(months: months, persons: order, dates: dates))
    let columns =
      [order.map { _ in 1.0 }]
      + (1..<12).map { month in order.map { $0 / 2_000 == month ? 1.0 : 0 } }
      + [order.map { ages[$0] }, order.map { use[$0] }]
    let plain = try GeneralisedLinearModel(family: .binomial, link: .logit).fit(
      DesignMatrix(names: score.names, matrix: Matrix(columns: columns)),
      response: order.map { events[$0] })
    #expect(score.personMonthCount == 24_000)
    for (own, expected) in zip(score.coefficients, plain.coefficients) {
      #expect(agree(own, expected, relative: 1e-11))
    }
  }
}
