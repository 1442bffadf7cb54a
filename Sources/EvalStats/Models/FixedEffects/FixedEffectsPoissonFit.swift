public import EvalLinearAlgebra

/// Coefficients fitted within the groups of fixed effects.
///
/// Nothing here is a standard error: choose one with `covariance(_:)` or `coefficientTable(_:)`.
public struct FixedEffectsPoissonFit: Sendable {
  /// The names of the coefficients.
  public let names: [String]
  /// β
  public let coefficients: [Double]
  /// The rows that took part, ascending; the others belong to groups that tell nothing.
  public let usedRows: [Int]
  /// How many groups were left out of each effect.
  public let droppedGroups: [DroppedGroups]
  /// How many rows were left out with them.
  public let droppedRowCount: Int
  /// The groups left in each effect.
  public let groupCounts: [(name: String, count: Int)]
  /// μ for each of `usedRows`.
  public let fitted: [Double]
  /// Twice the log-likelihood the perfect fit has over this one.
  public let deviance: Double
  /// The iterations taken.
  public let iterations: Int

  private let within: Matrix
  private let scores: [Double]
  private let effects: [Clusters]
  private let inverseInformation: Matrix
  private let rowCount: Int

  init(
    solution: FixedEffectsEquations.Solution, equations: FixedEffectsEquations,
    informative: InformativeRows, effects: [FixedEffect], rowCount: Int
  ) throws(ModelError) {
    names = equations.design.names
    coefficients = solution.coefficients
    usedRows = informative.rows
    droppedGroups = informative.dropped
    droppedRowCount = rowCount - informative.rows.count
    groupCounts = zip(effects, equations.effects).map { ($0.name, $1.count) }
    fitted = solution.means
    iterations = solution.iterations
    self.effects = equations.effects
    self.rowCount = rowCount
    within = solution.within
    var deviance = 0.0
    var scores = solution.means
    for row in scores.indices {
      let mean = solution.means[row]
      let weight = equations.weight(row)
      scores[row] = weight * (equations.response[row] - mean)
      deviance +=
        weight
        * VarianceFunction.mean.deviance(
          equations.response[row],
          MeanPoint(mean: mean, complement: 1 - mean, slope: mean, curvature: mean))
    }
    self.deviance = deviance
    self.scores = scores
    do {
      let triangle = try solution.within.triangle(
        weights: scores.indices.map { equations.weight($0) * solution.means[$0] })
      guard triangle.diagonal.allSatisfy({ $0 != 0 }) else {
        throw ModelError.notConverged(iterations: solution.iterations)
      }
      let inverse = triangle.inverseOfUpperTriangle
      inverseInformation = inverse.timesTranspose(inverse)
    } catch {
      throw .notConverged(iterations: solution.iterations)
    }
  }

  /// The number of rows that took part.
  public var observationCount: Int { usedRows.count }

  /// Coefficients and levels: the groups of each effect but one, and one for all.
  public var parameterCount: Int {
    coefficients.count + 1 + effects.reduce(0) { $0 + $1.count - 1 }
  }

  /// The coefficient of a name, or `nil` if the model has none.
  public func coefficient(_ name: String) -> Double? {
    names.firstIndex(of: name).map { coefficients[$0] }
  }

  /// What was left out, in words; empty if nothing was.
  public var dropped: String {
    droppedGroups.flatMap { effect in
      [(effect.withoutEventsCount, "without events"), (effect.singleRowCount, "of a single row")]
        .filter { $0.0 > 0 }
        .map { "\($0) \($0 == 1 ? "group" : "groups") of \(effect.name) \($1)" }
    }.joined(separator: ", ")
  }
}

/// A covariance of coefficients fitted within groups.
///
/// With B the inverse of the information of β once all levels are taken out, n rows, and k
/// coefficients and levels: R's fixest and Python's pyfixest correct as named here.
public enum FixedEffectsCovariance: Sendable, Hashable {
  /// B: what the model with a dummy for every group gives.
  case maximumLikelihood
  /// B·(n − 1)/(n − k): "iid".
  case scaled
  /// The sandwich of the rows' scores times n/(n − k): "hetero", HC1.
  case heteroskedastic
  /// The sandwich of the clusters' summed scores times G/(G − 1)·(n − 1)/(n − k), where k leaves
  /// out the levels of effects whose every group lies inside one cluster: "CRV1". One cluster number
  /// for every row given to the fit.
  case clustered(by: [Int])
}

