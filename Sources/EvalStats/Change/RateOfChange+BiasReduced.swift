private import EvalLinearAlgebra

/// Bias-reduced linearisation (CR2) and the jackknife (CR3) of the four-cell model, in closed form.
///
/// Rows of one set and one cell share only a rank-one piece of the hat matrix,
/// Hᵢⱼ = tᵢwⱼ/T with T the cell's Σwt, so the adjustment A = C(C(I − H)ΘC)^(−½)C with Θ = t/w and
/// C = Θ^½ works block by block of one to a few rows; a constant factor of Θ cancels. The set's
/// adjusted score is Σ zᵢ(yᵢ − rate·tᵢ) with z = Aw; for CR3, A = (I − H)⁻¹ and z = w/(1 − h) with h
/// the set's share of the cell's weighted time. Satterthwaite's degrees of freedom are
/// (Σp_gg)²/Σp_gh² with p_gh = [g = h]·q_g − Σ_c (rate_c/T_c)·β_gc·β_hc, where β_gc is
/// (a_c/d_c)·Σzt and q_g is Σ_c (a_c/d_c)²·rate_c·Σz²t/w over the set's rows of the cell: all sums
/// over sets, so that nothing of order rows² is ever formed.
///
/// Response-scale definition of Pustejovsky and Tipton 2018, doi:10.1080/07350015.2016.1247004, with
/// the Poisson variance function as the target.
struct BiasReducedScores {
  /// Σ z·(y − rate·t) of each set, by cell.
  let scores: [SIMD4<Double>]
  /// Σ z·t of each set, by cell.
  let leverages: [SIMD4<Double>]
  /// Σ z²·t/w of each set, by cell, to be multiplied by the cell's rate.
  let spreads: [SIMD4<Double>]

  /// Eigenvalues below this share of the largest belong to a set that is all of its cell, whose
  /// residual is zero whatever its events.
  private static let rankTolerance = 1e-10

  init(
    _ counts: PrePostCounts, rates: SIMD4<Double>, time: SIMD4<Double>,
    correction: ClusterCorrection
  ) {
    var members: [Int: [Int]] = [:]
    for member in 0..<counts.count where counts.weights[member] > 0 {
      members[counts.sets[member], default: []].append(member)
    }
    var scores: [SIMD4<Double>] = []
    var leverages: [SIMD4<Double>] = []
    var spreads: [SIMD4<Double>] = []
    for set in members.keys.sorted() {
      var score = SIMD4<Double>.zero
      var leverage = SIMD4<Double>.zero
      var spread = SIMD4<Double>.zero
      for arm in Arm.allCases {
        for period in Period.allCases {
          let cell = ClusterTotals.cell(arm, period)
          let events = period == .before ? counts.before : counts.after
          let months = period == .before ? counts.timeBefore : counts.timeAfter
          let block = (members[set] ?? []).filter { counts.arms[$0] == arm && months[$0] > 0 }
          let times = block.map { months[$0] }
          let weights = block.map { counts.weights[$0] }
          let adjusted =
            correction == .cr3
            ? BiasReducedScores.jackknifeWeights(
              times: times, weights: weights, total: time[cell])
            : BiasReducedScores.adjustedWeights(
              times: times, weights: weights, total: time[cell])
          for (place, member) in block.enumerated() {
            let z = adjusted[place]
            score[cell] += z * (events[member] - rates[cell] * months[member])
            leverage[cell] += z * months[member]
            spread[cell] += z * z * months[member] / counts.weights[member]
          }
        }
      }
      scores.append(score)
      leverages.append(leverage)
      spreads.append(spread)
    }
    self.scores = scores
    self.leverages = leverages
    self.spreads = spreads
  }

