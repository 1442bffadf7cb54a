import EvalStats
import Testing

@Suite("Counts that are not disclosed yet")
struct SensitiveCountTests {
  struct Flow {
    let seen: SensitiveCount
    let lost: [SensitiveCount]
  }

  @Test("However it is written, described or looked into, a count shows no digit")
  func silence() {
    let count = SensitiveCount(789)
    let flow = Flow(seen: 789, lost: [7, 89])
    var dumped = ""
    dump(flow, to: &dumped)
    var printed = ""
    print(count, [count], flow, Optional(count) as Any, to: &printed)
    for text in [
      count.description, count.debugDescription, String(describing: count),
      String(reflecting: [count]), String(describing: flow), dumped, printed,
    ] {
      #expect(text.contains("(undisclosed)"), "\(text)")
      #expect(!text.contains { "789".contains($0) }, "\(text)")
    }
    #expect(Mirror(reflecting: count).children.isEmpty)
    #expect(!((count as Any) is any Encodable))
  }

  @Test("Counts add up, are compared, and what is left of a whole is not negative")
  func arithmetic() {
    var sum = SensitiveCount(3) + 4
    #expect(sum == 7 && sum > 6 && sum < 8)
    sum += 1
    #expect(sum == 8)
    #expect([SensitiveCount(1), 2, 3].sum() == 6 && [SensitiveCount]().sum() == .zero)
    #expect(sum - 5 == 3 && SensitiveCount(5) - sum == 0)
    #expect([SensitiveCount(3), 1, 2].max() == 3)
  }

  @Test("A policy opens a count to what it does with a plain number")
  func policies() {
    for policy in [DisclosurePolicy.hospitalEpisodeStatistics, .below(10), .none] {
      for number in [0, 1, 7, 8, 12, 23, 123] {
        let count = SensitiveCount(number)
        #expect(policy.disclose(count) == policy.disclose(number))
        #expect(policy.suppresses(count) == policy.suppresses(number))
        #expect(policy.percent(count, of: 200) == policy.percent(number, of: Int(200)))
        #expect(policy.share(count, of: 130) == policy.share(number, of: Int(130)))
        #expect(policy.rate(of: count, in: 50) == policy.rate(of: number, in: 50))
        #expect(
          policy.disclose(0.5, behind: count, 12) == policy.disclose(0.5, behind: number, Int(12)))
      }
    }
  }

  @Test("The share of a characteristic comes from the counts as they are shown")
  func shares() {
    let policy = DisclosurePolicy.hospitalEpisodeStatistics
    // 12 of 24 are shown as 10 of 25.
    #expect(policy.share(0.5, of: SensitiveCount(24)) == 0.4)
    #expect(policy.share(0.25, of: SensitiveCount(24)) == nil, "6 people have it")
    #expect(policy.share(0.75, of: SensitiveCount(24)) == nil, "6 people have it not")
    #expect(policy.share(0.0, of: SensitiveCount(24)) == 0)
    #expect(DisclosurePolicy.none.share(0.123, of: SensitiveCount(24)) == 0.123)
    #expect(policy.share(0.5, of: SensitiveCount.zero) == nil)
    #expect(policy.share(.nan, of: SensitiveCount(24)) == nil)
  }
}
