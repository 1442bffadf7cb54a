internal import EvalLinearAlgebra
private import Foundation

/// Ordered answers on covariates: the proportional-odds model.
///
/// logit P(Y ≤ j) = α_j − xβ, so that exp β is the ratio of the odds of an answer above j for one unit
/// more of x, whatever j (McCullagh 1980, doi:10.1111/j.2517-6161.1980.tb01109.x). With one group
/// column and no other it goes with the rank-sum test. That one ratio serves every j is an assumption:
/// look at the shares above each answer too.
public struct ProportionalOddsModel: Sendable {
  /// The answers in use, ascending: the model knows no others.
  public let answers: [Int]
  /// The columns of x.
  public let names: [String]
  /// α, one fewer than the answers.
  public let cutPoints: [Double]
  /// β
  public let coefficients: [Double]
  /// The covariance of α and β: the inverse of the observed information, or with clusters the
  /// sandwich of scores summed by cluster times G/(G − 1).
  let covariance: Matrix
  /// The log-likelihood.
  public let logLikelihood: Double
  /// Rows with an answer.
  public let rowCount: Int
  /// Clusters; `nil` for none.
  public let clusterCount: Int?

  private static let iterationLimit = 100

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - answers: Whole numbers in the order of the scale; `nil` where missing, which leaves the row
  ///     out.
  ///   - design: The covariates; an intercept is passed over.
  ///   - clusters: What rows hang together by; `nil` for none.
  /// - Throws: `OutcomeError.tooFew` below two answers in use, rows or clusters; `.model` with
  ///   `nonFinite`, `collinear`, `separated` where a coefficient runs to infinity, `notConverged`.
  /// - Complexity: O(*rows · parameters²*) an iteration.
  public init(
    answers: [Int?], design: DesignMatrix, clusters: [Int]? = nil
  ) throws(OutcomeError) {
    precondition(
      design.rowCount == answers.count && (clusters?.count ?? answers.count) == answers.count,
      "one row of covariates and one cluster an answer")
    let rows = answers.indices.filter { answers[$0] != nil }
    let given = rows.compactMap { answers[$0] }
    let used = Set(given).sorted()
    guard used.count >= 2 else { throw .tooFew("answers in use", found: used.count, needed: 2) }
    let kept = design.names.indices.filter { design.names[$0] != "(Intercept)" }
    let columns = kept.map { column in rows.map { design.matrix[$0, column] } }
    let names = kept.map { design.names[$0] }
    for (name, column) in zip(names, columns) {
      if let (first, count) = ModelError.rows(of: column.count, where: { !column[$0].isFinite }) {
        throw .model(.nonFinite(column: name, rows: first, count: count))
      }
    }
    let scales = columns.map(ColumnScale.init)
    let placeOfAnswer = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    let likelihood = OrderedLikelihood(
      places: given.map { placeOfAnswer[$0] ?? 0 }, answerCount: used.count,
      columns: zip(columns, scales).map { $1.standardised($0) })
    try likelihood.requireIndependent(names)
    var parameters = likelihood.start
    var current = likelihood.evaluate(parameters)
    var isSettled = false
    for _ in 0..<Self.iterationLimit {
      guard let cholesky = try? Cholesky(current.information) else { break }
      let step = cholesky.solve(current.score)
      var length = 1.0
      var next = current
      var proposal = parameters
      repeat {
        proposal = zip(parameters, step).map { $0 + length * $1 }
        next = likelihood.evaluate(proposal)
        length /= 2
      } while !(next.logLikelihood >= current.logLikelihood - 1e-12 * abs(current.logLikelihood))
        && length > 1e-10
      parameters = proposal
      let largest = zip(step, parameters).map { abs($0) / max(1, abs($1)) }.max() ?? 0
      current = next
      if largest < 1e-10 {
        isSettled = true
        break
      }
      // Of a column in standard deviations, so that its unit does not matter.
      let slopes = parameters.suffix(columns.count)
      if slopes.contains(where: { abs($0) > 1e3 }) { break }
    }
    // A coefficient that runs to infinity leaves an information of nothing behind.
    guard isSettled, let cholesky = try? Cholesky(current.information),
      cholesky.upper.diagonal.allSatisfy({ $0 > 1e-5 })
    else { throw .model(.separated(columns: names, rowCount: rows.count)) }
    let inverse = cholesky.inverse
    let back = ColumnScale.unstandardising(scales, cutCount: used.count - 1)
    if let clusters {
      let labels = rows.map { clusters[$0] }
      let count = Set(labels).count
      guard count >= 2 else { throw .tooFew("clusters", found: count, needed: 2) }
      let meat = likelihood.clusteredScores(parameters, labels).gram()
      covariance =
        Double(count) / Double(count - 1) * (back * inverse * meat * inverse).timesTranspose(back)
      clusterCount = count
    } else {
      covariance = (back * inverse).timesTranspose(back)
      clusterCount = nil
    }
    self.answers = used
    self.names = names
    let natural = back * parameters
    cutPoints = Array(natural.prefix(used.count - 1))
    coefficients = Array(natural.suffix(columns.count))
    logLikelihood = current.logLikelihood
    rowCount = rows.count
  }

  /// The standard errors of β.
  public var standardErrors: [Double] {
    covariance.diagonal.suffix(coefficients.count).map { max($0, 0).squareRoot() }
  }

  /// The ratio of the odds of a higher answer for one unit more of a column; `nil` if there is none of
  /// this name.
  public func oddsRatio(of name: String) -> Finding? {
    guard let place = names.firstIndex(of: name) else { return nil }
    let (estimate, error) = (coefficients[place], standardErrors[place])
    let degrees = clusterCount.map { Double($0 - 1) }
    let t = degrees.map { StudentT(degreesOfFreedom: $0) }
    let reach = (t?.upperQuantile(0.025) ?? Normal.standard.upperQuantile(0.025)) * error
    let statistic = error > 0 ? estimate / error : 0
    let upper = exp(estimate + reach)
    return Finding(
      estimand: "odds ratio of a higher answer",
      method: "proportional odds, "
        + (clusterCount.map { "CR1 by cluster, t(\($0 - 1))" } ?? "model-based, normal"),
      estimate: exp(estimate), standardError: error > 0 ? error : nil,
      lower: error > 0 ? exp(estimate - reach) : nil,
      upper: error > 0 && upper.isFinite ? upper : nil,
      pValue: error > 0
        ? min(1, t?.twoSided(statistic) ?? 2 * Normal.standard.survival(abs(statistic))) : nil,
      degreesOfFreedom: error > 0 ? degrees : nil,
      caveats: ["One odds ratio is taken to serve every step of the scale."])
  }
}
