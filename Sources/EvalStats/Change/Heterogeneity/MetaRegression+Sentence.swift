private import Foundation

extension MetaRegression {
  /// What goes with one covariate in plain sentences, with the caveats.
  ///
  /// - Parameters:
  ///   - covariate: Its name.
  ///   - step: The difference to speak of, in the covariate's units: 100 people.
  ///   - words: That difference in words: "100 further people on the caseload".
  /// - Throws: `HeterogeneityError.unknownCovariate`, `.invalidCovariate` for a step of 0 or no
  ///   number.
  public func sentence(
    for covariate: String, step: Double = 1, words: String, _ subject: SentenceSubject,
    interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> String {
    let place = try place(of: covariate) + 1
    guard step.isFinite, step != 0 else { throw .invalidCovariate(name: covariate, row: 0) }
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    let finding = groups.finding(
      "", method: "", estimate: step * fit.coefficients[place],
      standardError: abs(step) * (factor * fit.inverseInformation[place, place]).squareRoot(),
      degreesOfFreedom: degreesOfFreedom)
    let comparison = groups.comparison(finding.estimate)
    let opening =
      "Among \(groups.count) \(groups.groupNoun), for \(words) \(subject.outcome) among "
      + "\(subject.treated) ended \(comparison)"
    guard let lower = finding.lower, let upper = finding.upper, let pValue = finding.pValue else {
      return ([opening + "; how sure this is cannot be said."] + caveats).joined(separator: " ")
    }
    let range =
      " (95% interval from \(groups.comparison(lower)) to \(groups.comparison(upper)); "
      + "\(Finding.pText(pValue)))"
    let verdict =
      pValue < 0.05
      ? opening + range + "."
      : "No link was detected: among \(groups.count) \(groups.groupNoun), for \(words) "
        + "\(subject.outcome) among \(subject.treated) ended \(comparison)\(range)."
    return ([verdict] + caveats).joined(separator: " ")
  }

  /// How the regression was made, for a statistician.
  public func methodText(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> String {
    var parts = [try effects(interval)[0].finding.method]
    if let q = residualQ {
      parts.append(
        "QE(\(q.degreesOfFreedom)) = \(Decimals.text(q.statistic, places: 2)), "
          + Finding.pText(q.pValue))
    }
    let test = try moderatorTest(interval)
    if let statistic = test.statistic, let pValue = test.pValue {
      let name =
        test.denominatorDegreesOfFreedom.map { "F(\(test.numeratorDegreesOfFreedom), \($0))" }
        ?? "QM(\(test.numeratorDegreesOfFreedom))"
      parts.append(
        "\(name) = \(Decimals.text(statistic, places: 2)), \(Finding.pText(pValue))")
    }
    parts.append("residual τ² \(Decimals.text(tauSquared, places: 4))")
    if let rSquared { parts.append("R² \(Finding.percentText(rSquared))") }
    if groups.scale == .ratio { parts.append("on the logarithmic scale") }
    return parts.joined(separator: "; ") + "."
  }
}
