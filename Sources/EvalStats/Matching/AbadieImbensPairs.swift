internal import EvalLinearAlgebra

/// The pairs of a matching with replacement, and what they come to.
struct AbadieImbensPairs: Sendable {
  let pairs: [AbadieImbensEstimate.Pair]
  let treated: [Bool]
  let outcome: [Double]

  /// The sum of the weights: the number of people compared.
  var total: Double { pairs.reduce(0) { $0 + $1.weight } }

  /// Treated less control, for each pair.
  var differences: [Double] {
    pairs.map { pair in
      let gap = outcome[pair.focal] - outcome[pair.match]
      return treated[pair.focal] ? gap : -gap
    }
  }

  /// Σ w τ / Σ w.
  func mean(_ differences: [Double]) -> Double {
    zip(pairs, differences).reduce(0) { $0 + $1.0.weight * $1.1 } / total
  }

  /// The differences less what a regression of the outcome expects of them.
  ///
  /// μ̂ of an arm is least squares on an intercept and the columns, over that arm's matches weighted
  /// by Σ 1/m; columns that depend on others there are left out. The expected difference of a pair is
  /// that of μ̂ of the match's arm between the two.
  ///
  /// - Complexity: O(*n · columns²*)
  func adjusted(by columns: [[Double]]) -> [Double] {
    var uses = [Double](repeating: 0, count: treated.count)
    for pair in pairs { uses[pair.match] += pair.weight }
    var result = differences
    for arm in [false, true] {
      let rows = treated.indices.filter { treated[$0] == arm && uses[$0] > 0 }
      guard !rows.isEmpty else { continue }
      let roots = rows.map { uses[$0].squareRoot() }
      let centres = columns.map { column in
        rows.reduce(0) { $0 + column[$1] } / Double(rows.count)
      }
      let design = Matrix(
        columns: [roots]
          + zip(columns, centres).map { column, centre in
            zip(rows, roots).map { (column[$0] - centre) * $1 }
          })
      let slopes: [Double]
      do {
        slopes = try LeastSquares(design, zip(rows, roots).map { outcome[$0] * $1 }).coefficients
      } catch { preconditionFailure("finite columns and outcomes have a fit: \(error)") }
      for (index, pair) in pairs.enumerated() where treated[pair.match] == arm {
        let expected = zip(columns, slopes.dropFirst()).reduce(0) { sum, term in
          sum + term.1 * (term.0[pair.focal] - term.0[pair.match])
        }
        result[index] -= arm ? -expected : expected
      }
    }
    return result
  }

  /// The standard error of Abadie and Imbens; the formula stands at the estimate.
  func standardError(of differences: [Double], estimand: Estimand) -> Double {
    let estimate = mean(differences)
    let total = total
    let residual =
      0.5
      * zip(pairs, differences).reduce(0) {
        $0 + $1.0.weight * ($1.1 - estimate) * ($1.1 - estimate)
      } / total
    var uses = [Double](repeating: 0, count: treated.count)
    var squaredUses = uses
    var effect = uses
    var isCompared = [Bool](repeating: false, count: treated.count)
    for (pair, difference) in zip(pairs, differences) {
      uses[pair.match] += pair.weight
      squaredUses[pair.match] += pair.weight * pair.weight
      effect[pair.focal] += pair.weight * difference
      isCompared[pair.focal] = true
    }
    var variance = 0.0
    for row in treated.indices {
      if isCompared[row] { variance += (effect[row] - estimate) * (effect[row] - estimate) }
      let reuse = uses[row] * uses[row] - squaredUses[row]
      variance += residual * (estimand == .ate ? reuse + 2 * uses[row] : reuse)
    }
    return variance.squareRoot() / total
  }

  /// √(Σ w (τ − τ̄)²) / Σ w.
  func naiveStandardError(of differences: [Double]) -> Double {
    let estimate = mean(differences)
    return zip(pairs, differences).reduce(0) {
      $0 + $1.0.weight * ($1.1 - estimate) * ($1.1 - estimate)
    }.squareRoot() / total
  }
}
