/// Which share of a total the lowest shares of people have, people in ascending order of their amount.
///
/// L(p) is linear between people: L(k/n) = Σ of the k smallest amounts / Σ of all (Lorenz 1905,
/// doi:10.2307/2276207). It is convex and, without negative amounts, nowhere above p and never
/// negative; with them it first falls below 0. A straight line is equality. Amounts that tie make one
/// straight piece, so that the order of tied people is nowhere to be seen.
public struct LorenzCurve: Sendable, Equatable {
  /// A place on the curve.
  public struct Point: Sendable, Equatable {
    /// The share of people, from the lowest amount up.
    public let people: Double
    /// Their share of the total.
    public let amount: Double
  }

  /// The ends of the straight pieces, from (0, 0) to (1, 1): the curve itself. A piece may be one
  /// person, whose amount its slope gives away: not for readers.
  public let corners: [Point]

  /// - Parameters:
  ///   - sorted: Ascending.
  ///   - total: Their sum, above 0.
  init(sorted: [Double], total: Double) {
    let count = Double(sorted.count)
    var corners = [Point(people: 0, amount: 0)]
    var sum = 0.0
    for (index, value) in sorted.enumerated() {
      sum += value
      guard index + 1 == sorted.count || sorted[index + 1] != value else { continue }
      corners.append(Point(people: Double(index + 1) / count, amount: sum / total))
    }
    // The sum of all over itself is 1, however it was added up.
    corners[corners.count - 1] = Point(people: 1, amount: 1)
    self.corners = corners
  }

  /// L(p): the share of the total that the lowest share p of people have.
  ///
  /// - Parameter people: From 0 to 1; others count as the nearer of these.
  /// - Complexity: O(log *corners*)
  public func amount(ofLowest people: Double) -> Double {
    let people = min(1, max(0, people))
    var low = 0
    var high = corners.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if corners[middle].people <= people { low = middle } else { high = middle }
    }
    let (from, to) = (corners[low], corners[high])
    let part = (people - from.people) / (to.people - from.people)
    return from.amount + part * (to.amount - from.amount)
  }

  /// Points for a chart, at equal steps of people from (0, 0) to (1, 1).
  ///
  /// - Parameter pieces: From 1 to 100.
  public func points(pieces: Int = 100) -> [Point] {
    let pieces = min(100, max(1, pieces))
    return (0...pieces).map { piece in
      let people = Double(piece) / Double(pieces)
      return Point(people: people, amount: amount(ofLowest: people))
    }
  }
}
