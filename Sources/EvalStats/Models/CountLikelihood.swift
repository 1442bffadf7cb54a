private import Foundation

/// How an over-dispersed count's variance grows with its mean.
public enum CountDispersion: String, Sendable, Hashable, CaseIterable {
  /// Var Y = μ(1 + α): in proportion to the mean.
  case proportional = "NB1"
  /// Var Y = μ(1 + αμ): the negative binomial of `NegativeBinomialModel`, θ = 1/α.
  case quadratic = "NB2"
}

/// The derivatives of a count's log-likelihood with respect to η = log μ and α.
struct CountDerivatives {
  var value = 0.0
  var eta = 0.0
  var alpha = 0.0
  var etaEta = 0.0
  var etaAlpha = 0.0
  var alphaAlpha = 0.0

  /// The derivatives of one row; the count is whole, so that gamma functions are products.
  ///
  /// - Complexity: O(min(*count*, 1,024) + log *count*)
  init(_ dispersion: CountDispersion, count: Double, mean: Double, alpha: Double) {
    value = -SpecialFunctions.logGamma(count + 1)
    switch dispersion {
    case .quadratic: addQuadratic(count, mean, alpha)
    case .proportional: addProportional(count, mean, alpha)
    }
  }

  /// Σ_{j<y} log(1 + αj) − (y + 1/α) log(1 + αμ) + y log μ.
  private mutating func addQuadratic(_ count: Double, _ mean: Double, _ alpha: Double) {
    WholeNumbers.visit(below: count) { j, factor in
      let share = j / (1 + alpha * j)
      value += factor * log1p(alpha * j)
      self.alpha += factor * share
      alphaAlpha -= factor * share * share
    }
    let grown = 1 + alpha * mean
    let logarithm = log1p(alpha * mean)
    let share = mean / grown
    value += (count == 0 ? 0 : count * log(mean)) - (count + 1 / alpha) * logarithm
    eta = (count - mean) / grown
    etaEta = -share * (1 + alpha * count) / grown
    etaAlpha = -(count - mean) * share / grown
    let slack = (logarithm - alpha * share) / (alpha * alpha)
    self.alpha += slack - count * share
    alphaAlpha += share * share / alpha - 2 * slack / alpha + count * share * share
  }

  /// Σ_{j<y} log(μ + αj) − (y + μ/α) log(1 + α).
  private mutating func addProportional(_ count: Double, _ mean: Double, _ alpha: Double) {
    var reach = 0.0
    var reachSquared = 0.0
    var cross = 0.0
    WholeNumbers.visit(below: count) { j, factor in
      let term = mean + alpha * j
      let share = j / term
      value += factor * log(term)
      reach += factor / term
      reachSquared += factor / (term * term)
      self.alpha += factor * share
      cross -= factor * share / term
      alphaAlpha -= factor * share * share
    }
    let logarithm = log1p(alpha)
    let shape = mean / alpha
    value -= (count + shape) * logarithm
    let slope = reach - logarithm / alpha
    eta = mean * slope
    etaEta = mean * slope - mean * mean * reachSquared
    let pull = logarithm / (alpha * alpha) - 1 / (alpha * (1 + alpha))
    etaAlpha = mean * (cross + pull)
    self.alpha += mean * logarithm / (alpha * alpha) - (count + shape) / (1 + alpha)
    alphaAlpha +=
      2 * shape / (alpha * (1 + alpha)) - 2 * shape * logarithm / (alpha * alpha)
      + (count + shape) / ((1 + alpha) * (1 + alpha))
  }
}
