/// How unequally an amount, such as a year's cost or use, is spread over people.
///
/// G = Σ(2i − n − 1)xᵢ / (n Σx) with amounts ascending, twice the area between the Lorenz curve and
/// equality: 0 where all have the same, 1 − 1/n where one person has everything. It is the
/// population's own figure, without the n/(n − 1) of some programs. Multiplying all amounts by a number
/// changes nothing. With negative amounts, which recorded costs may hold, G can exceed 1 and shares of
/// the top can exceed the total: see `caveats`. High use in one year is partly chance: the same people
/// need not be at the top in the next.
///
/// Concentration says nothing about what a service could change.
public struct Concentration: Sendable, Equatable {
  /// Among whom an amount is spread.
  public enum Population: String, Sendable, Codable, CaseIterable {
    /// Everyone with a value, those with 0 too.
    case everyone
    /// Those whose amount is not 0. A top 1% of users is fewer people than a top 1% of everyone.
    case users
  }

  /// What the top of the people have.
  public struct TopShare: Sendable, Equatable {
    /// The share of people, those with the largest amounts.
    public let people: Double
    /// Their share of the total.
    public let amount: Double
  }

  /// Shares of people that are asked for unless others are named: 1, 2, 5, 10 and 20%.
  public static let usualShares = [0.01, 0.02, 0.05, 0.1, 0.2]

  /// Among whom.
  public let population: Population
  /// The people the amount is spread over.
  public let peopleCount: SensitiveCount
  /// Those of them whose amount is not 0.
  public let userCount: SensitiveCount
  /// People without a value, who are in no figure.
  public let missingCount: SensitiveCount
  /// The Gini coefficient.
  public let gini: Double
  /// One for each share of people asked for, ascending.
  public let topShares: [TopShare]
  /// The curve behind both.
  public let curve: LorenzCurve
  /// What a reader must know beside the figures.
  public let caveats: [String]
  /// The amounts, ascending.
  let sorted: [Double]

  /// Measures how an amount is spread.
  ///
  /// A share of people that is no whole number of them takes the next person pro rata: the top 1% of
  /// 250 people are the first two and half of what the third has. Who stands third among people of the
  /// same amount then makes no difference.
  ///
  /// - Parameters:
  ///   - amounts: One a person.
  ///   - name: What errors call the column.
  ///   - population: Among whom.
  ///   - shares: Shares of people, each above 0 and below 1, in any order.
  /// - Throws: `nobody`, `noTotal`, or `invalidValue` for a number beyond ±10³⁰ or a share out of range.
  /// - Complexity: O(*n* log *n*)
  public init(
    of amounts: Values<Double>, named name: String = "amount",
    among population: Population = .everyone, shares: [Double] = usualShares
  ) throws(PopulationError) {
    try PopulationError.require(
      shares.allSatisfy { $0 > 0 && $0 < 1 }, "share of people", "above 0 and below 1")
    try PopulationError.requireOrdinary(amounts, name)
    let observed = (0..<amounts.count).compactMap { amounts[$0] }
    let sorted = observed.filter { population == .everyone || $0 != 0 }.sorted()
    guard !sorted.isEmpty else {
      throw observed.isEmpty ? .nobody(column: name) : .noTotal(column: name)
    }
    let total = sorted.reduce(0, +)
    guard total > 0 else { throw .noTotal(column: name) }
    let curve = LorenzCurve(sorted: sorted, total: total)
    self.population = population
    self.sorted = sorted
    self.curve = curve
    peopleCount = SensitiveCount(sorted.count)
    userCount = SensitiveCount(sorted.count { $0 != 0 })
    missingCount = SensitiveCount(amounts.missingCount)
    gini = Concentration.gini(sorted: sorted, total: total)
    topShares = Set(shares).sorted().map {
      TopShare(people: $0, amount: Concentration.topShare($0, sorted: sorted, total: total))
    }
    caveats =
      sorted[0] < 0
      ? [
        "Some amounts are negative, so that others can have more than the whole: check them, and "
          + "read the shares and the Gini coefficient with care."
      ] : []
  }

  /// The smallest share of people who together have a share of the total: "22% of people have 80% of
  /// the cost".
  ///
  /// - Parameter amount: From 0 to 1; others count as the nearer of these.
  /// - Complexity: O(*n*)
  public func people(having amount: Double) -> Double {
    let total = sorted.reduce(0, +)
    let wanted = min(1, max(0, amount)) * total
    var sum = 0.0
    for (place, value) in sorted.reversed().enumerated() {
      guard value > 0 else { return Double(place) / Double(sorted.count) }
      if sum + value >= wanted {
        return (Double(place) + (wanted - sum) / value) / Double(sorted.count)
      }
      sum += value
    }
    return 1
  }

  /// Pairs from both ends, whose differences lose less than sums do.
  static func gini(sorted: [Double], total: Double) -> Double {
    let count = sorted.count
    var sum = 0.0
    for place in 0..<(count / 2) {
      sum += Double(count - 1 - 2 * place) * (sorted[count - 1 - place] - sorted[place])
    }
    return sum / total / Double(count)
  }

  static func topShare(_ share: Double, sorted: [Double], total: Double) -> Double {
    let people = Concentration.people(in: share, of: sorted.count)
    let whole = min(sorted.count, Int(people))
    var sum = 0.0
    for place in 0..<whole { sum += sorted[sorted.count - 1 - place] }
    if whole < sorted.count {
      sum += (people - Double(whole)) * sorted[sorted.count - 1 - whole]
    }
    return sum / total
  }

  /// How many people a share of them is; whole but for rounding is whole.
  static func people(in share: Double, of count: Int) -> Double {
    let exact = share * Double(count)
    return abs(exact - exact.rounded()) <= 4 * exact.ulp ? exact.rounded() : exact
  }
}
