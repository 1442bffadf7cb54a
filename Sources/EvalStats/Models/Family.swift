/// How the variance of a response depends on its mean: Var(Y) = φ·V(μ)/w.
public enum VarianceFunction: Sendable, Hashable, Codable {
  /// V = 1
  case constant
  /// V = μ(1 − μ)
  case binomial
  /// V = μ
  case mean
  /// V = μ²
  case meanSquared
  /// V = μ + μ²/θ with θ the size
  case negativeBinomial(size: Double)
}

/// The distribution of a response given its mean.
public enum Family: Sendable, Hashable, Codable {
  /// Normal, constant variance.
  case gaussian
  /// A 0/1 response, or a share in [0, 1] with the number of trials as prior weight.
  case binomial
  /// Counts; any non-negative response is fitted, but only whole numbers have a likelihood.
  case poisson
  /// Positive amounts with a constant coefficient of variation.
  case gamma
  /// NB2 counts with a known size θ: Var(Y) = μ + μ²/θ. `NegativeBinomialModel` estimates θ.
  case negativeBinomial(size: Double)
  /// No distribution, only a variance function: has standard errors, but no likelihood.
  case quasi(VarianceFunction)

  /// The variance function.
  public var variance: VarianceFunction {
    switch self {
    case .gaussian: .constant
    case .binomial: .binomial
    case .poisson: .mean
    case .gamma: .meanSquared
    case .negativeBinomial(let size): .negativeBinomial(size: size)
    case .quasi(let variance): variance
    }
  }

  /// Whether φ is estimated; it is 1 for the binomial, Poisson and negative binomial.
  public var hasFreeDispersion: Bool {
    switch self {
    case .gaussian, .gamma, .quasi: true
    case .binomial, .poisson, .negativeBinomial: false
    }
  }

  /// The link a model uses unless told otherwise: identity, logit or log.
  public var defaultLink: Link {
    switch variance {
    case .constant: .identity
    case .binomial: .logit
    case .mean, .meanSquared, .negativeBinomial: .log
    }
  }

  /// What a table calls the family.
  public var name: String {
    switch self {
    case .gaussian: "gaussian"
    case .binomial: "binomial"
    case .poisson: "Poisson"
    case .gamma: "gamma"
    case .negativeBinomial: "negative binomial (NB2)"
    case .quasi(.constant): "quasi (constant variance)"
    case .quasi(.binomial): "quasi-binomial"
    case .quasi(.mean): "quasi-Poisson"
    case .quasi(.meanSquared): "quasi-gamma"
    case .quasi(.negativeBinomial): "quasi-negative binomial"
    }
  }
}

extension Family {
  /// The responses the family allows, in words.
  var responseRange: String {
    switch self {
    case .gaussian, .quasi(.constant): "any number"
    case .binomial, .quasi(.binomial): "0, 1 or a share between them"
    case .gamma: "greater than 0"
    case .poisson, .negativeBinomial, .quasi: "0 or greater"
    }
  }

  /// Whether the family allows a response.
  func allows(response: Double) -> Bool {
    switch self {
    case .gaussian, .quasi(.constant): true
    case .binomial, .quasi(.binomial): response >= 0 && response <= 1
    case .gamma: response > 0
    case .poisson, .negativeBinomial, .quasi: response >= 0
    }
  }

  /// Whether a mean is inside the family's range.
  func allows(_ point: MeanPoint) -> Bool {
    guard point.mean.isFinite else { return false }
    return switch variance {
    case .constant: true
    case .binomial: point.mean > 0 && point.complement > 0
    case .mean, .meanSquared, .negativeBinomial: point.mean > 0
    }
  }

  /// +1 or −1 where a response stands at the upper or lower end of what its mean can approach
  /// without reaching it, 0 elsewhere: only such rows can be separated.
  func boundary(ofResponse response: Double) -> Double {
    switch variance {
    case .constant, .meanSquared: 0
    case .binomial: response == 0 ? -1 : response == 1 ? 1 : 0
    case .mean, .negativeBinomial: response == 0 ? -1 : 0
    }
  }

  /// The mean a row starts from: near its response, but inside the family's range, as R starts.
  func startingMean(response: Double, weight: Double) -> Double {
    switch self {
    case .negativeBinomial: return response == 0 ? 1 / 6 : response
    default:
      switch variance {
      case .constant: return response
      case .binomial: return (weight * response + 0.5) / (weight + 1)
      case .mean, .negativeBinomial: return response + 0.1
      case .meanSquared: return response == 0 ? 0.1 : response
      }
    }
  }
}
