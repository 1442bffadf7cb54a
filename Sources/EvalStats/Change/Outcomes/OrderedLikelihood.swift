internal import EvalLinearAlgebra
private import Foundation

/// The likelihood of ordered answers, its slope and its curvature; concave in cut points and
/// coefficients together.
struct OrderedLikelihood {
  /// The place of each answer among those in use.
  let places: [Int]
  let answerCount: Int
  let columns: [[Double]]

  struct Value {
    let logLikelihood: Double
    let score: [Double]
    /// The negative of the second derivatives.
    let information: Matrix
  }

  private var cutCount: Int { answerCount - 1 }
  private var parameterCount: Int { cutCount + columns.count }

  /// Cut points at the shares seen, no effect of anything.
  var start: [Double] {
    let total = Double(places.count)
    return (0..<cutCount).map { cut in
      let share = Double(places.count { $0 <= cut }) / total
      return log(share / (1 - share))
    } + columns.map { _ in 0 }
  }

  func requireIndependent(_ names: [String]) throws(OutcomeError) {
    guard !columns.isEmpty else { return }
    let factor: PivotedQR
    do {
      factor = try PivotedQR(Matrix(columns: [places.map { _ in 1 }] + columns))
    } catch { throw .model(.notConverged(iterations: 0)) }
    guard factor.aliasedColumns.isEmpty else {
      throw .model(.collinear(columns: factor.aliasedColumns.map { names[max(0, $0 - 1)] }))
    }
  }

  /// What one answer's probability is made of: e^(log P), and the derivatives of log P by the upper
  /// and lower cut point.
  private struct Answer {
    let logProbability: Double
    let upper: Double
    let lower: Double
    let upperUpper: Double
    let lowerLower: Double
    let upperLower: Double
  }

  private func answer(_ row: Int, _ parameters: [Double]) -> Answer {
    var predictor = 0.0
    for (place, column) in columns.enumerated() {
      predictor += column[row] * parameters[cutCount + place]
    }
    let place = places[row]
    let above = place < cutCount ? logistic(parameters[place] - predictor) : (1, 0)
    let below = place > 0 ? logistic(parameters[place - 1] - predictor) : (0, 1)
    // P = F(a) − F(b) = F(a)(1 − F(b))(1 − e^(b − a)) keeps its digits in both tails.
    let gap = place > 0 && place < cutCount ? parameters[place] - parameters[place - 1] : .infinity
    let probability = gap > 0 ? above.0 * below.1 * -expm1(-gap) : 0
    guard probability > 0 else {
      return Answer(
        logProbability: -.infinity, upper: 0, lower: 0, upperUpper: 0, lowerLower: 0, upperLower: 0)
    }
    let first = above.0 * above.1 / probability
    let second = below.0 * below.1 / probability
    return Answer(
      logProbability: log(probability), upper: first, lower: -second,
      upperUpper: first * (above.1 - above.0) - first * first,
      lowerLower: -second * (below.1 - below.0) - second * second,
      upperLower: first * second)
  }

  /// F and 1 − F.
  private func logistic(_ x: Double) -> (Double, Double) {
    if x >= 0 {
      let e = exp(-x)
      return (1 / (1 + e), e / (1 + e))
    }
    let e = exp(x)
    return (e / (1 + e), 1 / (1 + e))
  }

  /// The derivative of each parameter's part in the upper and the lower cut point of a row.
  private func parts(_ row: Int) -> (upper: [(Int, Double)], lower: [(Int, Double)]) {
    let slopes = columns.indices.map { (cutCount + $0, -columns[$0][row]) }
    let place = places[row]
    return (
      place < cutCount ? [(place, 1)] + slopes : [], place > 0 ? [(place - 1, 1)] + slopes : []
    )
  }

  func evaluate(_ parameters: [Double]) -> Value {
    var logLikelihood = 0.0
    var score = [Double](repeating: 0, count: parameterCount)
    var information = Matrix(rowCount: parameterCount, columnCount: parameterCount)
    for row in places.indices {
      let answer = answer(row, parameters)
      logLikelihood += answer.logProbability
      guard answer.logProbability.isFinite else { continue }
      let (upper, lower) = parts(row)
      for (place, slope) in upper {
        score[place] += answer.upper * slope
        for (other, second) in upper {
          information[place, other] -= answer.upperUpper * slope * second
        }
        for (other, second) in lower {
          information[place, other] -= answer.upperLower * slope * second
          information[other, place] -= answer.upperLower * slope * second
        }
      }
      for (place, slope) in lower {
        score[place] += answer.lower * slope
        for (other, second) in lower {
          information[place, other] -= answer.lowerLower * slope * second
        }
      }
    }
    return Value(logLikelihood: logLikelihood, score: score, information: information)
  }

  /// Scores summed by cluster, one row a cluster.
  func clusteredScores(_ parameters: [Double], _ labels: [Int]) -> Matrix {
    let clusters = ClusterNumbers(labels)
    var sums = Matrix(rowCount: clusters.count, columnCount: parameterCount)
    for row in places.indices {
      let answer = answer(row, parameters)
      let (upper, lower) = parts(row)
      let cluster = clusters.ofRow[row]
      for (place, slope) in upper { sums[cluster, place] += answer.upper * slope }
      for (place, slope) in lower { sums[cluster, place] += answer.lower * slope }
    }
    return sums
  }
}
