/// How the residuals of one cluster are taken to hang together while the coefficients are estimated.
///
/// A wrong choice costs precision, not validity: the robust covariance holds whatever the truth is.
public enum WorkingCorrelation: String, Sendable, Hashable, CaseIterable {
  /// Not at all: the coefficients of the generalised linear model.
  case independence
  /// Every pair alike: corr = α.
  case exchangeable
  /// corr = α to the power of the distance in time: first-order autoregression.
  case autoregressive = "ar1"
}

/// Which moments estimate the dispersion φ and the correlation α from Pearson residuals r.
///
/// With N rows, p coefficients and Q pairs within clusters; with weights rows count w times and pairs
/// as often as the product of their weights. Packages differ, and so do exchangeable
/// coefficients in the fourth digit where clusters differ in size.
public enum CorrelationMoments: Sendable, Hashable {
  /// φ = Σr²/N whatever the family; α = Σ rⱼrₖ/(φQ) over pairs, as R's geepack has it.
  case perObservation
  /// α = Σ rⱼrₖ/{(Q − p)·Σr²/(N − p)} over pairs, as statsmodels has it; φ is 1 where the family
  /// fixes it (Poisson, binomial), otherwise Σr²/(N − p).
  case lessCoefficients
}

/// A correlation and how to take it out of a cluster.
struct ClusterCorrelation {
  let kind: WorkingCorrelation
  let alpha: Double

  /// Multiplies one cluster's stretch of a column by L with LᵀL = R⁻¹. O(*rows*).
  ///
  /// - Exchangeable: the deviations from the mean are divided by √(1 − α), the mean by
  ///   √(1 + (m − 1)α).
  /// - Autoregressive: each value less α to the gap times the one before, over √(1 − α^(2·gap)).
  func whiten(_ column: inout [Double], _ range: Range<Int>, offset: Int, gaps: [Int]) {
    switch kind {
    case .independence: return
    case .exchangeable:
      guard range.count > 1 else { return }
      var sum = 0.0
      for place in range { sum += column[offset + place] }
      let mean = sum / Double(range.count)
      let inner = 1 / (1 - alpha).squareRoot()
      let outer = mean / (1 + Double(range.count - 1) * alpha).squareRoot()
      for place in range {
        column[offset + place] = (column[offset + place] - mean) * inner + outer
      }
    case .autoregressive:
      for place in range.dropFirst().reversed() {
        let carried = alpha.raised(to: gaps[place])
        let own = column[offset + place] - carried * column[offset + place - 1]
        column[offset + place] = own / ((1 - carried) * (1 + carried)).squareRoot()
      }
    }
  }
}

extension Double {
  /// A power by repeated squaring. O(log *exponent*).
  func raised(to exponent: Int) -> Double {
    var result = 1.0
    var square = self
    var left = exponent
    while left > 0 {
      if left % 2 == 1 { result *= square }
      square *= square
      left /= 2
    }
    return result
  }
}
