import Testing

@testable import EvalLinearAlgebra

@Suite("Numbers in ascending order")
struct AscendingOrderTests {
  private typealias Draw = NearestNeighboursTests.Draw

  private func sorted(_ keys: [Double], _ groups: [Int32]?) -> [Int32] {
    keys.indices.sorted {
      let (left, right) = (groups?[$0] ?? 0, groups?[$1] ?? 0)
      return (left, keys[$0], $0) < (right, keys[$1], $1)
    }.map(Int32.init)
  }

  @Test(
    "is what sorting by group, key and place gives",
    arguments: [0, 1, 2, 17, 1_000, 140_000], [1, 2, 40])
  func agreesWithSort(count: Int, groupCount: Int) {
    var draw = Draw(UInt64(count + groupCount))
    let groups = (0..<count).map { _ in Int32(draw.integer(below: UInt64(groupCount))) }
    let kinds: [[Double]] = [
      (0..<count).map { _ in draw.number() },
      (0..<count).map { _ in draw.number() * 0x1p-900 },
      (0..<count).map { _ in Double(draw.integer(below: 9)) - 4 },
      (0..<count).map { _ in (draw.number() * 1e12).rounded() },
      (0..<count).map { _ in draw.integer(below: 2) == 0 ? -0.0 : 0.0 },
      (0..<count).map { _ in (draw.number() * 4).rounded() * 0x1p51 },
    ]
    for keys in kinds {
      #expect(AscendingOrder.places(of: keys) == sorted(keys, nil))
      #expect(
        AscendingOrder.places(of: keys, groups: groups, groupCount: groupCount)
          == sorted(keys, groups))
    }
  }

  @Test("positions and values in an order are its inverse and what it names")
  func arranged() {
    let order = AscendingOrder.places(of: (0..<40_000).map { Double(($0 * 7_919) % 40_000) })
    let positions = AscendingOrder.positions(in: order)
    #expect(order.indices.allSatisfy { Int(positions[Int(order[$0])]) == $0 })
    #expect(
      AscendingOrder.arranged((0..<40_000).map(Double.init), by: order) == order.map(Double.init))
  }

  @Test("puts infinities at the ends")
  func infinities() {
    #expect(
      AscendingOrder.places(of: [1, .infinity, -2.5, -.infinity, 0.5]) == [3, 2, 4, 0, 1])
  }
}
