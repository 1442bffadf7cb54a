internal import EvalLinearAlgebra
private import Foundation

/// The likelihood of a count model with a zero part; a point is β, γ and, for the negative binomial,
/// log θ.
struct ZeroCountLikelihood {
  let source: ZeroSource
  let counts: DesignMatrix
  let zeros: DesignMatrix
  let response: [Double]
  let weights: [Double]?
  let offset: [Double]?
  let estimatesSize: Bool

  func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// A point's parts.
  func parts(_ point: [Double]) -> (beta: [Double], gamma: [Double], size: Double?) {
    let beta = Array(point.prefix(counts.columnCount))
    let gamma = Array(point.dropFirst(counts.columnCount).prefix(zeros.columnCount))
    return (beta, gamma, estimatesSize ? exp(point[point.count - 1]) : nil)
  }

  /// The chance of each row to be zero for certain, given what was counted.
  func certainty(_ beta: [Double], _ gamma: [Double], size: Double?) -> [Double] {
    let predictor = counts.linearPredictor(beta, offset: offset)
    let logits = zeros.linearPredictor(gamma)
    return response.indices.map { row in
      guard response[row] == 0 else { return 0 }
      let none = LogProbability(
        count: 0, mean: exp(predictor[row]), logMean: predictor[row], size: size)
      return Logistic(logits[row] - none.value).probability
    }
  }

  /// The derivatives of a row; a hurdle's zero part is the logit of having any.
  private func derivatives(
    _ row: Int, _ predictor: Double, _ logit: Double, _ size: Double?
  ) -> ZeroCountDerivatives {
    let y = response[row]
    let mean = exp(predictor)
    switch source {
    case .inflated:
      return ZeroCountDerivatives(
        inflated: y, mean: mean, logMean: predictor, logit: logit, size: size)
    case .hurdle:
      let passing = Logistic(logit)
      var result: ZeroCountDerivatives
      if y > 0 {
        result = ZeroCountDerivatives(truncated: y, mean: mean, logMean: predictor, size: size)
        result.count.value += Logistic(-logit).logComplement
      } else {
        result = ZeroCountDerivatives(
          inflated: 1, mean: 0, logMean: 0, logit: logit, size: nil)
        result.count = LogProbability(count: 0, mean: 0, logMean: 0, size: nil)
        result.count.value = passing.logComplement
      }
      result.zeta = (y > 0 ? 1 : 0) - passing.probability
      result.zetaZeta = -passing.probability * passing.complement
      return result
    }
  }

  /// The likelihood at a point; `nil` where it is no number.
  func evaluate(_ point: [Double]) -> LikelihoodEvaluation? {
    let (beta, gamma, size) = parts(point)
    if let size, !(size > 0 && size.isFinite) { return nil }
    let predictor = counts.linearPredictor(beta, offset: offset)
    let logits = zeros.linearPredictor(gamma)
    let rowCount = response.count
    var value = 0.0
    var slopes = [[Double]](repeating: Array(repeating: 0, count: rowCount), count: 3)
    var bends = [[Double]](repeating: Array(repeating: 0, count: rowCount), count: 6)
    for row in 0..<rowCount {
      let weight = weight(row)
      guard weight > 0 else { continue }
      let own = derivatives(row, predictor[row], logits[row], size)
      value += weight * own.count.value
      slopes[0][row] = weight * own.count.eta
      slopes[1][row] = weight * own.zeta
      slopes[2][row] = weight * own.count.tau
      bends[0][row] = -weight * own.count.etaEta
      bends[1][row] = -weight * own.etaZeta
      bends[2][row] = -weight * own.zetaZeta
      bends[3][row] = -weight * own.count.etaTau
      bends[4][row] = -weight * own.tauZeta
      bends[5][row] = -weight * own.count.tauTau
    }
    guard value.isFinite else { return nil }
    let first = counts.columnCount
    let second = zeros.columnCount
    var information = Matrix(rowCount: point.count, columnCount: point.count)
    // Curvatures may be of either sign, so they multiply one side instead of both by their roots.
    add(counts.matrix, bends[0], counts.matrix, at: 0, 0, to: &information)
    add(counts.matrix, bends[1], zeros.matrix, at: 0, first, to: &information)
    add(zeros.matrix, bends[2], zeros.matrix, at: first, first, to: &information)
    var gradient =
      counts.matrix.transposeTimes(slopes[0]) + zeros.matrix.transposeTimes(slopes[1])
    if estimatesSize {
      let last = first + second
      let cross = counts.matrix.transposeTimes(bends[3]) + zeros.matrix.transposeTimes(bends[4])
      for (row, sum) in cross.enumerated() {
        information[row, last] = sum
        information[last, row] = sum
      }
      information[last, last] = bends[5].reduce(0, +)
      gradient.append(slopes[2].reduce(0, +))
    }
    guard gradient.allSatisfy(\.isFinite), information.storage.allSatisfy(\.isFinite) else {
      return nil
    }
    return LikelihoodEvaluation(value: value, gradient: gradient, information: information)
  }

  /// Adds AᵀWB to a block and its mirror image.
  private func add(
    _ left: Matrix, _ weights: [Double], _ right: Matrix, at top: Int, _ side: Int,
    to information: inout Matrix
  ) {
    for column in 0..<right.columnCount {
      let weighted = zip(right.column(column), weights).map { $0 * $1 }
      for (row, sum) in left.transposeTimes(weighted).enumerated() {
        information[top + row, side + column] = sum
        information[side + column, top + row] = sum
      }
    }
  }
}
