import EvalLinearAlgebra
import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Generalised estimating equations as geepack has them: moments per observation.
  static let estimatingEquations = ReferenceKind("gee") { comparison in
    let (family, link) = try familyAndLink(comparison.setting("family")?.string ?? "poisson")
    let data = try clusteredData(&comparison)
    let coefficients = try comparison.requiredTolerance("coef_relative")
    let errors = try comparison.requiredTolerance("se_relative")
    let pValues = comparison.tolerance("p_absolute")?.number ?? 0
    for key in comparison.keys() {
      guard let correlation = WorkingCorrelation(rawValue: key) else { continue }
      let path = ReferencePath(stringLiteral: key)
      let fit = try EstimatingEquationsModel(family: family, link: link, correlation: correlation)
        .fit(
          data.frame.design, response: data.response, clusters: data.clusters ?? [],
          offset: data.frame.offset)
      let table = try fit.coefficientTable(.robust, reference: .normal)
      comparison.setAside(path / "names", because: "names are for reading; the order is compared")
      comparison.check(path / "coef", fit.coefficients, relative: coefficients)
      comparison.check(
        path / "se_robust", table.rows.map(\.standardError), relative: errors)
      comparison.check(path / "se_naive", try fit.standardErrors(.naive), relative: errors)
      comparison.check(
        path / "wald", table.rows.map { $0.statistic * $0.statistic },
        relative: 2 * (coefficients + errors))
      comparison.checkPValues(
        path / "p", relative: coefficients + errors, absolute: pValues
      ) { factor in
        table.rows.map { 2 * Normal.standard.survival(abs(factor * $0.statistic)) }
      }
      comparison.check(path / "scale_phi", fit.dispersion, relative: errors)
      comparison.check(path / "correlation", fit.correlation, relative: errors)
      comparison.check(path / "max_cluster_size", fit.largestClusterCount)
      comparison.check(path / "n_clusters", fit.clusterCount)
    }
  }

  /// Generalised estimating equations as statsmodels has them: moments less coefficients, the scale
  /// of Poisson and binomial held at 1.
  static let estimatingEquationsLessCoefficients = ReferenceKind("gee-n-minus-p") { comparison in
    let (family, link) = try familyAndLink(comparison.setting("family")?.string ?? "poisson")
    let data = try clusteredData(&comparison)
    let relative = try comparison.requiredTolerance("relative")
    _ = comparison.tolerance("p_absolute")
    for correlation in [WorkingCorrelation.independence, .exchangeable] {
      let path = ReferencePath(stringLiteral: correlation.rawValue)
      guard comparison.expects(path) else { continue }
      let fit = try EstimatingEquationsModel(
        family: family, link: link, correlation: correlation, moments: .lessCoefficients
      ).fit(
        data.frame.design, response: data.response, clusters: data.clusters ?? [],
        offset: data.frame.offset)
      comparison.setAside(path / "names", because: "names are for reading; the order is compared")
      comparison.check(path / "coef", fit.coefficients, relative: relative)
      comparison.check(
        path / "se_robust", try fit.standardErrors(.robust), relative: relative)
      comparison.check(path / "se_naive", try fit.standardErrors(.naive), relative: relative)
      comparison.check(
        path / "se_bias_reduced_mancl_derouen", try fit.standardErrors(.manclDeRouen),
        relative: relative)
      comparison.check(path / "scale", fit.dispersion, relative: relative)
      comparison.check(path / "correlation", fit.correlation, relative: relative)
      guard comparison.expects(path / "qic") else { continue }
      guard family == .poisson, data.frame.design.names.first == "(Intercept)" else {
        comparison.wait(for: path / "qic")
        continue
      }
      comparison.check(path / "qic", try peerQuasiInformation(fit, data), relative: relative)
    }
  }

  private static func clusteredData(_ comparison: inout ReferenceComparison) throws -> ModelData {
    let offset = comparison.setting("offset_log_of")?.string
    let cluster = try comparison.requiredSetting("cluster").string
    return try ModelData(
      formula: try comparison.requiredSetting("formula").string ?? "",
      table: comparison.table(), offsetLogOf: offset, cluster: cluster)
  }

  /// R's families with their own links.
  private static func familyAndLink(_ name: String) throws -> (Family, Link) {
    switch name.lowercased() {
    case "poisson": (.poisson, .log)
    case "quasipoisson": (.quasi(.mean), .log)
    case "gaussian": (.gaussian, .identity)
    case "binomial": (.binomial, .logit)
    case "quasibinomial": (.quasi(.binomial), .logit)
    case "gamma": (.gamma, .inverse)
    default: throw ReferencePending("settings.family \(name)")
    }
  }

  /// The Poisson criteria as statsmodels 0.15 works them out, from our fit: the quasi-likelihood by
  /// 1,000 trapezoids instead of its closed form, and, in the first, an information under
  /// independence that leaves out the division by the variance (Pan's Ω is ΣDᵀA⁻¹D, there ΣDᵀD).
  private static func peerQuasiInformation(
    _ fit: EstimatingEquationsFit, _ data: ModelData
  ) throws -> [Double] {
    let design = data.frame.design
    let information = design.matrix.gram(weights: fit.fitted.map { $0 * $0 })
    let product = information * (try fit.covariance(.robust))
    let pointCount = 1_000
    let first = -0.99999
    let width = (1 - first) / Double(pointCount - 1)
    var integral = 0.0
    for (y, mean) in zip(data.response, fit.fitted) {
      let gap = mean - y
      for point in 0..<pointCount {
        let place = first + Double(point) * width
        let share = point == 0 || point == pointCount - 1 ? 0.5 : 1
        integral -= share * gap * gap * (place + 1) / (y + (place + 1) * gap / 2)
      }
    }
    let quasiLikelihood = integral * width / 4
    return [
      -2 * quasiLikelihood + 2 * product.diagonal.reduce(0, +),
      -2 * quasiLikelihood + 2 * Double(design.columnCount),
    ]
  }
}
