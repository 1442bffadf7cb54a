private import Foundation

/// How many partners each focal unit is to have where their number varies.
///
/// A treated person of score e has (1 − e)/e controls to expect for each treated person like them
/// (Ming and Rosenbaum 2000, doi:10.1111/j.0006-341X.2000.00118.x; Yoon's entire number). The
/// expectations are scaled so that, held between the fewest and the most, they average the ratio;
/// whole numbers are by largest remainder, ties by row.
struct VariableRatio: Sendable, Equatable {
  /// The number for each focal unit.
  let counts: [Int]

  /// - Parameters:
  ///   - odds: for each focal unit, the partners to expect for each of its like; above 0.
  ///   - fewest: at least so many, at least 1.
  ///   - mean: the average, from `fewest` to `most`.
  ///   - most: at most so many.
  init(odds: [Double], fewest: Int, mean: Int, most: Int) {
    let (low, high) = (Double(fewest), Double(most))
    func expected(_ scale: Double) -> [Double] { odds.map { min(max($0 * scale, low), high) } }
    let total = mean * odds.count
    guard let least = odds.min(), let largest = odds.max() else {
      counts = []
      return
    }
    // The total rises with the scale, from fewest · n to most · n.
    var bounds = (below: low / largest, above: high / least)
    for _ in 0..<200 {
      let middle = (bounds.below + bounds.above) / 2
      if expected(middle).reduce(0, +) < Double(total) {
        bounds.below = middle
      } else {
        bounds.above = middle
      }
    }
    let wanted = expected(bounds.above)
    var counts = wanted.map { Int($0) }
    let byRemainder = wanted.indices.sorted {
      (wanted[$1] - wanted[$1].rounded(.down), $0) < (wanted[$0] - wanted[$0].rounded(.down), $1)
    }
    var left = total - counts.reduce(0, +)
    for index in byRemainder where left > 0 && counts[index] < most {
      counts[index] += 1
      left -= 1
    }
    self.counts = counts
  }
}

extension NearestMatching {
  /// How many partners each focal unit is to have.
  ///
  /// - Throws: `scoreNotAProbability` where the number varies and a score is not one.
  static func partnerCounts(
    of resolved: ResolvedDesign, focalRows: [Int32]
  ) throws(MatchingError) -> [Int] {
    let design = resolved.design
    guard let most = design.maximumRatio, let scores = resolved.scores else {
      return Array(repeating: design.ratio, count: focalRows.count)
    }
    let isLinear =
      if case .fitted(_, .linearPredictor) = design.distance.score { true } else { false }
    let probabilities = focalRows.map { row in
      let score = scores[Int(row)]
      return isLinear ? 1 / (1 + exp(-score)) : score
    }
    let outside = probabilities.count { !($0 > 0 && $0 < 1) }
    guard outside == 0 else { throw .scoreNotAProbability(rows: outside) }
    return VariableRatio(
      odds: probabilities.map { design.estimand.isFocalTreated ? (1 - $0) / $0 : $0 / (1 - $0) },
      fewest: design.minimumRatio, mean: design.ratio, most: most
    ).counts
  }
}
