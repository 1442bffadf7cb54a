import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Zero-inflated and hurdle models of counts, Poisson and negative binomial.
  static let zeroCount = ReferenceKind("zero-inflated") { comparison in
    let formula = try Formula(try comparison.requiredSetting("formula").string ?? "")
    let frame = try formula.frame(for: comparison.table())
    guard let response = frame.response else { throw ReferenceFault("no response in \(formula)") }
    var zeros = frame.design
    if let second = formula.secondFormula {
      // The rows complete in both parts.
      zeros = try second.frame(for: comparison.table().rows(at: frame.rows), missing: .reject)
        .design
    }
    let logLikelihood = try comparison.requiredTolerance("loglik_absolute")
    let coefficients = try comparison.requiredTolerance("coef_absolute")
    let errors = try comparison.requiredTolerance("se_relative")
    let models: [(String, ZeroCountModel)] = [
      ("poisson", ZeroCountModel(.inflated, .poisson)),
      ("negbin", ZeroCountModel(.inflated, .negativeBinomial)),
      ("hurdle_poisson", ZeroCountModel(.hurdle, .poisson)),
      ("hurdle_negbin", ZeroCountModel(.hurdle, .negativeBinomial)),
    ]
    for (key, model) in models where comparison.expects(ReferencePath(stringLiteral: key)) {
      let path = ReferencePath(stringLiteral: key)
      let fit = try model.fit(
        counts: frame.design, zeros: zeros, response: response, offset: frame.offset)
      comparison.setAside(path / "names", because: "names are for reading; the order is compared")
      comparison.check(path / "coef", fit.coefficients, absolute: coefficients)
      comparison.check(path / "se", fit.standardErrors, relative: errors)
      // θ is estimated as log θ, with the accuracy of a coefficient.
      comparison.check(path / "theta", fit.size, relative: coefficients)
      comparison.check(path / "loglik", fit.logLikelihood, absolute: logLikelihood)
      comparison.check(path / "aic", fit.aic, absolute: 2 * logLikelihood)
      comparison.check(
        path / "predicted_zero_share",
        fit.zeroProbabilities.reduce(0, +) / Double(fit.zeroProbabilities.count),
        absolute: coefficients)
    }
  }
}
