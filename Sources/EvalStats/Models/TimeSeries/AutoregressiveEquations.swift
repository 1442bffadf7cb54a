internal import EvalLinearAlgebra
private import Foundation

/// Generalised least squares of a series whose errors have correlation ρ^|s − t|.
struct AutoregressiveEquations {
  let design: DesignMatrix
  let response: [Double]

  /// The best β for one ρ.
  struct Solution {
    let correlation: Double
    let coefficients: [Double]
    /// y − Xβ
    let residuals: [Double]
    /// L(y − Xβ) with LᵀL = R⁻¹.
    let innovations: [Double]
    /// Σ innovations²
    let sumOfSquares: Double
    /// (XᵀR⁻¹X)⁻¹
    let inverseGram: Matrix
    /// log|XᵀR⁻¹X|
    let logDeterminant: Double
  }

  private func whitened(_ column: [Double], _ correlation: Double) -> [Double] {
    var result = column
    let gaps = [Int](repeating: 1, count: column.count)
    ClusterCorrelation(kind: .autoregressive, alpha: correlation)
      .whiten(&result, 0..<column.count, offset: 0, gaps: gaps)
    return result
  }

  func solve(_ correlation: Double) throws(ModelError) -> Solution {
    let columns = (0..<design.columnCount).map {
      whitened(design.matrix.column($0), correlation)
    }
    let factor: PivotedQR
    do { factor = try PivotedQR(Matrix(columns: columns)) } catch {
      throw .notConverged(iterations: 0)
    }
    guard factor.aliasedColumns.isEmpty else {
      throw .collinear(columns: factor.aliasedColumns.map { design.names[$0] })
    }
    let coefficients = factor.solve(whitened(response, correlation))
    let residuals = zip(response, design.linearPredictor(coefficients)).map { $0 - $1 }
    let innovations = whitened(residuals, correlation)
    return Solution(
      correlation: correlation, coefficients: coefficients, residuals: residuals,
      innovations: innovations, sumOfSquares: innovations.reduce(0) { $0 + $1 * $1 },
      inverseGram: factor.inverseGram,
      logDeterminant: factor.triangle.diagonal.reduce(0) { $0 + 2 * log(abs($1)) })
  }

  /// The log-likelihood at the best β and σ for a ρ; log|R| = (n − 1)·log(1 − ρ²).
  func logLikelihood(_ solution: Solution, isRestricted: Bool) -> Double {
    let rho = solution.correlation
    let count = Double(response.count)
    let free = isRestricted ? count - Double(design.columnCount) : count
    let scale = free * (log(2 * Double.pi * solution.sumOfSquares / free) + 1)
    let determinant = (count - 1) * (log1p(-rho) + log1p(rho))
    return -(scale + determinant + (isRestricted ? solution.logDeterminant : 0)) / 2
  }

  /// The derivative of that log-likelihood with respect to ρ.
  func slope(_ solution: Solution, isRestricted: Bool) -> Double {
    let rho = solution.correlation
    let count = Double(response.count)
    let free = isRestricted ? count - Double(design.columnCount) : count
    // β is at its best, so only R moves the sum of squares.
    let change = derivative(solution.residuals, solution.residuals, rho)
    var slope =
      -free / 2 * change / solution.sumOfSquares + (count - 1) * rho / ((1 - rho) * (1 + rho))
    if isRestricted {
      let columns = (0..<design.columnCount).map { design.matrix.column($0) }
      for (left, first) in columns.enumerated() {
        for (right, second) in columns.enumerated() {
          slope -= solution.inverseGram[left, right] * derivative(first, second, rho) / 2
        }
      }
    }
    return slope
  }

  /// d/dρ of aᵀR⁻¹b = a₁b₁ + Σ(a_t − ρa_{t−1})(b_t − ρb_{t−1})/(1 − ρ²).
  private func derivative(_ first: [Double], _ second: [Double], _ rho: Double) -> Double {
    var own = 0.0
    var cross = 0.0
    var before = 0.0
    for place in first.indices.dropFirst() {
      own += first[place] * second[place]
      cross += first[place] * second[place - 1] + first[place - 1] * second[place]
      before += first[place - 1] * second[place - 1]
    }
    let room = (1 - rho) * (1 + rho)
    let value = own - rho * cross + rho * rho * before
    return (2 * rho * before - cross) / room + 2 * rho * value / (room * room)
  }
}
