import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Matching within risk sets")
struct RiskSetMatchTests {
  private let design = RiskSetDesign(
    covariates: [
      .age, .attribute("network"), .attribute("deprivation"),
      .priorUse(.aAndE, firstDay: -90, lastDay: -1),
    ], ageBandEdges: [65, 80], ratio: 2, admittedIndexDates: day(0)...day(119))

  @Test(
    "a match agrees with one worked out pair by pair",
    arguments: [(1, 0.2), (2, 0.2), (3, 0.02)] as [(UInt64, Double)])
  func bruteForce(seed: UInt64, caliper: Double) throws {
    let study = randomStudy(seed: seed, people: 250)
    var design = design
    design.caliper = caliper
    let match = try design.match(study.register, history: study.history)
    let plain = try PlainRiskSetMatch(study.people, caliper: caliper)
    #expect(match.setCount > 5)
    #expect(caliper == 0.2 || match.unmatched.count > 2)
    #expect(agree(try #require(match.score).standardDeviation, plain.deviation, relative: 1e-9))
    #expect(agree(try #require(match.caliperWidth), caliper * plain.deviation, relative: 1e-9))
    #expect(match.flow.admittedCount == SensitiveCount(plain.sets.count))
    let matched = plain.sets.filter { !$0.controls.isEmpty }
    #expect(match.cohort.persons == matched.flatMap { [$0.treated] + $0.controls })
    #expect(
      match.unmatched.map(\.person) == plain.sets.filter(\.controls.isEmpty).map(\.treated))
  }

  @Test("records on or after an index date change neither covariates nor sets")
  func noFuture() throws {
    let study = randomStudy(seed: 4, people: 400)
    let match = try design.match(study.register, history: study.history)
    var changed = study
    for row in changed.people.indices {
      // Nobody is looked at after their own index date, nor anybody after the last one.
      let last = changed.people[row].index.map { min($0, day(119)) } ?? day(119)
      changed.people[row].attendances.removeAll { $0 >= last }
      changed.people[row].attendances += [last, last, last.advanced(by: 7)]
      if let death = changed.people[row].death, death > last { changed.people[row].death = nil }
    }
    let again = try design.match(changed.register, history: changed.history)
    #expect(again.cohort == match.cohort)
    #expect(again.scores == match.scores)
    #expect(
      again.covariates.design(coding: .everyLevel)
        == match.covariates.design(coding: .everyLevel))
    #expect(again.candidateScores == match.candidateScores)
  }

  @Test("a record on the day before an index date does change the covariate")
  func dayBefore() throws {
    let study = randomStudy(seed: 4, people: 400)
    let match = try design.match(study.register, history: study.history)
    var changed = study
    let member = 0
    changed.people[match.cohort.persons[member]].attendances
      .append(match.cohort.indexDates[member].advanced(by: -1))
    let again = try design.match(changed.register, history: changed.history)
    let place = try #require(
      again.treated.persons.firstIndex(of: match.cohort.persons[member]))
    let before = try #require(
      match.treated.persons.firstIndex(of: match.cohort.persons[member]))
    #expect(
      again.treated.design(coding: .everyLevel).matrix.row(place).last
        == (match.treated.design(coding: .everyLevel).matrix.row(before).last ?? 0) + 1)
  }

  @Test("leaving out recent use is another design value and another match")
  func without() throws {
    let study = randomStudy(seed: 1, people: 400)
    let other = design.without { covariate in
      if case .priorUse = covariate { true } else { false }
    }
    #expect(other.covariates == Array(design.covariates.prefix(3)))
    let match = try other.match(study.register, history: study.history)
    #expect(try #require(match.score).names.contains("aAndE, days −90…−1") == false)
    #expect(
      match.cohort != (try design.match(study.register, history: study.history)).cohort)
  }

  @Test("balance compares the treated with the candidates of their months, then with controls")
  func balance() throws {
    let study = randomStudy(seed: 1, people: 400)
    let match = try design.match(study.register, history: study.history)
    let balance = match.balance
    #expect(
      balance.rows.map(\.name) == [
        "distance", "age", "network: east", "network: north", "network: south", "deprivation",
        "aAndE, days −90…−1",
      ])
    #expect(balance.rows.map(\.covariate).suffix(2) == ["deprivation", "aAndE, days −90…−1"])
    #expect(SensitiveCount(balance.sampleSizes.treated.all) == match.flow.admittedCount)
    #expect(balance.sampleSizes.treated.matched == match.setCount)
    #expect(
      agree(
        match.candidateWeights.reduce(0, +), Double(match.treated.count), relative: 1e-12))
    func mean(_ values: [Double], _ weights: [Double]) -> Double {
      zip(values, weights).map(*).reduce(0, +) / weights.reduce(0, +)
    }
    let score = try #require(balance.rows.first)
    #expect(
      agree(
        score.before.meanControl, mean(try #require(match.candidateScores), match.candidateWeights),
        relative: 1e-12))
    let controls = match.cohort.arms.indices.filter { match.cohort.arms[$0] == .control }
    let memberScores = try #require(match.scores)
    #expect(
      agree(
        try #require(score.after).meanControl,
        mean(
          controls.map { memberScores[$0] }, controls.map { match.cohort.weights[$0] }),
        relative: 1e-12))
    let deviation = try #require(score.before.standardDeviationTreated)
    let scores = try #require(match.treatedScores)
    let centre = scores.reduce(0, +) / Double(scores.count)
    let squares = scores.map { ($0 - centre) * ($0 - centre) }.reduce(0, +)
    #expect(
      agree(deviation, (squares / Double(scores.count - 1)).squareRoot(), relative: 1e-12))
    let before = try #require(score.standardisedDifference(.before))
    let after = try #require(score.standardisedDifference(.after))
    #expect(before > 0.2 && abs(after) < 0.05)
  }

  @Test("missing values are excluded or indicated as the design says")
  func missing() throws {
    var study = randomStudy(seed: 2, people: 400)
    for row in stride(from: 0, to: 400, by: 7) { study.people[row].deprivation = nil }
    var design = design
    design.missing = .exclude
    let excluded = try design.match(study.register, history: study.history)
    #expect(excluded.flow.treatedLosses.last?.reason == .covariateMissing)
    #expect(excluded.cohort.persons.allSatisfy { $0 % 7 != 0 })
    #expect(excluded.candidates.persons.allSatisfy { $0 % 7 != 0 })
    design.missing = .indicator
    let indicated = try design.match(study.register, history: study.history)
    #expect(try #require(indicated.score).names.contains("deprivation: missing"))
    #expect(indicated.treated.persons.contains { $0 % 7 == 0 })
    #expect(indicated.cohort.persons.contains { $0 % 7 == 0 })
  }

  @Test("constant columns are left out of the score and named")
  func constantColumns() throws {
    var study = randomStudy(seed: 3, people: 300)
    for row in study.people.indices { study.people[row].deprivation = 5 }
    let match = try design.match(study.register, history: study.history)
    let model = try #require(match.score)
    #expect(model.constantColumns == ["deprivation"])
    #expect(SensitiveCount(model.eventCount) == match.flow.admittedCount)
    #expect(model.names.prefix(2) == ["(Intercept)", "month 2016-02"])
  }

  @Test("two rows with the same records have the same score, and the lower row is chosen")
  func ties() throws {
    let study = randomStudy(seed: 5, people: 300)
    var doubled = study
    doubled.people += study.people.filter { $0.index == nil }
    let match = try design.match(doubled.register, history: doubled.history)
    let twins = study.people.indices.filter { study.people[$0].index == nil }
    var chosen = Set<Int>()
    for member in 0..<match.cohort.count where match.cohort.arms[member] == .control {
      let person = match.cohort.persons[member]
      if person >= study.people.count {
        // A copy serves only once the original does.
        #expect(chosen.contains(twins[person - study.people.count]))
      }
      chosen.insert(person)
    }
    #expect(match.setCount > 10)
  }
}
