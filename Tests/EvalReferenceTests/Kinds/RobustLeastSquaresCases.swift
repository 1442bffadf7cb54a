import EvalLinearAlgebra
import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Least squares with HC0 to HC3, and CR0 to CR3 with Satterthwaite's degrees of freedom.
  static let robustLeastSquares = ReferenceKind("robust-ols") { comparison in
    let cluster = comparison.setting("cluster")?.string
    let weights = comparison.setting("weights")?.string
    let data = try ModelData(
      formula: try comparison.requiredSetting("formula").string ?? "",
      table: comparison.table(), cluster: cluster, weights: weights)
    let relative = try comparison.requiredTolerance("relative")
    let fit = try data.fit(.gaussian)
    guard let kept = comparison.expected("names")?.strings else {
      throw ReferenceFault("the case does not name its coefficients")
    }
    // A choice of coefficients needs their names; all of them can be taken in order.
    let isWhole = kept.count == fit.names.count && !Set(kept).isSubset(of: fit.names)
    let places = try kept.enumerated().map { index, name in
      guard let place = isWhole ? index : fit.names.firstIndex(of: name) else {
        throw ReferenceFault("no coefficient '\(name)' among \(fit.names)")
      }
      return place
    }
    func check(_ path: ReferencePath, _ found: [Double]?) {
      let undefined = [Double?](repeating: nil, count: places.count)
      comparison.check(
        path, found.map { found in places.map { found[$0] } } ?? undefined, relative: relative)
    }
    check("coef", fit.coefficients)
    check("se_ols", try fit.standardErrors(.classical))
    for (key, kind) in [
      ("HC0", CovarianceKind.hc0), ("HC1", .hc1), ("HC2", .hc2), ("HC3", .hc3),
    ] {
      check(ReferencePath(stringLiteral: key), try? fit.standardErrors(kind))
    }
    guard let clusters = data.clusters else { return }
    for correction in ClusterCorrection.allCases {
      let path = ReferencePath(stringLiteral: correction.rawValue)
      guard comparison.expects(path) else { continue }
      let errors: [Double]?
      let degrees: [Double]?
      if weights == nil {
        let kind = CovarianceKind.clustered(by: clusters, correction: correction)
        errors = try? fit.standardErrors(kind)
        degrees = try? fit.satterthwaiteDegreesOfFreedom(by: clusters, correction: correction)
      } else {
        // The peer's working model is errors of equal variance, whatever the weight.
        let found = try? fit.samplingWeightedCovariance(by: clusters, correction: correction)
        errors = found?.covariance.diagonal.map { $0.squareRoot() }
        degrees = found?.degreesOfFreedom
      }
      check(path / "se", errors)
      check(path / "satterthwaite_df", degrees)
      // The statistic's tolerance is that of the coefficient and the error together.
      comparison.checkPValues(path / "p", relative: 2 * relative) { factor in
        places.map { place in
          guard let errors, let degrees else { return nil }
          return StudentT(degreesOfFreedom: degrees[place])
            .twoSided(factor * fit.coefficients[place] / errors[place])
        }
      }
    }
  }
}
