/// What ties a model's mean μ to its linear predictor η.
public enum Link: String, Sendable, Hashable, Codable, CaseIterable {
  /// μ = η
  case identity
  /// log μ = η
  case log
  /// log(μ/(1 − μ)) = η
  case logit
  /// Φ⁻¹(μ) = η
  case probit
  /// log(−log(1 − μ)) = η
  case complementaryLogLog = "cloglog"
  /// tan(π(μ − ½)) = η
  case cauchit
  /// 1/μ = η
  case inverse
}

/// The mean and its derivatives at a linear predictor.
struct MeanPoint {
  /// μ
  var mean: Double
  /// 1 − μ, computed on its own so that a probability near 1 keeps its digits.
  var complement: Double
  /// dμ/dη
  var slope: Double
  /// d²μ/dη²
  var curvature: Double
}
