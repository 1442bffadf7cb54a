import EvalStats
import Testing

@Suite("Concentration as it may be shown")
struct ConcentrationDisclosureTests {
  static let policy = DisclosurePolicy.hospitalEpisodeStatistics

  @Test("A top share of fewer people than the policy shows is hidden: 1% of 300 is three people")
  func fewPeople() throws {
    let found = try Concentration(of: Values((1...300).map { Double($0) }))
    let shown = found.topShares(shownBy: Self.policy)
    #expect(shown.map { $0.amount == nil } == [true, true, false, false, false])
    #expect(shown[2].amount == found.topShares[2].amount)
    #expect(found.topShares(shownBy: .none).allSatisfy { $0.amount != nil })
    #expect(
      found.sentences(amount: "hospital cost", shownBy: Self.policy).first
        == "The 5% of people with the highest hospital cost had 10% of it.")
  }

  @Test("So is one that too few users, or too few more people than the last, are behind")
  func fewUsers() throws {
    let three = try Concentration(
      of: Values([9, 8, 7] + Array(repeating: 0, count: 997)))
    #expect(three.topShares(shownBy: Self.policy).allSatisfy { $0.amount == nil })
    #expect(three.gini(shownBy: Self.policy) == nil && three.gini(shownBy: .none) != nil)
    let close = try Concentration(
      of: Values((1...100).map { Double($0) }), shares: [0.1, 0.12, 0.2, 0.95])
    #expect(
      close.topShares(shownBy: Self.policy).map { $0.amount == nil } == [false, true, false, true])
    let ending = try Concentration(
      of: Values((1...22).map { Double($0) } + Array(repeating: 0, count: 78)), shares: [0.2])
    #expect(
      ending.topShares(shownBy: Self.policy)[0].amount == nil, "two users are left beyond the 20")
  }

  @Test("The curve has steps of as many people as the policy shows")
  func steps() throws {
    let found = try Concentration(of: Values((1...300).map { Double($0) }))
    #expect(found.points(shownBy: Self.policy)?.count == 26, "twelve people a step")
    #expect(found.points(shownBy: .none)?.count == 101)
    let small = try Concentration(of: Values((1...15).map { Double($0) }))
    #expect(small.points(shownBy: Self.policy) == nil)
    let users = try Concentration(
      of: Values(Array(repeating: 0, count: 285) + (1...15).map { Double($0) }))
    // 25 steps would leave three users in one; 20 steps hold 15 users in the last.
    #expect(users.points(shownBy: Self.policy)?.count == 21)
    let negative = try Concentration(of: Values([-1] + (1...300).map { Double($0) }))
    #expect(negative.points(shownBy: Self.policy) == nil)
  }
}
