import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Disclosure")
struct DisclosurePolicyTests {
  @Test(
    "Hospital Episode Statistics: 0 stays, 1 to 7 become *, others go to the nearest 5",
    arguments: [
      (0, DisclosedCount.exact(0)), (1, .suppressed), (2, .suppressed), (7, .suppressed),
      (8, .exact(10)), (10, .exact(10)), (12, .exact(10)), (13, .exact(15)), (17, .exact(15)),
      (18, .exact(20)), (1002, .exact(1000)), (1003, .exact(1005)),
    ])
  func hospitalEpisodeStatistics(count: Int, shown: DisclosedCount) {
    #expect(DisclosurePolicy.hospitalEpisodeStatistics.disclose(count) == shown)
    #expect(
      DisclosurePolicy.hospitalEpisodeStatistics.suppresses(count) == (shown == .suppressed))
  }

  @Test("Below a threshold counts are hidden, from it on they stand; 0 always stands")
  func below() {
    let policy = DisclosurePolicy.below(5)
    #expect(policy.disclose(0) == .exact(0))
    #expect(policy.disclose(1) == .suppressed)
    #expect(policy.disclose(4) == .suppressed)
    #expect(policy.disclose(5) == .exact(5))
    for harmless in [DisclosurePolicy.below(0), .below(1), .none] {
      #expect(harmless.disclose(1) == .exact(1))
    }
  }

  @Test("Percentages come from the rounded counts")
  func percentages() {
    let policy = DisclosurePolicy.hospitalEpisodeStatistics
    // 12 of 23 is 52.2%; shown as 10 of 25.
    #expect(policy.percent(12, of: 23) == 40)
    #expect(policy.percent(0, of: 23) == 0)
    #expect(policy.percent(7, of: 23) == nil)
    #expect(policy.percent(3, of: 7) == nil)
    #expect(policy.percent(0, of: 0) == nil)
    // 13 of 17 would be 15 of 15; a part never exceeds its whole.
    #expect(policy.percent(13, of: 14) == 100)
    #expect(policy.percent(18, of: 17) == 100)
    #expect(DisclosurePolicy.none.percent(3, of: 4) == 75)
  }

  @Test("A rate is hidden where any count behind it is, and can come from the rounded count")
  func rates() {
    let policy = DisclosurePolicy.hospitalEpisodeStatistics
    #expect(policy.disclose(0.5, behind: 12, 8) == 0.5)
    #expect(policy.disclose(0.5, behind: 12, 7) == nil)
    #expect(policy.disclose(0.5, behind: 0) == 0.5)
    #expect(policy.disclose(nil, behind: 100) == nil)
    #expect(policy.rate(of: 13, in: 300) == 50)
    #expect(policy.rate(of: 6, in: 300) == nil)
    #expect(policy.rate(of: 0, in: 300) == 0)
    #expect(policy.rate(of: 13, in: 0) == nil)
  }

  @Test("One hidden part of a shown total takes another with it")
  func complementary() {
    #expect(
      DisclosurePolicy.below(5).disclose(partsOfShownTotal: [20, 3, 9, 0])
        == [.exact(20), .suppressed, .suppressed, .exact(0)])
    #expect(
      DisclosurePolicy.below(5).disclose(partsOfShownTotal: [20, 3, 2])
        == [.exact(20), .suppressed, .suppressed])
    #expect(
      DisclosurePolicy.below(5).disclose(partsOfShownTotal: [20, 6]) == [.exact(20), .exact(6)])
    // Rounding already blurs the difference.
    #expect(
      DisclosurePolicy.hospitalEpisodeStatistics.disclose(partsOfShownTotal: [20, 3, 9])
        == [.exact(20), .suppressed, .exact(10)])
  }

  @Test("Counts survive JSON, a hidden one as a star, and anything else is refused")
  func coding() throws {
    let counts: [DisclosedCount] = [.exact(15), .suppressed, .exact(0)]
    let data = try JSONEncoder().encode(counts)
    #expect(String(decoding: data, as: UTF8.self) == #"[15,"*",0]"#)
    #expect(try JSONDecoder().decode([DisclosedCount].self, from: data) == counts)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([DisclosedCount].self, from: Data(#"["12"]"#.utf8))
    }
    #expect(DisclosedCount.suppressed.description == "*")
    #expect(DisclosedCount.exact(15).description == "15")
  }
}
