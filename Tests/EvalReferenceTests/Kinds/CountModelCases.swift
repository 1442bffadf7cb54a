import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Poisson, quasi-Poisson and NB2 models of counts with every covariance the case names.
  static let countModel = ReferenceKind("count-model") { comparison in
    var cases = try CountModelCase(&comparison)
    try cases.comparePoisson(&comparison)
    try cases.compareNegativeBinomial(&comparison)
    try cases.compareFocus(&comparison)
  }
}

/// One case of kind `count-model`.
private struct CountModelCase {
  let data: ModelData
  let poisson: GeneralisedLinearFit
  let focus: String?
  let coefficientTolerance: Double
  let errorTolerance: Double
  let sizeTolerance: Double
  let robustTolerance: Double
  private var negativeBinomial: NegativeBinomialFit?

  init(_ comparison: inout ReferenceComparison) throws {
    let cluster = comparison.setting("cluster")?.string
    let offset = comparison.setting("offset_log_of")?.string
    focus = comparison.setting("focus")?.string
    data = try ModelData(
      formula: try comparison.requiredSetting("formula").string ?? "",
      table: comparison.table(), offsetLogOf: offset, cluster: cluster)
    coefficientTolerance = try comparison.requiredTolerance("coef_relative")
    errorTolerance = try comparison.requiredTolerance("se_relative")
    sizeTolerance = comparison.tolerance("theta_relative")?.number ?? errorTolerance
    robustTolerance = comparison.tolerance("nb_robust_relative")?.number ?? errorTolerance
    poisson = try data.fit(.poisson, .log)
  }

  // MARK: Poisson

  func comparePoisson(_ comparison: inout ReferenceComparison) throws {
    comparison.setAside("poisson/names", because: "names are for reading; the order is compared")
    comparison.check("poisson/coef", poisson.coefficients, relative: coefficientTolerance)
    comparison.check(
      "poisson/se", try poisson.standardErrors(.classical), relative: errorTolerance)
    let fits: [(ReferencePath, Double?)] = [
      ("poisson/deviance", poisson.deviance), ("poisson/null_deviance", poisson.nullDeviance),
      ("poisson/loglik", poisson.logLikelihood), ("poisson/aic", poisson.aic),
      ("poisson/bic", poisson.bic), ("poisson/pearson_chi2", poisson.pearsonChiSquared),
      ("poisson/dispersion_pearson", poisson.dispersion),
    ]
    for (path, value) in fits { comparison.check(path, value, relative: coefficientTolerance) }
    comparison.check("poisson/df_residual", poisson.degreesOfFreedomResidual)
    try compareRobust("poisson/robust", of: poisson, errorTolerance, &comparison)

    comparison.check("quasi_poisson/dispersion", poisson.dispersion, relative: errorTolerance)
    let errors = try? poisson.standardErrors(.dispersionScaled)
    comparison.check(
      "quasi_poisson/se", errors ?? Array(repeating: nil, count: poisson.coefficients.count),
      relative: errorTolerance)
    let degrees = Double(poisson.degreesOfFreedomResidual)
    comparison.checkPValues("quasi_poisson/p", relative: errorTolerance + coefficientTolerance) {
      pValues(poisson, errors, factor: $0, degreesOfFreedom: { _ in degrees })
    }
  }

  /// Every covariance the case holds under a path, by its name.
  private func compareRobust(
    _ path: ReferencePath, of fit: GeneralisedLinearFit, _ relative: Double,
    _ comparison: inout ReferenceComparison
  ) throws {
    let kinds: [String: CovarianceKind] = ["HC0": .hc0, "HC1": .hc1, "HC2": .hc2, "HC3": .hc3]
    let corrections: [String: ClusterCorrection] = [
      "cluster_no_adjust": .cr0, "cluster_sandwich_HC0": .cr1, "cluster_sandwich_HC1": .cr1s,
      "CR0": .cr0, "CR1": .cr1, "CR1S": .cr1s, "CR2": .cr2, "CR3": .cr3,
    ]
    for key in comparison.keys(path) {
      if let kind = kinds[key] {
        compareErrors(path / key, fit, kind, relative, &comparison)
      } else if let clusters = data.clusters {
        if let correction = corrections[key] {
          compareErrors(
            path / key, fit, .clustered(by: clusters, correction: correction), relative,
            &comparison)
        } else if key == "n_clusters" {
          comparison.check(path / key, Set(clusters).count)
        } else if key == "CR1_t_p_df_clusters_minus_1" {
          let errors = try fit.standardErrors(.clustered(by: clusters, correction: .cr1))
          let degrees = Double(Set(clusters).count - 1)
          comparison.checkPValues(path / key, relative: relative + coefficientTolerance) {
            pValues(fit, errors, factor: $0, degreesOfFreedom: { _ in degrees })
          }
        }
      }
    }
    guard let clusters = data.clusters, comparison.expects(path / "CR2_satterthwaite_df") else {
      return
    }
    let errors = try fit.standardErrors(.clustered(by: clusters, correction: .cr2))
    let degrees = try fit.satterthwaiteDegreesOfFreedom(by: clusters, correction: .cr2)
    comparison.check(
      path / "CR2_t", zip(fit.coefficients, errors).map { $0 / $1 },
      relative: relative + coefficientTolerance)
    comparison.check(path / "CR2_satterthwaite_df", degrees, relative: relative)
    comparison.checkPValues(
      path / "CR2_satterthwaite_p", relative: 2 * relative + coefficientTolerance
    ) { pValues(fit, errors, factor: $0, degreesOfFreedom: { degrees[$0] }) }
  }

