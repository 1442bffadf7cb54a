private import Foundation

extension GeneralisedLinearFit {
  /// The log-likelihood at the estimates, constants included; `nil` where the model has none (quasi
  /// families; a Poisson or binomial response that is not whole) or it is infinite, as of a gaussian that
  /// fits every row.
  ///
  /// For the gaussian φ is its maximum-likelihood estimate, deviance/n; for the gamma, as in R,
  /// deviance/Σw.
  public var logLikelihood: Double? {
    unboundedLogLikelihood.flatMap { $0.isFinite ? $0 : nil }
  }

  private var unboundedLogLikelihood: Double? {
    let rows = response.indices.filter { weight($0) > 0 }
    // A fit of every row, exact but for what numbers hold, has no density to speak of.
    if model.family.hasFreeDispersion, !(deviance > 0) { return nil }
    switch model.family {
    case .quasi: return nil
    case .gaussian:
      let count = Double(rows.count)
      let logWeights = rows.reduce(0) { $0 + log(weight($1)) }
      let logVariance = log(2 * Double.pi * deviance / count)
      return (logWeights - count * (logVariance + 1)) / 2
    case .gamma:
      let shape = rows.reduce(0) { $0 + weight($1) } / deviance
      return rows.reduce(0) { sum, row in
        let rate = shape / fitted[row]
        let y = response[row]
        let powers: Double = shape * log(rate) + (shape - 1) * log(y)
        let density = powers - rate * y - SpecialFunctions.logGamma(shape)
        return sum + weight(row) * density
      }
    case .poisson:
      guard rows.allSatisfy({ response[$0] == response[$0].rounded() }) else { return nil }
      return rows.reduce(0) { sum, row in
        let y = response[row]
        let counted = y == 0 ? 0 : y * log(fitted[row])
        return sum + weight(row) * (counted - fitted[row] - SpecialFunctions.logGamma(y + 1))
      }
    case .negativeBinomial(let size):
      guard rows.allSatisfy({ response[$0] == response[$0].rounded() }) else { return nil }
      return rows.reduce(0) { sum, row in
        let y = response[row]
        let mean = fitted[row]
        let ways =
          SpecialFunctions.logGamma(y + size) - SpecialFunctions.logGamma(size)
          - SpecialFunctions.logGamma(y + 1)
        let counted = y == 0 ? 0 : y * log(mean / (mean + size))
        let spread = size * log1p(mean / size)
        return sum + weight(row) * (ways + counted - spread)
      }
    case .binomial: return binomialLogLikelihood(rows)
    }
  }

  /// For 0/1 responses the weight multiplies the row's log-likelihood; for shares it is the number
  /// of trials, and the number of ways to draw the successes enters.
  private func binomialLogLikelihood(_ rows: [Int]) -> Double? {
    var sum = 0.0
    for row in rows {
      let y = response[row]
      let point = model.link.mean(linearPredictor[row])
      let one = y == 0 ? 0 : y * log(point.mean)
      let zero = y == 1 ? 0 : (1 - y) * log(point.complement)
      sum += weight(row) * (one + zero)
      guard y != 0, y != 1 else { continue }
      let trials = weight(row)
      let successes = (trials * y).rounded()
      guard trials == trials.rounded(), abs(trials * y - successes) < 1e-6 else { return nil }
      sum +=
        SpecialFunctions.logGamma(trials + 1) - SpecialFunctions.logGamma(successes + 1)
        - SpecialFunctions.logGamma(trials - successes + 1)
    }
    return sum
  }

  /// Coefficients, and φ where it is estimated.
  public var parameterCount: Int {
    coefficients.count + (model.family.hasFreeDispersion ? 1 : 0)
  }

  /// Akaike's criterion, 2·parameters − 2·log-likelihood.
  public var aic: Double? { logLikelihood.map { 2 * Double(parameterCount) - 2 * $0 } }

  /// Schwarz's criterion, log(n)·parameters − 2·log-likelihood, n the rows of weight.
  public var bic: Double? {
    logLikelihood.map { log(Double(observationCount)) * Double(parameterCount) - 2 * $0 }
  }

  /// McFadden's 1 − deviance/null deviance: the share of the deviance the covariates take away.
  public var deviancePseudoRSquared: Double? {
    nullDeviance > 0 ? 1 - deviance / nullDeviance : nil
  }

  func weight(_ row: Int) -> Double { input.weights.map { $0[row] } ?? 1 }
}