extension FixedEffectsPoissonFit {
  /// The covariance of the coefficients.
  ///
  /// - Throws: `noResidualDegreesOfFreedom`, `tooFewClusters`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*)
  public func covariance(_ kind: FixedEffectsCovariance) throws(ModelError) -> Matrix {
    let covariance = try uncheckedCovariance(kind)
    try ModelError.requireFinite(covariance.storage, "covariance")
    return covariance
  }

  private func uncheckedCovariance(_ kind: FixedEffectsCovariance) throws(ModelError) -> Matrix {
    let count = Double(observationCount)
    switch kind {
    case .maximumLikelihood: return inverseInformation
    case .scaled:
      return (count - 1) / (try residualCount(parameterCount)) * inverseInformation
    case .heteroskedastic:
      let meat = within.gram(weights: scores.map { $0 * $0 })
      return count / (try residualCount(parameterCount)) * sandwich(meat)
    case .clustered(let labels):
      let clusters = try clusters(labels)
      let nestedCount = effects.reduce(0) { $0 + ($1.isNested(in: clusters) ? $1.count - 1 : 0) }
      var sums = Matrix(rowCount: clusters.count, columnCount: within.columnCount)
      for column in 0..<within.columnCount {
        for row in scores.indices {
          sums[clusters.clusterOfRow[row], column] += within[row, column] * scores[row]
        }
      }
      let groups = Double(clusters.count)
      let factor =
        groups / (groups - 1) * (count - 1) / (try residualCount(parameterCount - nestedCount))
      return factor * sandwich(sums.gram())
    }
  }

  private func residualCount(_ parameters: Int) throws(ModelError) -> Double {
    guard observationCount > parameters else {
      throw .noResidualDegreesOfFreedom(rowCount: observationCount, columnCount: parameters)
    }
    return Double(observationCount - parameters)
  }

  private func clusters(_ labels: [Int]) throws(ModelError) -> Clusters {
    precondition(labels.count == rowCount, "\(labels.count) clusters for \(rowCount) rows")
    let clusters = Clusters(labels: usedRows.map { labels[$0] }, weights: nil)
    guard clusters.count >= 2 else { throw .tooFewClusters(found: clusters.count) }
    return clusters
  }

  private func sandwich(_ meat: Matrix) -> Matrix { inverseInformation * meat * inverseInformation }

  /// The standard errors of the coefficients.
  public func standardErrors(_ kind: FixedEffectsCovariance) throws(ModelError) -> [Double] {
    try covariance(kind).diagonal.map { max($0, 0).squareRoot() }
  }

  /// The coefficients with standard errors, p-values and intervals.
  ///
  /// - Parameters:
  ///   - kind: The covariance.
  ///   - reference: The distribution of the statistic; automatic is t(G − 1) for G clusters,
  ///     otherwise normal.
  ///   - level: The coverage of the intervals.
  /// - Throws: As `covariance(_:)`.
  public func coefficientTable(
    _ kind: FixedEffectsCovariance, reference: ReferenceDistribution = .automatic,
    level: Double = 0.95
  ) throws(ModelError) -> CoefficientTable {
    var covarianceName: String
    var degrees: Double?
    switch kind {
    case .maximumLikelihood: covarianceName = "model-based"
    case .scaled: covarianceName = "model-based, (n − 1)/(n − k)"
    case .heteroskedastic: covarianceName = "HC1"
    case .clustered(let labels):
      let count = try clusters(labels).count
      covarianceName = "CR1S by cluster (\(count) clusters), nested effects not counted"
      degrees = Double(count - 1)
    }
    switch reference {
    case .automatic: break
    case .normal: degrees = nil
    case .studentT(let given): degrees = given
    }
    covarianceName += degrees.map { $0 == $0.rounded() ? ", t(\(Int($0)))" : ", t" } ?? ", normal"
    return try CoefficientTable(
      names: names, coefficients: coefficients, errors: try standardErrors(kind),
      degreesOfFreedom: Array(repeating: degrees, count: names.count), method: covarianceName,
      level: level
    ).checked()
  }
}

extension Clusters {
  /// Whether every group lies inside one group of another grouping.
  func isNested(in other: Clusters) -> Bool {
    var outer = [Int](repeating: -1, count: count)
    for (row, group) in clusterOfRow.enumerated() where group >= 0 {
      if outer[group] == -1 { outer[group] = other.clusterOfRow[row] }
      if outer[group] != other.clusterOfRow[row] { return false }
    }
    return true
  }
}
