import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Signs, their permutation and shifts of paired differences")
struct PairedRankTests {
  @Test("Normal approximation of the signed rank as R's wilcox.test gives it")
  func normalSignedRank() throws {
    let test = try SignedRankTest(TTestTests.differences)
    #expect(test.statistic == 45.5)
    #expect(agree(test.normalPValue(), 0.07333249334226397, relative: 1e-12))
    #expect(
      agree(
        test.normalPValue(continuityCorrection: false), 0.06548681808490474, relative: 1e-12))
    #expect(agree(test.normalPValue(.greater), 0.03666624667113198, relative: 1e-12))
    let shift = try ShiftEstimate.normal(differences: TTestTests.differences)
    #expect(shift.estimate == 2 && shift.interval == -0.5...4)
  }

  @Test("Exact shifts with ties as exactRankTests gives them, without ties as wilcox.test")
  func exactShift() throws {
    let test = try SignedRankTest(TTestTests.differences)
    #expect(agree(test.pTwoSided, 0.072265625, relative: 1e-14))
    func expect(
      _ differences: [Double], _ estimate: Double, _ interval: ClosedRange<Double>?
    ) throws {
      let shift = try ShiftEstimate.exact(differences: differences)
      #expect(shift.estimate == estimate, "\(differences)")
      #expect(shift.interval == interval, "\(differences)")
    }
    try expect(TTestTests.differences, 1.75, -0.5...4)
    // wilcox.exact(d, exact = TRUE, conf.int = TRUE)
    try expect([12, 24, 13, 13, 10, 18, 8, 46, 14], 13.75, 10.5...29.5)
    try expect([1, 2, 2, 4, 5, 6, 7, 9], 4.25, 1.5...7)
    try expect([-1, -1, 1, 1, 1, 1, 1, 1], 0.5, -1...1)
    try expect([8, 8, 9, 6, -4], 7, -4...9)
    try expect([9, 2, 3, 8, 4, 3], 4, 2...9)
    try expect([7, -2, 4, -2, -3, -1, 4, -4], 0.25, -3.5...4)
    // No ties: medians and order statistics of the Walsh averages.
    try expect([1, 9, 6, 3, 8, -2, 5], 4.5, 0.5...8)
    try expect([-4, 7, 2, 8, -1, 6, 9], 4, -1...8)
    try expect([1, 2, 3, 4], 2.5, nil)
  }

  @Test("Signs: exact p-values and the intervals of the share and of the median")
  func signs() throws {
    // binom.test(7, 10); the median's interval is the 3rd to the 10th of 12, by the binomial.
    let test = try SignTest(TTestTests.differences)
    #expect(test.positive == 7 && test.negative == 3)
    #expect(agree(test.pTwoSided, 0.34375, relative: 1e-13))
    #expect(agree(test.pLess, 968.0 / 1024, relative: 1e-13))
    #expect(agree(test.pGreater, 176.0 / 1024, relative: 1e-13))
    #expect(agree(test.shareInterval.lowerBound, 0.3475471499400027, relative: 1e-12))
    #expect(agree(test.shareInterval.upperBound, 0.9332604888222655, relative: 1e-12))
    #expect(test.medianInterval == -1...4)
    #expect(try SignTest([1, 2, 3, 4, 5]).medianInterval == nil)
    #expect(try SignTest([6, 2, 3, 4, 5, 1]).medianInterval == 1...6)
    #expect(try SignTest([1, 2, 0]).shareInterval.upperBound == 1)
  }

  @Test("The permutation of signs is that of all signs", arguments: 0..<20)
  func signPermutation(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    let differences = (0..<(1 + seed % 9)).map { _ in
      Double(generator.integer(below: 13) - 6) / 10
    }
    let tenths = differences.map { Int(($0 * 10).rounded()) }
    guard tenths.contains(where: { $0 != 0 }) else { return }
    let test = try SignPermutationTest(differences, scale: 10)
    let total = tenths.reduce(0) { $0 + abs($1) }
    let seen = tenths.reduce(0) { $0 + max(0, $1) }
    var counts = (less: 0, greater: 0, extreme: 0)
    for signs in 0..<(1 << tenths.count) {
      var sum = 0
      for (place, value) in tenths.enumerated() where signs & (1 << place) != 0 {
        sum += abs(value)
      }
      if sum <= seen { counts.less += 1 }
      if sum >= seen { counts.greater += 1 }
      if abs(2 * sum - total) >= abs(2 * seen - total) { counts.extreme += 1 }
    }
    let all = Double(1 << tenths.count)
    #expect(agree(test.pLess, Double(counts.less) / all, relative: 1e-13))
    #expect(agree(test.pGreater, Double(counts.greater) / all, relative: 1e-13))
    #expect(agree(test.pTwoSided, Double(counts.extreme) / all, relative: 1e-13))
    #expect(agree(test.sumPositive, Double(seen) / 10, relative: 1e-13))
  }

  @Test("Nothing but zeros, and more sums than can be worked out, are refused")
  func refusals() {
    #expect(throws: ChangeError.noVariation(method: "the sign test")) { try SignTest([0, 0]) }
    #expect(throws: ChangeError.noVariation(method: "the permutation of signs")) {
      try SignPermutationTest([0.01], scale: 10)
    }
    let error = #expect(throws: ChangeError.self) { try SignPermutationTest([1e7, 2]) }
    #expect(error == .tooLargeForExact(method: "the permutation of signs"))
    #expect(error?.message.contains("round the values to fewer decimals") == true)
    #expect(throws: ChangeError.invalidValue(column: "differences", row: 1)) {
      try SignPermutationTest([1, .nan])
    }
    #expect(throws: ChangeError.noVariation(method: "the signed-rank test")) {
      try ShiftEstimate.exact(differences: [0, 0])
    }
    #expect(throws: ChangeError.tooLargeForExact(method: "the signed-rank test")) {
      try ShiftEstimate.exact(differences: (1...201).map(Double.init))
    }
  }
}
