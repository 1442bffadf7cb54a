import EvalStats
import Testing

@Suite("Complementary suppression of the parts of a total")
struct DisclosedPartsTests {
  static let policy = DisclosurePolicy.hospitalEpisodeStatistics

  static func shown(_ counts: [Int]) -> (parts: [String], total: String) {
    let found = DisclosedParts(counts.map { SensitiveCount($0) }, by: policy)
    return (found.parts.map(\.description), found.total.description)
  }

  @Test("A single small part hides the smallest other part, the first of equals")
  func single() {
    #expect(Self.shown([3, 30, 20, 20]) == (["*", "30", "*", "20"], "75"))
    #expect(Self.shown([30, 3, 0]) == (["*", "*", "0"], "35"), "0 stands")
  }

  @Test("Nothing is hidden where nothing is small")
  func nothing() {
    #expect(Self.shown([10, 0, 25]) == (["10", "0", "25"], "35"))
    #expect(Self.shown([]) == ([], "0"))
    let open = DisclosedParts([1, 2, 3], by: .none)
    #expect(open.parts == [.exact(1), .exact(2), .exact(3)] && open.total == .exact(6))
  }

  @Test("Small parts that are small together, all 1 or all the largest small count give way")
  func together() {
    #expect(Self.shown([2, 3, 40]) == (["*", "*", "*"], "45"), "5 together is a small count")
    #expect(Self.shown([7, 7, 40]) == (["*", "*", "*"], "55"), "14 is 7 and 7")
    #expect(Self.shown([5, 6, 40]) == (["*", "*", "40"], "50"), "11 is 4 and 7 or 5 and 6")
    #expect(Self.shown(Array(repeating: 1, count: 9)).total == "*", "9 is nine times 1")
  }

  @Test("The total is hidden where no part is left to hide")
  func total() {
    #expect(Self.shown([3, 0]) == (["*", "0"], "*"))
    #expect(Self.shown([7, 7]) == (["*", "*"], "*"))
  }

  /// Every way to fill the hidden parts that a reader who knows which are small can think of.
  static func fillings(
    _ hidden: ArraySlice<Bool>, sum: Int, least: Int
  ) -> [[Int]] {
    guard let isSmall = hidden.first else { return sum == 0 ? [[]] : [] }
    let range = isSmall ? Array(1..<least) : Array(least..<max(least, sum + 1))
    return range.filter { $0 <= sum }.flatMap { value in
      fillings(hidden.dropFirst(), sum: sum - value, least: least).map { [value] + $0 }
    }
  }

  @Test("Every hidden part has several values left, by trying all of them", arguments: 0..<60)
  func enumeration(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let least = 4
    let counts = (0..<(2 + generator.integer(below: 3))).map { _ in
      generator.integer(below: generator.bernoulli(0.5) ? 5 : 14)
    }
    let found = DisclosedParts(counts.map { SensitiveCount($0) }, by: .below(least))
    guard found.total != .suppressed else { return }
    let hidden = counts.indices.filter { found.parts[$0] == .suppressed }
    #expect(counts.indices.allSatisfy { hidden.contains($0) || !(1..<least).contains(counts[$0]) })
    let sum = hidden.reduce(0) { $0 + counts[$1] }
    guard !hidden.isEmpty else { return }
    #expect(sum >= least, "\(counts)")
    let fillings = Self.fillings(hidden.map { counts[$0] < least }[...], sum: sum, least: least)
    for place in hidden.indices {
      #expect(Set(fillings.map { $0[place] }).count > 1, "\(counts), part \(hidden[place])")
    }
  }
}
