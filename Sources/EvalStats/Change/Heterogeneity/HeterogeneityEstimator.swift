/// How the variance between groups, τ², is estimated.
public enum HeterogeneityEstimator: String, Sendable, Codable, CaseIterable {
  /// τ² = 0: every group has the same true effect; weights 1/SE².
  case fixedEffect
  /// The moment estimator of DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2:
  /// τ² = max(0, (Q − (k − p))/tr P), from the fixed-effect weights.
  case derSimonianLaird
  /// Restricted maximum likelihood (Viechtbauer 2005, doi:10.3102/10769986030003261): the τ² ≥ 0 of
  /// the highest restricted likelihood. The default: nearly unbiased and efficient.
  case restrictedMaximumLikelihood
  /// Paule and Mandel 1982, doi:10.6028/jres.087.022: the τ² at which the generalised Q equals its
  /// degrees of freedom, or 0.
  case pauleMandel

  /// The name in a method text.
  public var label: String {
    switch self {
    case .fixedEffect: "fixed effect (inverse variance)"
    case .derSimonianLaird: "random effects, DerSimonian–Laird"
    case .restrictedMaximumLikelihood: "random effects, REML"
    case .pauleMandel: "random effects, Paule–Mandel"
    }
  }
}

/// How the interval of a pooled estimate is made.
public enum PooledInterval: String, Sendable, Codable, CaseIterable {
  /// Normal, with τ² taken as known: too narrow with few groups.
  case wald
  /// Hartung and Knapp 2001, doi:10.1002/sim.791, and Sidik and Jonkman 2002, doi:10.1002/sim.1262:
  /// the variance times s² = Σwᵢeᵢ²/(k − p), t(k − p). It may be narrower than the Wald interval
  /// where the estimates happen to lie close together.
  case hartungKnapp
  /// The same with s² never below 1 (the ad-hoc truncation of Knapp and Hartung 2003,
  /// doi:10.1002/sim.1482), so that it is never narrower than the t interval without s²: the default.
  case hartungKnappTruncated

  /// The name in a method text.
  var label: String {
    switch self {
    case .wald: "Wald interval"
    case .hartungKnapp: "Hartung–Knapp interval without truncation"
    case .hartungKnappTruncated: "Hartung–Knapp interval truncated at 1"
    }
  }
}
