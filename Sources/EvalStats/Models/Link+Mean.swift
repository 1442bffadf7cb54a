private import Foundation

extension Link {
  /// Probabilities and slopes are kept above this, so that quotients of two that vanish together
  /// stay finite; no count or probability in data is anywhere near it.
  static let floor = 1e-290

  /// η at a mean; for a mean that is no probability, under a link of probabilities, at one near the
  /// end it lies beyond.
  func linearPredictor(_ mean: Double) -> Double {
    switch self {
    case .identity: mean
    case .log: Foundation.log(mean)
    case .logit: Foundation.log(Link.share(mean) / (1 - Link.share(mean)))
    case .probit: Normal.standard.quantile(Link.share(mean))
    case .complementaryLogLog: Foundation.log(-Foundation.log1p(-Link.share(mean)))
    case .cauchit: tan(Double.pi * (Link.share(mean) - 0.5))
    case .inverse: 1 / mean
    }
  }

  private static func share(_ mean: Double) -> Double {
    mean > 0 ? (mean < 1 ? mean : 0.999) : 0.001
  }

  /// The mean and its derivatives at η.
  func mean(_ eta: Double) -> MeanPoint {
    switch self {
    case .identity:
      return MeanPoint(mean: eta, complement: 1 - eta, slope: 1, curvature: 0)
    case .log:
      let mean = max(exp(eta), Link.floor)
      return MeanPoint(mean: mean, complement: 1 - mean, slope: mean, curvature: mean)
    case .logit:
      let small = exp(-abs(eta))
      let near = 1 / (1 + small)
      let far = max(small / (1 + small), Link.floor)
      let (mean, complement) = eta < 0 ? (far, near) : (near, far)
      let slope = mean * complement
      return MeanPoint(
        mean: mean, complement: complement, slope: slope, curvature: slope * (complement - mean))
    case .probit:
      let density = max(Normal.standard.density(eta), Link.floor)
      return MeanPoint(
        mean: max(Normal.standard.cumulative(eta), Link.floor),
        complement: max(Normal.standard.survival(eta), Link.floor), slope: density,
        curvature: -eta * density)
    case .complementaryLogLog:
      // exp(−660) is above the floor; beyond, hazard and complement would fall out of step.
      let hazard = min(exp(eta), 660)
      let complement = max(exp(-hazard), Link.floor)
      let slope = max(hazard * complement, Link.floor)
      return MeanPoint(
        mean: max(-expm1(-hazard), Link.floor), complement: complement, slope: slope,
        curvature: slope * (1 - hazard))
    case .cauchit:
      // ½ + atan(η)/π loses digits in the tails; there atan(1/|η|) is the small probability.
      let tail = atan(1 / abs(eta)) / Double.pi
      let far = max(eta == 0 ? 0.5 : tail, Link.floor)
      let (mean, complement) = eta < 0 ? (far, 1 - far) : (1 - far, far)
      let slope = 1 / (Double.pi * (1 + eta * eta))
      return MeanPoint(
        mean: mean, complement: complement, slope: slope,
        curvature: -2 * eta * slope / (1 + eta * eta))
    case .inverse:
      let mean = 1 / eta
      return MeanPoint(
        mean: mean, complement: 1 - mean, slope: -mean * mean, curvature: 2 * mean * mean * mean)
    }
  }
}
