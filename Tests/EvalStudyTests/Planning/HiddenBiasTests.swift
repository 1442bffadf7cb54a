import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("Hidden bias in a table of pairs")
struct HiddenBiasTests {
  /// Treated less control: −3, −5, 1, −4, −2, −6, 2.5, −7.
  func table() throws -> Table {
    let last = Array(repeating: false, count: 8) + [true]
    return try Table([
      ("t", .real(Values([1, 2, 6, 1, 3, 0, 7.5, 1, 0], missing: last))),
      ("c", .real(Values([4, 7, 5, 5, 5, 6, 5, 8, 2]))),
    ])
  }

  @Test("bounds of a fall are those of the rise turned round")
  func mirrored() throws {
    let fall = try HiddenBias(treated: "t", control: "c", gammas: [1, 1.5, 2]).run(on: table())
    let rise = try HiddenBias(treated: "c", control: "t", gammas: [1, 1.5, 2]).run(on: table())
    #expect(fall.direction == "lower")
    #expect(rise.direction == "higher")
    #expect(fall.pairs == 8)
    #expect(fall.rowsRead == 9)
    #expect(fall.criticalGamma == rise.criticalGamma)
    for (low, high) in zip(fall.rows, rise.rows) {
      #expect(low.signedRank == high.signedRank)
      #expect(low.signTest == high.signTest)
      #expect(low.estimateLower == -high.estimateUpper)
      #expect(low.estimateUpper == -high.estimateLower)
    }
  }

  @Test("no bias is the sign test itself, and more bias only weakens")
  func monotone() throws {
    let result = try HiddenBias(treated: "t", control: "c").run(on: table())
    // Six of eight pairs fall: (28 + 8 + 1)/256.
    #expect(agree(result.rows[0].signTest, 37.0 / 256, relative: 1e-12))
    #expect(result.rows[0].estimateLower == result.rows[0].estimateUpper)
    for (weaker, stronger) in zip(result.rows, result.rows.dropFirst()) {
      #expect(stronger.signedRank > weaker.signedRank)
      #expect(stronger.signTest > weaker.signTest)
      #expect(stronger.estimateLower <= weaker.estimateLower)
      #expect(stronger.estimateUpper >= weaker.estimateUpper)
    }
  }

  @Test("pairs that do not differ, and columns that are not there, are refused")
  func refusals() throws {
    #expect(throws: CredibilityError.noDifference) {
      try HiddenBias(treated: "c", control: "c").run(on: table())
    }
    #expect(throws: TableError.self) {
      try HiddenBias(treated: "nobody", control: "c").run(on: table())
    }
    #expect(throws: CredibilityError.self) {
      try HiddenBias(treated: "t", control: "c", gammas: [0.5]).run(on: table())
    }
  }

  @Test("the strength of a ratio in words, with the limit nearest 1")
  func strength() throws {
    let strength = try RatioStrength(ratio: 0.75, lower: 0.61, upper: 0.92)
    // 4/3 + √(4/3 · 1/3) = 2.
    #expect(agree(strength.point, 2, relative: 1e-12))
    #expect(
      strength.sentence.hasPrefix(
        "Something unseen would have to go with both the programme and the outcome by a ratio of "
          + "2.00 each, beyond what was matched on, to explain 0.75 away; by 1.39 each to bring "
          + "the interval to 1."), "\(strength.sentence)")
  }
}
