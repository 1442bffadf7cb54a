import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

/// Against R 4.2's power.t.test and power.prop.test with tol = 1e-12.
@Suite("Size, effect and power of a planned study")
struct PowerQuestionTests {
  @Test("two of three give the third, as R has it")
  func peers() throws {
    let means = PowerQuestion.Comparison.means(try MeanPower(.twoSample))
    let size = try PowerQuestion(means, effect: 0.5, power: 0.8).answer()
    #expect(agree(size.size, 63.7657637248, relative: 1e-9), "\(size.size)")
    #expect(size.wholeSize == 64)
    let wide = PowerQuestion.Comparison.means(try MeanPower(.twoSample, standardDeviation: 2))
    let effect = try PowerQuestion(wide, size: 64, power: 0.9).answer()
    #expect(agree(effect.effects[0], 1.15488662854, relative: 1e-9), "\(effect.effects)")
    let paired = PowerQuestion.Comparison.means(try MeanPower(.paired, standardDeviation: 1.2))
    let power = try PowerQuestion(paired, size: 20, effect: 0.8).answer()
    #expect(agree(power.power, 0.807290896276, relative: 1e-9), "\(power.power)")
    let shares = PowerQuestion.Comparison.proportions(first: 0.1, level: 0.05)
    let people = try PowerQuestion(shares, effect: 0.06, power: 0.8).answer()
    #expect(agree(people.size, 720.916875085, relative: 1e-9), "\(people.size)")
    let seen = try PowerQuestion(shares, size: 500, power: 0.8).answer()
    #expect(agree(seen.effects[1], 0.159466681134, relative: 1e-9), "\(seen.effects)")
    #expect(agree(seen.effects[0], 0.0529646030889, relative: 1e-9), "\(seen.effects)")
  }

  @Test("rates by the formula written out, the treated beside the controls")
  func rates() throws {
    let rates = PowerQuestion.Comparison.rates(
      try RateRatioPower(controlRate: 0.62, treatedPerControl: 0.5, dispersion: 1.2))
    let answer = try PowerQuestion(rates, effect: 0.75, power: 0.8).answer()
    #expect(agree(answer.size, 902.2860493219431, relative: 1e-12), "\(answer.size)")
    #expect(answer.wholeSize == 903)
    #expect(agree(answer.treated ?? 0, 451.14302466097155, relative: 1e-12))
    let back = try PowerQuestion(rates, size: answer.size, power: 0.8).answer()
    #expect(agree(back.effects[0], 0.75, relative: 1e-9), "\(back.effects)")
    #expect(back.effects[1] > 1)
  }

  @Test("clusters multiply the size that is needed and divide the size that is there")
  func clusters() throws {
    let effect = try DesignEffect(clusterSize: 41, correlation: 0.05)
    let means = PowerQuestion.Comparison.means(try MeanPower(.twoSample))
    let plain = try PowerQuestion(means, effect: 0.5, power: 0.8).answer()
    let needed = try PowerQuestion(
      means, effect: 0.5, power: 0.8, designEffect: effect
    ).answer()
    #expect(agree(needed.size, 3 * plain.size, relative: 1e-12))
    let there = try PowerQuestion(
      means, size: needed.size, effect: 0.5, designEffect: effect
    ).answer()
    #expect(agree(there.power, 0.8, relative: 1e-9), "\(there.power)")
  }

  @Test("all three or only one is refused with the option's name")
  func refusals() {
    let shares = PowerQuestion.Comparison.proportions(first: 0.1, level: 0.05)
    #expect(throws: TableRequestError.self) {
      try PowerQuestion(shares, size: 10, effect: 0.2, power: 0.8)
    }
    #expect {
      try PowerQuestion(shares, power: 0.8)
    } throws: { error in
      "\(error)" == "option --second: found 1 of --size, --second and --power; give two of them, "
        + "and the third is worked out"
    }
    #expect(throws: CredibilityError.self) {
      try PowerQuestion(shares, effect: 0.1, power: 0.8).answer()
    }
  }

  @Test("the sentence says the whole number of people and the chance")
  func sentence() throws {
    let rates = PowerQuestion.Comparison.rates(
      try RateRatioPower(controlRate: 0.62, treatedPerControl: 0.5, dispersion: 1.2))
    let answer = try PowerQuestion(rates, effect: 0.75, power: 0.8).answer()
    #expect(
      answer.sentence
        == "With 903 controls and 452 treated the chance of seeing a rate ratio of 0.75 is 80% at "
        + "the 5% level.")
  }
}
