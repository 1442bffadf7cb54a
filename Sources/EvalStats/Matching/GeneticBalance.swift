/// How well balanced a candidate match is, worked out again and again during a search.
///
/// Everything that does not depend on the match is prepared once. Losses are vectors, compared
/// element by element: first the number of places left empty, so that no weighting wins by matching
/// fewer people, then what the objective says.
struct GeneticBalance: Sendable {
  let objective: GeneticSearch.Objective
  /// The number of columns.
  let columnCount: Int
  /// Focal people and partners row by row, each column over its SD.
  let focal: [Double]
  let partner: [Double]
  /// The columns that are tested by Kolmogorov and Smirnov.
  let tested: [RankedColumn]

  /// A column as ranks: equal values have one rank.
  struct RankedColumn: Sendable {
    let rankCount: Int
    let focal: [Int32]
    let partner: [Int32]
  }

  /// The length of a loss.
  var lossCount: Int {
    switch objective {
    case .balanceTests: 1 + columnCount + tested.count
    case .largestStandardisedDifference: 1 + columnCount
    case .meanStandardisedDifference: 2
    }
  }

  /// Prepares columns.
  ///
  /// A difference is in SDs of the focal arm before matching, or of everyone where the focal arm does
  /// not vary. Columns that do not vary at all are left out.
  ///
  /// - Parameter sample: the rows before matching, where they are more than those to match.
  /// - Throws: `noVaryingCovariate`.
  init(
    _ columns: [CovariateColumns.Column], objective: GeneticSearch.Objective, focalRows: [Int],
    partnerRows: [Int], sample: (focal: [Int], everyone: [Int])? = nil
  ) throws(MatchingError) {
    self.objective = objective
    var scaled: [(focal: [Double], partner: [Double])] = []
    var tested: [RankedColumn] = []
    for column in columns {
      let values = column.values
      func deviation(_ rows: [Int]) -> Double? {
        guard
          let variance = WeightedSummary(
            values, rows: rows, weights: nil, isBinary: column.isBinary)?.variance, variance > 0
        else { return nil }
        return variance.squareRoot()
      }
      let everyone = focalRows + partnerRows
      guard
        let spread = deviation(sample?.focal ?? focalRows)
          ?? deviation(sample?.everyone ?? everyone)
      else { continue }
      // About the mean of the focal arm, so that sums of squares lose no digits.
      let centre = focalRows.reduce(0) { $0 + values[$1] } / Double(max(1, focalRows.count))
      scaled.append(
        (
          focalRows.map { (values[$0] - centre) / spread },
          partnerRows.map { (values[$0] - centre) / spread }
        ))
      let distinct = Set(everyone.map { values[$0] + 0 }).sorted()
      guard distinct.count > 2 else { continue }
      let rank = Dictionary(
        uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
      tested.append(
        RankedColumn(
          rankCount: distinct.count, focal: focalRows.map { rank[values[$0] + 0] ?? 0 },
          partner: partnerRows.map { rank[values[$0] + 0] ?? 0 }))
    }
    guard !scaled.isEmpty else {
      throw .noVaryingCovariate(columns.map(\.covariate).uniqued())
    }
    columnCount = scaled.count
    focal = focalRows.indices.flatMap { row in scaled.map { $0.focal[row] } }
    partner = partnerRows.indices.flatMap { row in scaled.map { $0.partner[row] } }
    self.tested = tested
  }

  /// The value a person reads in a loss; `nil` where nobody was matched.
  func headline(_ loss: ArraySlice<Double>) -> Double? {
    let value = loss[loss.startIndex + 1]
    guard value < .infinity else { return nil }
    return objective == .balanceTests ? -value : value
  }
}

extension GeneticBalance {
  /// Room for the work of one evaluation.
  struct Scratch {
    var sums: [Double]
    var squares: [Double]
    var difference: [Double]
    var counts: [Double]

    init(_ balance: GeneticBalance) {
      sums = Array(repeating: 0, count: balance.columnCount)
      squares = sums
      difference = sums
      counts = Array(repeating: 0, count: balance.tested.map(\.rankCount).max() ?? 0)
    }
  }