  /// z = w/(1 − h), as if the set had been left out of the fit.
  private static func jackknifeWeights(
    times: [Double], weights: [Double], total: Double
  ) -> [Double] {
    let share = zip(times, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    guard 1 - share > rankTolerance else { return weights.map { _ in 0 } }
    return weights.map { $0 / (1 - share) }
  }

  /// z = A·w for the rows of one set in one cell.
  ///
  /// Rows alike in time and weight need no eigenvectors: w is then itself one, and
  /// z = w/√(1 − h) with h the set's share of the cell's weighted time.
  static func adjustedWeights(
    times: [Double], weights: [Double], total: Double
  ) -> [Double] {
    guard let time = times.first, let weight = weights.first else { return [] }
    if times.allSatisfy({ $0 == time }), weights.allSatisfy({ $0 == weight }) {
      let remainder = 1 - Double(times.count) * weight * time / total
      guard remainder > rankTolerance else { return Array(repeating: 0, count: times.count) }
      return Array(repeating: weight / remainder.squareRoot(), count: times.count)
    }
    let targets = zip(times, weights).map { $0 / $1 }
    let order = times.count
    var inner = Matrix(rowCount: order, columnCount: order)
    for row in 0..<order {
      for column in 0..<order {
        let shared = times[row] * times[column] / total
        let product = (targets[row] * targets[column]).squareRoot()
        inner[row, column] = product * ((row == column ? targets[row] : 0) - shared)
      }
    }
    // The elements are finite, so LAPACK has nothing to refuse; if its iteration ever failed, the
    // unadjusted weights would give CR0 for this set.
    guard let eigen = try? SymmetricEigen(inner) else { return weights }
    let root = eigen.inverseSquareRoot(tolerance: rankTolerance)
    return (0..<order).map { row in
      var sum = 0.0
      for column in 0..<order {
        sum += root[row, column] * targets[column].squareRoot() * weights[column]
      }
      return targets[row].squareRoot() * sum
    }
  }

  /// The variance of a contrast and Satterthwaite's degrees of freedom.
  ///
  /// - Complexity: O(*sets*)
  func variance(
    of contrast: CellContrast, divisors: SIMD4<Double>, rates: SIMD4<Double>,
    time: SIMD4<Double>
  ) -> (variance: Double, degreesOfFreedom: Double) {
    let scaled = CellContrast.scaled(contrast.coefficients, by: divisors)
    var variance = 0.0
    var trace = 0.0
    var squares = 0.0
    var gram = Array(repeating: SIMD4<Double>.zero, count: 4)
    let shares = CellContrast.scaled(rates, by: time)
    for cluster in scores.indices {
      let influence = (scaled * scores[cluster]).sum()
      variance += influence * influence
      let beta = scaled * leverages[cluster]
      let own = (scaled * scaled * rates * spreads[cluster]).sum()
      let common = (shares * beta * beta).sum()
      trace += own - common
      squares += (own - common) * (own - common) - common * common
      for cell in 0..<4 { gram[cell] += beta[cell] * beta }
    }
    // Σ over all g, h of (Σ_c κ_c β_gc β_hc)², the part that the diagonal above has taken out.
    for cell in 0..<4 { squares += (gram[cell] * gram[cell] * shares * shares[cell]).sum() }
    return (variance, squares > 0 ? trace * trace / squares : 0)
  }
}

extension RateOfChange {
  /// The CR2 or CR3 standard error of a contrast with Satterthwaite's degrees of freedom.
  func biasReduced(
    _ correction: ClusterCorrection, contrast: CellContrast, divisors: SIMD4<Double>
  ) -> Uncertainty {
    let scores = BiasReducedScores(counts, rates: rates, time: time, correction: correction)
    let (variance, degreesOfFreedom) = scores.variance(
      of: contrast, divisors: divisors, rates: rates, time: time)
    let text = Decimals.text(degreesOfFreedom, places: 1)
    return uncertainty(
      variance: variance, degreesOfFreedom: degreesOfFreedom,
      label: "\(correction.rawValue) by matched set, Satterthwaite t(\(text))",
      contrast: contrast, divisors: divisors, caveats: [])
  }
}
