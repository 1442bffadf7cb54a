private import EvalLinearAlgebra

/// Average effects of staggered starts along event time, by group or by calendar month.
public struct StaggeredPath: Sendable, Equatable {
  /// What the points are.
  public let average: StaggeredStarts.Average
  /// The scale of the effects.
  public let scale: ChangeScale
  /// Months since the start, start months, or calendar months, ascending.
  public let points: [Int]
  /// The effect at each point; `nil` where it rests on too few people to be shown, or where no events
  /// were expected or seen, on the ratio scale.
  public let findings: [Finding?]
  /// One effect over all from the start on; `nil` where there is none.
  public let overall: Finding?
  /// Groups and months that bear no comparison and are in no average.
  public let omitted: [ChangeError]
  /// Groups and points that are too small to be shown, and groups without a base month.
  public let notes: [ChangeError]
  /// Influence by cluster of each point.
  let influences: [[Double]?]

  /// The finding at a point, or `nil` if there is none.
  public func finding(at point: Int) -> Finding? {
    points.firstIndex(of: point).flatMap { findings[$0] }
  }

  /// Draws are made this many at a time.
  private static let blockSize = 64

  /// Bands that hold all points at once with 95% confidence, by multiplier bootstrap.
  ///
  /// Each draw multiplies every cluster's influence with a random number of mean 0 and variance 1
  /// (Mammen's two points, doi:10.1214/aos/1176349025) and takes the largest |sum|/SE over the
  /// points; the band is effect ± c·SE with c the 95% quantile of the draws. Nothing is refitted.
  ///
  /// - Returns: `nil` if no point has a standard error.
  /// - Complexity: O(*draws* · *clusters* · *points*)
  public func band(
    draws: Int = 999, using generator: inout SeededGenerator
  ) -> SimultaneousBand? {
    precondition(draws >= 199, "\(draws) draws are too few for a 95% quantile")
    var known: [(point: Int, finding: Finding, error: Double, influence: [Double])] = []
    for (place, point) in points.enumerated() {
      guard let finding = findings[place], let error = finding.standardError,
        let influence = influences[place]
      else { continue }
      known.append((point, finding, error, influence))
    }
    guard let clusterCount = known.first?.influence.count else { return nil }
    let scaled = Matrix(
      columns: known.map { entry in
        let size = entry.influence.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return entry.influence.map { $0 / size }
      })
    let root = 5.0.squareRoot()
    let share = (root + 1) / (2 * root)
    var largest: [Double] = []
    while largest.count < draws {
      let block = min(StaggeredPath.blockSize, draws - largest.count)
      let multipliers = Matrix(
        rowCount: clusterCount, columnCount: block,
        columnMajor: (0..<(clusterCount * block)).map { _ in
          generator.bernoulli(share) ? (1 - root) / 2 : (1 + root) / 2
        })
      let sums = scaled.transposeTimes(multipliers)
      for draw in 0..<block {
        largest.append((0..<known.count).reduce(0) { max($0, abs(sums[$1, draw])) })
      }
    }
    let pointwise = known.compactMap { entry in
      entry.finding.degreesOfFreedom.map { StudentT(degreesOfFreedom: $0).upperQuantile(0.025) }
    }
    return SimultaneousBand(
      points: known.map(\.point), estimates: known.map(\.finding.estimate),
      errors: known.map(\.error), scale: scale,
      criticalValue: max(pointwise.max() ?? 0, SimultaneousBand.quantile(largest)))
  }
}
