extension SeededGenerator {
  /// A uniform number in [0, 1): the top 53 bits of one draw times 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform number in (0, 1), symmetric about one half: never an end, so that logarithms and
  /// quantiles of it are finite.
  mutating func openUniform() -> Double {
    // 52 bits: a half more is then still exact.
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// True with probability p.
  ///
  /// - Precondition: 0 ≤ p ≤ 1.
  public mutating func bernoulli(_ p: Double) -> Bool {
    requireProbability(p)
    return uniform() < p
  }

  /// A uniform integer in 0 ..< `bound`, without bias (Lemire 2019, doi:10.1145/3230636).
  ///
  /// - Precondition: `bound` > 0.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive, found \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      // 2⁶⁴ modulo the range: the low products that would make some results likelier.
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Puts the elements in a uniformly random order (Fisher–Yates).
  ///
  /// - Complexity: O(*n*)
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  /// `count` different integers of 0 ..< `population`, in random order: every ordered selection is
  /// equally likely.
  ///
  /// - Precondition: 0 ≤ `count` ≤ `population`.
  /// - Complexity: O(*count*) time and memory, whatever the population.
  public mutating func sample(_ count: Int, below population: Int) -> [Int] {
    precondition(
      count >= 0 && count <= population,
      "cannot draw \(count) without replacement from \(population)")
    // The first steps of a Fisher–Yates shuffle; only the positions it has touched are stored.
    var moved: [Int: Int] = [:]
    moved.reserveCapacity(2 * count)
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    for position in 0..<count {
      let choice = position + integer(below: population - position)
      drawn.append(moved[choice] ?? choice)
      moved[choice] = moved[position] ?? position
    }
    return drawn
  }
}
