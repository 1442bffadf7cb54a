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

  @Test("Below a threshold counts are hidden, others are rounded to a multiple of it; 0 stands")
  func below() {
    let policy = DisclosurePolicy.below(10)
    #expect([0, 1, 9].map(policy.disclose) == [.exact(0), .suppressed, .suppressed])
    #expect(
      [10, 14, 15, 124].map(policy.disclose) == [.exact(10), .exact(10), .exact(20), .exact(120)])
    // A step below 5 would be too fine, and a count that is not 0 does not become 0.
    #expect(
      [1, 2, 7, 8].map(DisclosurePolicy.below(2).disclose)
        == [.suppressed, .exact(5), .exact(5), .exact(10)])
    for harmless in [DisclosurePolicy.below(0), .below(1), .none] {
      #expect(
        [0, 1, 2, 13].map(harmless.disclose) == [.exact(0), .exact(1), .exact(2), .exact(13)])
    }
    #expect(DisclosurePolicy.below(7).disclose(.max) == .exact(.max), "no multiple is that large")
  }

  @Test(
    "A hidden part of a shown total cannot be had by subtraction, whatever the other part",
    arguments: (3...12).map(DisclosurePolicy.below) + [.hospitalEpisodeStatistics])
  func subtraction(policy: DisclosurePolicy) {
    struct Shown: Hashable {
      let part: String
      let total: String
    }
    var candidates: [Shown: Set<Int>] = [:]
    // Up to the last part that is rounded down to a multiple, so that all that show as it are there.
    let last = 20 * policy.step + (policy.step - 1) / 2
    for part in policy.smallestShown...last {
      for hidden in 1..<policy.smallestShown {
        let shown = Shown(
          part: policy.disclose(part).description,
          total: policy.disclose(part + hidden).description)
        candidates[shown, default: []].insert(hidden)
      }
    }
    for (shown, hidden) in candidates {
      #expect(hidden.count > 1, "\(shown.total) less \(shown.part) leaves \(hidden)")
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

  @Test("A share is hidden where those who have a characteristic, or have it not, are few")
  func shares() {
    let policy = DisclosurePolicy.hospitalEpisodeStatistics
    #expect(policy.share(3, of: 100) == nil && policy.share(97, of: 100) == nil)
    #expect(policy.share(12, of: 23) == 0.4)
    #expect(policy.share(0, of: 23) == 0 && policy.share(23, of: 23) == 1)
    #expect(policy.share(3, of: 6) == nil && policy.share(0, of: 0) == nil)
    #expect(DisclosurePolicy.none.share(3, of: 4) == 0.75)
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
