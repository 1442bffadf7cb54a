import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Balance by cluster and subgroup")
struct GroupedBalanceTests {
  static let treated = [true, true, true, true, true, false, false, false, false]
  static let values: [Double] = [1, 3, 8, 10, 7, 3, 5, 6, 8]
  /// North and south with both arms, a place without controls.
  static let place: [Int32] = [0, 0, 1, 1, 2, 0, 0, 1, 1]

  static func balance(
    _ standardisation: GroupedBalance.Standardisation, weights: [Double]? = nil,
    sets: [MatchedSet]? = nil, isMissing: [Bool]? = nil
  ) -> GroupedBalance {
    GroupedBalance(
      treated: treated,
      covariates: CovariateColumns(
        columns: [.init(name: "x", covariate: "x", values: values, isMissing: isMissing)],
        rowCount: 9), groups: place, levels: ["north", "south", "west", "nowhere"],
      standardisation: standardisation, weights: weights, sets: sets)
  }

  @Test("arms that agree overall can differ in each group: −1.41 and +1.41 SDs of the group")
  func cancelling() throws {
    let grouped = Self.balance(.withinGroup)
    #expect(grouped.groups.map(\.name) == ["north", "south", "west"])
    // North 2 against 4, south 9 against 7, SD √2 in each.
    let north = try #require(grouped.groups[0].table?.row("x"))
    #expect(
      agree(
        try #require(north.standardisedDifference(.before)), -2 / 2.0.squareRoot(), relative: 1e-14)
    )
    let largest = grouped.largestStandardisedDifferences(.before)
    #expect(largest.map(\.group) == ["north", "south", "west"])
    #expect(agree(try #require(largest[1].largest), 2.0.squareRoot(), relative: 1e-14))
    #expect(largest[2].largest == nil)
    #expect(grouped.overall.row("x")?.before.difference == 5.8 - 5.5)
  }

  @Test("with everyone's SD the same difference counts the same in every group")
  func overallDeviation() throws {
    let grouped = Self.balance(.overall)
    // Treated 1, 3, 8, 10, 7 about 5.8: 23.04 + 7.84 + 4.84 + 17.64 + 1.44 = 54.8, over 4.
    for group in grouped.groups.prefix(2) {
      let row = try #require(group.table?.row("x"))
      #expect(row.standardDeviations == grouped.overall.row("x")?.standardDeviations)
      #expect(
        agree(
          abs(try #require(row.standardisedDifference(.before))), 2 / 13.7.squareRoot(),
          relative: 1e-14))
    }
  }

  @Test("a group without an arm is reported, before and after matching")
  func emptyArms() {
    let west = Self.balance(.overall).groups[2]
    #expect(west.emptyArms == [.control] && west.table == nil)
    #expect(west.treatedCount == 1 && west.controlCount == 0)
    let weights: [Double] = [1, 0, 0, 0, 0, 1, 0, 1, 0]
    let south = Self.balance(.overall, weights: weights).groups[1]
    #expect(south.emptyArms.isEmpty && south.unmatchedArms == [.treated])
    #expect(south.table?.row("x")?.after == nil && south.table?.row("x")?.before != nil)
  }

  @Test("pairs across groups count in neither, and every group has a line of who is missing")
  func setsAndGaps() throws {
    let sets = [
      MatchedSet(treated: [0], controls: [5, 7]), MatchedSet(treated: [2], controls: [8]),
    ]
    let missing = [false, true] + Array(repeating: false, count: 7)
    let grouped = Self.balance(
      .withinGroup, weights: [1, 0, 1, 0, 0, 1, 0, 1, 1], sets: sets, isMissing: missing)
    #expect(grouped.groups[0].table?.row("x")?.meanPairDifference == 2)
    #expect(grouped.groups[1].table?.row("x")?.meanPairDifference == 0)
    #expect(grouped.groups[0].table?.row("x: missing")?.before.meanTreated == 0.5)
    #expect(grouped.groups[1].table?.row("x: missing")?.before.meanTreated == 0)
  }

  @Test("people without a group are a group of their own")
  func missingGroup() {
    let grouped = GroupedBalance(
      treated: [true, false, true, false],
      covariates: CovariateColumns(
        columns: [.init(name: "x", covariate: "x", values: [1, 2, 3, 4])], rowCount: 4),
      groups: [0, 0, -1, -1], levels: ["a"])
    #expect(grouped.groups.map(\.name) == ["a", "missing"])
  }
}
