import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

/// Every distribution against values with 25 digits made by `Tests/Goldens/make-distribution-values.py`
/// with mpmath: tails to 10⁻³⁰⁰, small, large and fractional parameters.
@Suite("Distributions against multiple-precision values")
struct DistributionValuesTests {
  /// The promise of the library; the non-central t promises less.
  static let tolerance = 1e-12
  static let noncentralTolerance = 1e-9

  struct Case {
    let distribution: String
    let function: String
    let first: Double
    let second: Double
    let argument: Double
    let value: Double

    var name: String { "\(distribution)(\(first), \(second)).\(function)(\(argument))" }
  }

  static let cases: [Case] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Goldens/distribution-values.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = fields.dropFirst(2).compactMap { Double($0) }
      guard fields.count == 6, numbers.count == 4 else { return nil }
      return Case(
        distribution: String(fields[0]), function: String(fields[1]), first: numbers[0],
        second: numbers[1], argument: numbers[2], value: numbers[3])
    }
  }()

  @Test("the file of values is there, whole")
  func fileIsWhole() {
    #expect(Self.cases.count == 3_821)
  }

  @Test(
    "agree to 1e-12 relative, quantiles of counts exactly",
    arguments: [
      "special", "normal", "student-t", "f", "chi-squared", "gamma", "beta", "binomial", "poisson",
      "negative-binomial", "noncentral-t",
    ])
  func agree(distribution: String) {
    let cases = Self.cases.filter { $0.distribution == distribution }
    #expect(cases.count > 30)
    let tolerance =
      distribution == "noncentral-t" ? Self.noncentralTolerance : Self.tolerance
    for item in cases {
      guard let found = evaluate(item) else {
        Issue.record("no such function: \(item.name)")
        continue
      }
      let error = abs(found - item.value) / abs(item.value)
      if found != item.value && !(error <= tolerance) {
        Issue.record("\(item.name) is \(found), expected \(item.value): off by \(error)")
      }
    }
  }

  private func evaluate(_ item: Case) -> Double? {
    switch item.distribution {
    case "special":
      switch item.function {
      case "logGamma": SpecialFunctions.logGamma(item.argument)
      case "digamma": SpecialFunctions.digamma(item.argument)
      case "trigamma": SpecialFunctions.trigamma(item.argument)
      default: nil
      }
    case "normal": evaluate(item, Normal(mean: item.first, standardDeviation: item.second))
    case "student-t": evaluate(item, StudentT(degreesOfFreedom: item.first))
    case "f": evaluate(item, FDistribution(numerator: item.first, denominator: item.second))
    case "chi-squared": evaluate(item, ChiSquared(degreesOfFreedom: item.first))
    case "gamma": evaluate(item, Gamma(shape: item.first, scale: item.second))
    case "beta": evaluate(item, Beta(alpha: item.first, beta: item.second))
    case "noncentral-t":
      evaluate(item, NoncentralT(degreesOfFreedom: item.first, noncentrality: item.second))
    case "binomial":
      evaluate(item, Binomial(trials: Int(item.first), probability: item.second))
    case "poisson": evaluate(item, Poisson(mean: item.first))
    case "negative-binomial": evaluate(item, NegativeBinomial(size: item.first, mean: item.second))
    default: nil
    }
  }

  private func evaluate(_ item: Case, _ distribution: some ContinuousDistribution) -> Double? {
    switch item.function {
    case "cumulative": distribution.cumulative(item.argument)
    case "survival": distribution.survival(item.argument)
    case "quantile": distribution.quantile(item.argument)
    case "upperQuantile": distribution.upperQuantile(item.argument)
    case "density": distribution.density(item.argument)
    case "logDensity": distribution.logDensity(item.argument)
    case "logCumulative": (distribution as? Normal)?.logCumulative(item.argument)
    case "logSurvival": (distribution as? Normal)?.logSurvival(item.argument)
    default: nil
    }
  }

  private func evaluate(_ item: Case, _ distribution: some DiscreteDistribution) -> Double? {
    switch item.function {
    case "cumulative": distribution.cumulative(Int(item.argument))
    case "survival": distribution.survival(Int(item.argument))
    case "quantile": Double(distribution.quantile(item.argument))
    case "upperQuantile": Double(distribution.upperQuantile(item.argument))
    case "mass": distribution.mass(Int(item.argument))
    case "logMass": distribution.logMass(Int(item.argument))
    default: nil
    }
  }
}
