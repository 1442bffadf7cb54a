internal import EvalLinearAlgebra
private import Foundation

/// What a covariate goes with.
public struct CovariateEffect: Sendable, Equatable {
  /// The covariate, or "(Intercept)".
  public let name: String
  /// The difference for one more unit of it, as a ratio where the estimates are ratios; for the
  /// intercept the estimate where every covariate is 0.
  public let finding: Finding
}

/// QM: the test that no covariate goes with the groups' effects.
public struct ModeratorTest: Sendable, Equatable {
  /// χ² for a Wald interval; with Hartung–Knapp F, and `nil` where the covariates fit exactly, so
  /// that its variance is 0.
  public let statistic: Double?
  /// The number of covariates.
  public let numeratorDegreesOfFreedom: Int
  /// k − p with Hartung–Knapp; `nil` for χ².
  public let denominatorDegreesOfFreedom: Int?
  /// `nil` without a statistic.
  public let pValue: Double?
}

extension MetaRegression {
  /// The intercept and the covariates' coefficients, with intervals and p-values.
  ///
  /// Hartung–Knapp multiplies the variance by s² = Σwᵢeᵢ²/(k − p), truncated at 1 or not, and refers
  /// to t(k − p) (Knapp and Hartung 2003, doi:10.1002/sim.1482).
  public func effects(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> [CovariateEffect] {
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    let caveats = caveats
    return fit.coefficients.indices.map { place in
      let name = place == 0 ? "(Intercept)" : covariateNames[place - 1]
      return CovariateEffect(
        name: name,
        finding: groups.finding(
          place == 0
            ? groups.estimand
            : "\(groups.scale.slopeEstimand(of: groups.estimand)) for one more unit of \(name)",
          method: method(interval, degreesOfFreedom), estimate: fit.coefficients[place],
          standardError: (factor * fit.inverseInformation[place, place]).squareRoot(),
          degreesOfFreedom: degreesOfFreedom, caveats: caveats))
    }
  }

  /// The joint test of all covariates: bᵀV⁻¹b over their coefficients, against χ²(m); with
  /// Hartung–Knapp divided by m, against F(m, k − p).
  public func moderatorTest(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> ModeratorTest {
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    let count = covariates.count
    let denominator = degreesOfFreedom.map { Int($0) }
    guard factor > 0 else {
      return ModeratorTest(
        statistic: nil, numeratorDegreesOfFreedom: count,
        denominatorDegreesOfFreedom: denominator, pValue: nil)
    }
    var covariance = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<count {
        covariance[row, column] = fit.inverseInformation[row + 1, column + 1]
      }
    }
    let slopes = Array(fit.coefficients.dropFirst())
    guard let solution = try? Cholesky(covariance).solve(slopes) else {
      throw .singularCovariance(method: "the test of the covariates")
    }
    let wald = zip(slopes, solution).reduce(0) { $0 + $1.0 * $1.1 } / factor
    guard let degreesOfFreedom else {
      return ModeratorTest(
        statistic: wald, numeratorDegreesOfFreedom: count, denominatorDegreesOfFreedom: nil,
        pValue: ChiSquared(degreesOfFreedom: Double(count)).survival(wald))
    }
    let reference = FDistribution(numerator: Double(count), denominator: degreesOfFreedom)
    return ModeratorTest(
      statistic: wald / Double(count), numeratorDegreesOfFreedom: count,
      denominatorDegreesOfFreedom: denominator, pValue: reference.survival(wald / Double(count)))
  }

  /// The mean effect of groups with given covariates, one row of values (in the covariates' order)
  /// a finding, without p-values.
  ///
  /// The interval is that of the mean, not of a further group. Beyond the covariates' range in the
  /// groups it is a guess.
  ///
  /// - Throws: `HeterogeneityError.invalidCovariate` for a value that is not a number.
  public func predicted(
    at rows: [[Double]], _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> [Finding] {
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    return try rows.map { (values) throws(HeterogeneityError) in
      precondition(
        values.count == covariates.count, "\(values.count) values, \(covariates.count) covariates")
      var caveats: [String] = []
      for (place, value) in values.enumerated() {
        guard value.isFinite else { throw .invalidCovariate(name: covariateNames[place], row: 0) }
        if let least = covariates[place].min(), let most = covariates[place].max(),
          value < least || value > most
        {
          caveats.append("\(covariateNames[place]) lies outside the range of these groups.")
        }
      }
      let row = [1] + values
      return groups.finding(
        groups.estimand + " at "
          + zip(covariateNames, values).map { "\($0) \(Decimals.short($1))" }
          .joined(separator: ", "),
        method: method(interval, degreesOfFreedom),
        estimate: zip(row, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 },
        standardError: (factor * fit.quadraticForm(row)).squareRoot(),
        degreesOfFreedom: degreesOfFreedom, hasPValue: false, caveats: caveats)
    }
  }

  /// The mean effect over a range of one covariate, the others at their means over the groups.
  ///
  /// - Throws: `HeterogeneityError.unknownCovariate`, `.invalidCovariate`.
  public func predicted(
    over name: String, values: [Double], _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> [Finding] {
    let place = try place(of: name)
    let means = covariates.map { $0.reduce(0, +) / Double($0.count) }
    return try predicted(
      at: values.map { value in
        var row = means
        row[place] = value
        return row
      }, interval)
  }

  /// Where a covariate stands.
  func place(of name: String) throws(HeterogeneityError) -> Int {
    guard let place = covariateNames.firstIndex(of: name) else {
      throw .unknownCovariate(name, nearest: NearestNames.of(name, among: covariateNames))
    }
    return place
  }

  private func method(_ interval: PooledInterval, _ degreesOfFreedom: Double?) -> String {
    "meta-regression on \(covariateNames.joined(separator: " and ")), \(estimator.label), "
      + "\(groups.count) \(groups.groupNoun), " + MetaAnalysis.reference(interval, degreesOfFreedom)
  }
}

extension Decimals {
  /// A number with as many decimals as it needs, up to two.
  static func short(_ value: Double) -> String {
    for places in 0...1 {
      let scale = places == 0 ? 1.0 : 10
      if (value * scale).rounded() == value * scale { return text(value, places: places) }
    }
    return text(value, places: 2)
  }
}