  /// Appends the loss of a match.
  ///
  /// - Parameter partners: `ratio` places for each focal unit, the empty ones −1 and last.
  func appendLoss(
    of partners: [Int32], ratio: Int, using scratch: inout Scratch, to losses: inout [Double]
  ) {
    let start = losses.count
    var emptyCount = 0
    var setCount = 0
    for column in 0..<columnCount {
      scratch.sums[column] = 0
      scratch.squares[column] = 0
    }
    for unit in 0..<(partners.count / ratio) {
      let count = differences(of: unit, partners, ratio: ratio, into: &scratch.difference)
      emptyCount += ratio - count
      guard count > 0 else { continue }
      setCount += 1
      for column in 0..<columnCount {
        let gap = scratch.difference[column]
        scratch.sums[column] += gap
        scratch.squares[column] += gap * gap
      }
    }
    losses.append(Double(emptyCount))
    guard setCount > 0 else {
      losses.append(contentsOf: repeatElement(.infinity, count: lossCount - 1))
      return
    }
    let count = Double(setCount)
    switch objective {
    case .largestStandardisedDifference:
      for sum in scratch.sums { losses.append(abs(sum / count)) }
    case .meanStandardisedDifference:
      losses.append(scratch.sums.reduce(0) { $0 + abs($1 / count) } / Double(columnCount))
    case .balanceTests:
      for column in 0..<columnCount {
        losses.append(
          -GeneticBalance.pairedTest(
            sum: scratch.sums[column], squares: scratch.squares[column], count: setCount))
      }
      for column in tested {
        losses.append(
          -distributionTest(
            column, partners, ratio: ratio, setCount: setCount, counts: &scratch.counts))
      }
    }
    // Worst first.
    losses[(start + 1)...].sort(by: >)
  }

  /// Each column of a focal unit less the mean of its partners; the number of partners.
  private func differences(
    of unit: Int, _ partners: [Int32], ratio: Int, into difference: inout [Double]
  ) -> Int {
    let first = Int(partners[unit * ratio]) * columnCount
    guard first >= 0 else { return 0 }
    let own = unit * columnCount
    if ratio == 1 {
      for column in 0..<columnCount {
        difference[column] = focal[own + column] - partner[first + column]
      }
      return 1
    }
    var count = 0
    for column in 0..<columnCount { difference[column] = 0 }
    while count < ratio, partners[unit * ratio + count] >= 0 {
      let place = Int(partners[unit * ratio + count]) * columnCount
      for column in 0..<columnCount { difference[column] += partner[place + column] }
      count += 1
    }
    for column in 0..<columnCount {
      difference[column] = focal[own + column] - difference[column] / Double(count)
    }
    return count
  }

  /// Below this share of their sum of squares, the spread of differences is rounding alone.
  private static let noSpread = 1e-14

  /// The two-sided p-value of a paired t-test; 1 where every difference is 0, and 0 where all are the
  /// same otherwise.
  static func pairedTest(sum: Double, squares: Double, count: Int) -> Double {
    guard count > 1 else { return sum == 0 ? 1 : 0 }
    let mean = sum / Double(count)
    let spread = squares - sum * mean
    guard squares > 0 else { return 1 }
    guard spread > noSpread * squares else { return 0 }
    let error = (spread / Double(count - 1) / Double(count)).squareRoot()
    return StudentT(degreesOfFreedom: Double(count - 1)).twoSided(mean / error)
  }

  /// The asymptotic p-value of the Kolmogorov–Smirnov test, each arm counting as many people as there
  /// are sets and a set's partners sharing its place.
  private func distributionTest(
    _ column: RankedColumn, _ partners: [Int32], ratio: Int, setCount: Int,
    counts: inout [Double]
  ) -> Double {
    for rank in 0..<column.rankCount { counts[rank] = 0 }
    for unit in column.focal.indices where partners[unit * ratio] >= 0 {
      counts[Int(column.focal[unit])] += 1
      var count = 1
      while count < ratio, partners[unit * ratio + count] >= 0 { count += 1 }
      let share = 1 / Double(count)
      for place in 0..<count {
        counts[Int(column.partner[Int(partners[unit * ratio + place])])] -= share
      }
    }
    var gap = 0.0
    var largest = 0.0
    for rank in 0..<column.rankCount {
      gap += counts[rank]
      largest = max(largest, abs(gap))
    }
    let size = Double(setCount)
    return GeneticBalance.kolmogorovTail(largest / size * (size / 2).squareRoot())
  }

  /// P(K > λ) = 2 Σ (−1)^(k−1) exp(−2k²λ²), k = 1, 2, …
  static func kolmogorovTail(_ deviation: Double) -> Double {
    // The sum is 1 to the last bit but needs many terms.
    guard deviation > 0.18 else { return 1 }
    var tail = 0.0
    var sign = 1.0
    for term in 1...100 {
      let k = Double(term)
      let value = PortableElementary.exp(-2 * k * k * deviation * deviation)
      tail += sign * value
      if value < 1e-17 { break }
      sign = -sign
    }
    return min(1, max(0, 2 * tail))
  }
}
