public import EvalLinearAlgebra
private import Foundation

/// A fitted model of counts with a logit model of their zeros.
public struct ZeroCountFit: Sendable {
  /// The model that was fitted.
  public let model: ZeroCountModel
  /// β, the coefficients of the counts.
  public let countCoefficients: [Double]
  /// γ, the coefficients of the zero part: of the logit of a certain zero if inflated, of having any
  /// if a hurdle.
  public let zeroCoefficients: [Double]
  /// θ, the size of a negative binomial; `nil` for the Poisson.
  public let size: Double?
  /// The standard error of log θ from the joint observed information.
  public let logSizeStandardError: Double?
  /// The log-likelihood, constants included.
  public let logLikelihood: Double
  /// The covariance of β and γ together: the inverse of the observed information of all parameters,
  /// log θ among them.
  public let covariance: Matrix
  /// The names of the coefficients of the counts, `count_` before each, and of the zero part, `zero_`
  /// before each.
  public let names: [String]
  /// μ of each row, were there no second source of zeros.
  public let countMeans: [Double]
  /// P(Y = 0) of each row.
  public let zeroProbabilities: [Double]
  /// E Y of each row, zeros included.
  public let fitted: [Double]
  /// The number of rows that carry weight.
  public let observationCount: Int
  /// Newton's steps taken.
  public let iterations: Int

  init(
    model: ZeroCountModel, likelihood: ZeroCountLikelihood, point: [Double],
    logLikelihood: Double, covariance: Matrix, iterations: Int
  ) {
    self.model = model
    self.logLikelihood = logLikelihood
    self.iterations = iterations
    let parts = likelihood.parts(point)
    countCoefficients = parts.beta
    zeroCoefficients = parts.gamma
    size = parts.size
    let count = parts.beta.count + parts.gamma.count
    logSizeStandardError =
      parts.size == nil ? nil : max(covariance[count, count], 0).squareRoot()
    var own = Matrix(rowCount: count, columnCount: count)
    for column in 0..<count {
      for row in 0..<count { own[row, column] = covariance[row, column] }
    }
    self.covariance = own
    names =
      likelihood.counts.names.map { "count_" + $0 } + likelihood.zeros.names.map { "zero_" + $0 }
    observationCount = likelihood.response.indices.count { likelihood.weight($0) > 0 }
    let predictor = likelihood.counts.linearPredictor(parts.beta, offset: likelihood.offset)
    let logits = likelihood.zeros.linearPredictor(parts.gamma)
    countMeans = predictor.map { exp($0) }
    var zeroProbabilities: [Double] = []
    var fitted: [Double] = []
    for row in predictor.indices {
      let mean = exp(predictor[row])
      let none = LogProbability(
        count: 0, mean: mean, logMean: predictor[row], size: parts.size
      ).value
      let logistic = Logistic(logits[row])
      switch model.zeros {
      case .inflated:
        zeroProbabilities.append(logistic.probability + logistic.complement * exp(none))
        fitted.append(logistic.complement * mean)
      case .hurdle:
        zeroProbabilities.append(logistic.complement)
        fitted.append(logistic.probability * mean / -expm1(none))
      }
    }
    self.zeroProbabilities = zeroProbabilities
    self.fitted = fitted
  }

  /// The coefficients of the counts, then of the zero part.
  public var coefficients: [Double] { countCoefficients + zeroCoefficients }

  /// The coefficient of a name such as `count_age`, or `nil` if the model has none.
  public func coefficient(_ name: String) -> Double? {
    names.firstIndex(of: name).map { coefficients[$0] }
  }

  /// The standard errors of the coefficients of the counts, then of the zero part.
  public var standardErrors: [Double] { covariance.diagonal.map { max($0, 0).squareRoot() } }

  /// Coefficients of both parts, and θ where it is estimated.
  public var parameterCount: Int { names.count + (size == nil ? 0 : 1) }

  /// 2·parameters − 2·log-likelihood.
  public var aic: Double { 2 * Double(parameterCount) - 2 * logLikelihood }

  /// log(n)·parameters − 2·log-likelihood.
  public var bic: Double {
    log(Double(observationCount)) * Double(parameterCount) - 2 * logLikelihood
  }

  /// The coefficients with standard errors, p-values and intervals by the normal distribution.
  public func coefficientTable(level: Double = 0.95) -> CoefficientTable {
    CoefficientTable(
      names: names, coefficients: coefficients, errors: standardErrors,
      degreesOfFreedom: Array(repeating: nil, count: names.count),
      method: "\(model.zeros.rawValue) \(model.counts.rawValue), observed information, normal",
      level: level)
  }
}
