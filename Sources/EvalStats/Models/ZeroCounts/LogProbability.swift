private import Foundation

/// The logarithm of a count's probability and its derivatives with respect to η = log μ and, for the
/// negative binomial, τ = log θ.
struct LogProbability {
  var value = 0.0
  var eta = 0.0
  var tau = 0.0
  var etaEta = 0.0
  var etaTau = 0.0
  var tauTau = 0.0

  /// Counts up to this are products of single factors, so that differences of gamma functions of a
  /// large θ do not cancel.
  private static let largestProduct = 60.0

  /// - Parameter size: θ, or `nil` for the Poisson.
  init(count y: Double, mean: Double, logMean: Double, size: Double?) {
    let counted = y == 0 ? 0 : y * logMean
    let isProduct = y <= Self.largestProduct
    guard let size else {
      value =
        isProduct
        ? counted - mean - (y < 2 ? 0 : SpecialFunctions.logGamma(y + 1))
        : Self.logMass(y, mean, size: nil)
      eta = y - mean
      etaEta = -mean
      return
    }
    // Γ(y + θ)/Γ(θ) = θ^y·Π(1 + j/θ) over j < y, and its derivatives with respect to θ.
    var rise = 0.0
    var riseSlope = 0.0
    var riseBend = 0.0
    if isProduct {
      var j = 0.0
      while j < y {
        rise += log1p(j / size)
        riseSlope += 1 / (size + j)
        riseBend -= 1 / ((size + j) * (size + j))
        j += 1
      }
    } else {
      riseSlope = SpecialFunctions.digamma(y + size) - SpecialFunctions.digamma(size)
      riseBend = SpecialFunctions.trigamma(y + size) - SpecialFunctions.trigamma(size)
    }
    let total = mean + size
    let grown = log1p(mean / size)
    value =
      isProduct
      ? rise + counted - (y + size) * grown - (y < 2 ? 0 : SpecialFunctions.logGamma(y + 1))
      : Self.logMass(y, mean, size: size)
    eta = (y - mean) * (size / total)
    etaEta = -mean * (size / total) * ((y + size) / total)
    let slope = riseSlope - grown + (mean - y) / total
    let bend = riseBend + mean / (size * total) - (mean - y) / (total * total)
    tau = size * slope
    tauTau = size * (size * bend + slope)
    etaTau = size * mean * (y - mean) / (total * total)
  }

  /// By a saddle point, where logarithms of factorials of a large count would cancel.
  private static func logMass(_ y: Double, _ mean: Double, size: Double?) -> Double {
    guard mean > 0, mean.isFinite, let count = Int(exactly: y) else { return -.infinity }
    return size.map { NegativeBinomial(size: $0, mean: mean).logMass(count) }
      ?? Poisson(mean: mean).logMass(count)
  }

  /// Adds a function h of this logarithm, times a factor, given h and its first two derivatives.
  mutating func add(_ inner: LogProbability, value: Double, first: Double, second: Double) {
    self.value += value
    eta += first * inner.eta
    tau += first * inner.tau
    etaEta += first * inner.etaEta + second * inner.eta * inner.eta
    etaTau += first * inner.etaTau + second * inner.eta * inner.tau
    tauTau += first * inner.tauTau + second * inner.tau * inner.tau
  }
}

/// The log-likelihood of one row of a model whose zeros have a second source, and its derivatives;
/// ζ is the logit of the zero part.
struct ZeroCountDerivatives {
  var count: LogProbability
  var zeta = 0.0
  var zetaZeta = 0.0
  var etaZeta = 0.0
  var tauZeta = 0.0

  /// Zero-inflated: a zero is one for certain with probability π, or comes from the counts.
  init(inflated y: Double, mean: Double, logMean: Double, logit: Double, size: Double?) {
    let certain = Logistic(logit)
    let probability = LogProbability(count: y, mean: mean, logMean: logMean, size: size)
    zeta = -certain.probability
    zetaZeta = -certain.probability * certain.complement
    guard y == 0 else {
      count = probability
      count.value += certain.logComplement
      return
    }
    // log{e^ζ + f(0)} − log(1 + e^ζ), with w the chance that this zero was certain.
    let share = Logistic(logit - probability.value)
    count = LogProbability(count: 0, mean: 0, logMean: 0, size: nil)
    count.add(
      probability, value: probability.value - share.logComplement + certain.logComplement,
      first: share.complement, second: share.probability * share.complement)
    zeta += share.probability
    zetaZeta += share.probability * share.complement
    etaZeta = -share.probability * share.complement * probability.eta
    tauZeta = -share.probability * share.complement * probability.tau
  }

  /// The counts of a hurdle: above zero, given that they are.
  init(truncated y: Double, mean: Double, logMean: Double, size: Double?) {
    count = LogProbability(count: y, mean: mean, logMean: logMean, size: size)
    let none = LogProbability(count: 0, mean: mean, logMean: logMean, size: size)
    // −log{1 − f(0)} with f(0) = e^g: its slope in g is 1/(e^−g − 1).
    let slope = 1 / expm1(-none.value)
    count.add(
      none, value: -log(-expm1(none.value)), first: slope, second: slope * (1 + slope))
  }
}

/// A probability by its logit, each tail with all its digits.
struct Logistic {
  let probability: Double
  let complement: Double
  /// log(1 − p)
  let logComplement: Double

  init(_ logit: Double) {
    let small = exp(-abs(logit))
    let near = 1 / (1 + small)
    let far = small / (1 + small)
    (probability, complement) = logit < 0 ? (far, near) : (near, far)
    logComplement = -log1p(small) - max(logit, 0)
  }
}
