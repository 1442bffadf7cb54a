import EvalLinearAlgebra
import EvalStats
import Testing

/// What a model made of awkward data: numbers that must be finite, or errors that say why not.
final class Verdict {
  private(set) var numberCount = 0
  private(set) var refusals: [String] = []
  private(set) var unsound: [String] = []

  /// Runs one estimate; what it throws is a refusal, what it returns must be finite.
  func take(
    _ label: String, _ body: () throws(ModelError) -> [Double?]
  ) {
    do {
      for (place, value) in try body().enumerated() {
        guard let value else { continue }
        numberCount += 1
        if !value.isFinite { unsound.append("\(label)[\(place)] = \(value)") }
      }
    } catch {
      refusals.append(error.code)
      let text = error.description
      let words = text.split { !$0.isLetter }
      if text.isEmpty || words.contains("nan") || words.contains("inf") {
        unsound.append("\(label) says \(text)")
      }
    }
  }

  /// A table of coefficients; where an error is 0 its statistic may be infinite.
  func take(table label: String, _ body: () throws(ModelError) -> CoefficientTable) {
    take(label) { () throws(ModelError) in
      try body().rows.flatMap { row in
        [
          row.estimate, row.standardError, row.pValue, row.lower, row.upper,
          row.degreesOfFreedom, row.standardError == 0 ? nil : row.statistic,
        ]
      }
    }
  }

  /// Every number a fitted generalised linear model gives, under every covariance.
  func take(_ fit: GeneralisedLinearFit, clusters: [Int]) {
    take("fit") { () throws(ModelError) in
      fit.coefficients + fit.fitted + fit.linearPredictor + fit.workingWeights
        + [
          fit.deviance, fit.nullDeviance, fit.pearsonChiSquared, fit.dispersion,
          fit.logLikelihood, fit.aic, fit.bic, fit.deviancePseudoRSquared,
        ] + fit.leverages
    }
    let other = clusters.indices.map { $0 % 4 }
    var kinds: [(String, CovarianceKind)] = [
      ("classical", .classical), ("scaled", .dispersionScaled), ("HC0", .hc0), ("HC1", .hc1),
      ("HC2", .hc2), ("HC3", .hc3), ("Newey–West", .neweyWest(lagCount: 3, isAdjusted: true)),
      ("two-way", .twoWay(by: clusters, and: other, correction: .cr1s)),
    ]
    for correction in ClusterCorrection.allCases {
      kinds.append(
        (correction.rawValue, .clustered(by: clusters, correction: correction)))
    }
    for (name, kind) in kinds {
      take(table: name) { () throws(ModelError) in try fit.coefficientTable(kind) }
    }
  }
}

/// Expects that all of some awkward data end in finite numbers or in errors that say why.
///
/// - Returns: The numbers and the codes of the refusals that came up, so that a test can say that it
///   has seen both.
@discardableResult
func expectSound(
  _ cases: [AwkwardData], _ judge: (AwkwardData, Verdict) -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) -> (numberCount: Int, refusals: Set<String>) {
  var numberCount = 0
  var refusals: Set<String> = []
  for data in cases {
    let verdict = Verdict()
    judge(data, verdict)
    numberCount += verdict.numberCount
    refusals.formUnion(verdict.refusals)
    #expect(
      verdict.unsound.isEmpty,
      "\(data.name): \(verdict.unsound.prefix(4).joined(separator: "; "))",
      sourceLocation: sourceLocation)
    #expect(
      verdict.numberCount > 0 || !verdict.refusals.isEmpty, "\(data.name): nothing came of it",
      sourceLocation: sourceLocation)
  }
  return (numberCount, refusals)
}