  private func compareErrors(
    _ path: ReferencePath, _ fit: GeneralisedLinearFit, _ kind: CovarianceKind,
    _ relative: Double, _ comparison: inout ReferenceComparison
  ) {
    let undefined = [Double?](repeating: nil, count: fit.coefficients.count)
    comparison.check(path, (try? fit.standardErrors(kind)) ?? undefined, relative: relative)
  }

  private func pValues(
    _ fit: GeneralisedLinearFit, _ errors: [Double]?, factor: Double,
    degreesOfFreedom: (Int) -> Double
  ) -> [Double?] {
    fit.coefficients.indices.map { index in
      errors.map { errors in
        StudentT(degreesOfFreedom: degreesOfFreedom(index))
          .twoSided(factor * fit.coefficients[index] / errors[index])
      }
    }
  }

  // MARK: Negative binomial

  mutating func compareNegativeBinomial(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("negative_binomial") else { return }
    let fit = try NegativeBinomialModel().fit(
      data.frame.design, response: data.response, offset: data.frame.offset)
    negativeBinomial = fit
    let path: ReferencePath = "negative_binomial"
    comparison.setAside(path / "names", because: "names are for reading; the order is compared")
    comparison.check(
      path / "coef", fit.regression.coefficients, relative: coefficientTolerance)
    comparison.check(
      path / "se", try fit.regression.standardErrors(.classical), relative: errorTolerance)
    comparison.check(path / "theta", fit.size, relative: sizeTolerance)
    comparison.check(path / "alpha", fit.overdispersion, relative: sizeTolerance)
    comparison.check(path / "se_theta", fit.sizeStandardError, relative: sizeTolerance)
    comparison.check(path / "loglik", fit.logLikelihood, relative: coefficientTolerance)
    comparison.check(path / "aic", fit.aic, relative: coefficientTolerance)
    comparison.check(path / "deviance", fit.regression.deviance, relative: sizeTolerance)
    comparison.check(
      path / "lr_vs_poisson", fit.likelihoodRatioOverPoisson, relative: sizeTolerance)
    try compareRobust(path / "robust", of: fit.regression, robustTolerance, &comparison)
  }

  // MARK: Focus

  func compareFocus(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("focus"), let focus else { return }
    for key in comparison.keys("focus") {
      let path = ReferencePath("focus") / key
      let fit: GeneralisedLinearFit?
      let kind: CovarianceKind?
      switch key {
      case "model_based": (fit, kind) = (poisson, .classical)
      case "HC0": (fit, kind) = (poisson, .hc0)
      case "HC1": (fit, kind) = (poisson, .hc1)
      case "HC2": (fit, kind) = (poisson, .hc2)
      case "HC3": (fit, kind) = (poisson, .hc3)
      case "cluster_HC0", "cluster_HC1":
        let correction = key == "cluster_HC0" ? ClusterCorrection.cr1 : .cr1s
        (fit, kind) = (
          poisson, data.clusters.map { CovarianceKind.clustered(by: $0, correction: correction) }
        )
      case "negative_binomial": (fit, kind) = (negativeBinomial?.regression, .classical)
      default: (fit, kind) = (nil, nil)
      }
      guard let fit, let kind else { continue }
      comparison.check(path / "term", focus)
      let place = try self.place(of: focus, in: fit, comparison)
      let row = try fit.coefficientTable(kind, reference: .normal).rows[place]
      comparison.check(path / "ratio", row.ratio.estimate, relative: coefficientTolerance)
      comparison.check(path / "lower95", row.ratio.lower, relative: errorTolerance)
      comparison.check(path / "upper95", row.ratio.upper, relative: errorTolerance)
      let relative = errorTolerance + coefficientTolerance
      comparison.check(path / "z", row.statistic, relative: relative)
      comparison.checkPValue(path / "p", relative: relative) {
        2 * Normal.standard.survival(abs($0 * row.statistic))
      }
    }
  }

  /// The coefficient of the focus: by name, else by its place among the case's names.
  private func place(
    of focus: String, in fit: GeneralisedLinearFit, _ comparison: ReferenceComparison
  ) throws -> Int {
    if let place = fit.names.firstIndex(of: focus) { return place }
    let names = comparison.case.results["poisson/names"]?.strings ?? []
    guard let place = names.firstIndex(of: focus), names.count == fit.names.count else {
      throw ReferenceFault("no coefficient '\(focus)' among \(fit.names)")
    }
    return place
  }
}
