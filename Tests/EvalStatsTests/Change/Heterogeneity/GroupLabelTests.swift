import EvalStats
import Testing

@Suite("Group labels")
struct GroupLabelTests {
  @Test("Deciles 1 and 2 are the most deprived fifth, 9 and 10 the least, and others are missing")
  func quintiles() {
    let factor = Factor.deprivationQuintiles(
      ofDeciles: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 11, -3, nil])
    #expect(factor.codes == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, -1, -1, -1, -1])
    #expect(factor[0] == "1 (most deprived)" && factor[9] == "5 (least deprived)")
    #expect((1...10).compactMap(Factor.deprivationQuintile) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  }

  @Test("A value on a cut point belongs to the band above it")
  func bands() throws {
    let factor = try Factor.bands(
      of: [4.9, 5, 19.99, 20, 1000, nil, .nan, -.infinity], cutPoints: [5, 20])
    #expect(factor.levels == ["below 5", "5 to below 20", "20 and above"])
    #expect(factor.codes == [0, 1, 1, 2, 2, -1, -1, -1])
    #expect(try Factor.bands(of: [0.2], cutPoints: [-0.5, 0.25]).levels[1] == "−0.5 to below 0.25")
    for points in [[], [2, 2], [3, 1], [1, .nan]] {
      #expect(throws: HeterogeneityError.invalidCutPoints) {
        try Factor.bands(of: [1], cutPoints: points)
      }
    }
  }

  @Test("Whole numbers become groups in their own order, numbers with a fraction do not")
  func columns() throws {
    let numbers = try #require(
      Factor(groups: .integer(Values([10, 2, 0, 2], missing: [false, false, true, false]))))
    #expect(numbers.levels == ["2", "10"] && numbers.codes == [1, 0, -1, 0])
    let flags = try #require(Factor(groups: .boolean(Values([true, false]))))
    #expect(flags.levels == ["no", "yes"] && flags.codes == [1, 0])
    #expect(Factor(groups: .text(Values(["b", "a"])))?.levels == ["a", "b"])
    #expect(Factor(groups: .real(Values([1.5]))) == nil)
  }
}
