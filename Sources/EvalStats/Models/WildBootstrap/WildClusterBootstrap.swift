internal import EvalLinearAlgebra

/// What a cluster's residuals are multiplied with in one replicate.
public enum WildWeights: String, Sendable, Hashable, CaseIterable {
  /// −1 or 1: for 12 clusters or more, since G clusters have only 2^G of them.
  case rademacher = "Rademacher"
  /// ±√½, ±1 or ±√1½, for fewer clusters (Webb 2023, doi:10.1111/caje.12661).
  case webb = "Webb"
}

/// A test of one coefficient for few clusters: the residuals under the null hypothesis keep their
/// clusters, and each cluster's get a common random sign.
///
/// With the null imposed, as Cameron, Gelbach and Miller advise (2008, doi:10.1162/rest.90.3.414).
/// The statistic is t = (β − b)/SE with clustered errors. For least squares each replicate is refitted
/// exactly, but from the clusters' sums alone; for other models the scores under the null take the
/// part of the residuals and nothing is refitted (Kline and Santos 2012,
/// doi:10.1515/2156-6674.1006). With few treated clusters, say two of ten, no version of it holds its
/// level (MacKinnon and Webb 2017, doi:10.1002/jae.2508).
public struct WildClusterBootstrap: Sendable, Hashable {
  /// What multiplies the residuals.
  public let weights: WildWeights
  /// Random replicates; if Rademacher signs have no more patterns than this, all are taken instead.
  public let replicateCount: Int

  /// Creates a test; 9,999 replicates unless said otherwise.
  public init(weights: WildWeights = .rademacher, replicateCount: Int = 9_999) {
    precondition(replicateCount >= 1, "\(replicateCount) replicates")
    self.weights = weights
    self.replicateCount = replicateCount
  }

  /// Tests whether a coefficient is a value.
  ///
  /// - Parameters:
  ///   - fit: The model.
  ///   - coefficient: The column tested, counted from 0.
  ///   - value: The null hypothesis.
  ///   - clusters: One cluster number a row.
  ///   - generator: Where random signs come from; not used where all patterns are taken.
  /// - Throws: As the fit of the model without the column; `tooFewClusters`; `fullLeverage` if no
  ///   cluster's residuals inform the coefficient.
  /// - Complexity: O(*replicates · clusters · columns*) after one fit.
  public func test(
    _ fit: GeneralisedLinearFit, coefficient: Int, value: Double = 0, clusters labels: [Int],
    generator: inout SeededGenerator
  ) throws(ModelError) -> WildClusterTest {
    precondition(
      fit.coefficients.indices.contains(coefficient),
      "coefficient \(coefficient) of \(fit.coefficients.count)")
    let clusters = try fit.clusters(labels)
    let statistic = try NullScores(fit, coefficient, value, clusters)
    let count = clusters.count
    guard let observed = statistic.value(Array(repeating: 1, count: count)) else {
      throw .fullLeverage(rows: [1], count: 1, kind: "the wild cluster bootstrap")
    }
    // A pattern and its negative have the same |t|, and the observed one is a pattern too.
    let threshold = abs(observed) * (1 - 1e-10)
    // Signs that leave no error at all put the coefficient infinitely far out.
    func isExtreme(_ signs: [Double]) -> Bool {
      statistic.value(signs).map { abs($0) >= threshold } ?? true
    }
    let isEnumerated =
      weights == .rademacher && count < 62 && 1 << count <= max(replicateCount, 2)
    var extremeCount = 0
    var signs = [Double](repeating: 1, count: count)
    if isEnumerated {
      for pattern in 0..<(1 << count) {
        for cluster in 0..<count { signs[cluster] = pattern >> cluster & 1 == 1 ? -1 : 1 }
        if isExtreme(signs) { extremeCount += 1 }
      }
      return WildClusterTest(
        statistic: observed, pValue: Double(extremeCount) / Double(1 << count),
        replicateCount: 1 << count, isExhaustive: true, clusterCount: count, weights: weights)
    }
    for _ in 0..<replicateCount {
      for cluster in 0..<count { signs[cluster] = weights.draw(&generator) }
      if isExtreme(signs) { extremeCount += 1 }
    }
    return WildClusterTest(
      statistic: observed, pValue: Double(extremeCount + 1) / Double(replicateCount + 1),
      replicateCount: replicateCount, isExhaustive: false, clusterCount: count, weights: weights)
  }
}

/// The result of a wild cluster bootstrap test.
public struct WildClusterTest: Sendable, Equatable {
  /// t with CR0 errors; for other models than least squares the score test's.
  public let statistic: Double
  /// The share of replicates with a |t| as large, the observed one counted among them.
  public let pValue: Double
  /// The replicates taken.
  public let replicateCount: Int
  /// Whether these were all patterns of signs there are.
  public let isExhaustive: Bool
  /// The clusters.
  public let clusterCount: Int
  /// What multiplied the residuals.
  public let weights: WildWeights

  /// "wild cluster bootstrap, null imposed, 9999 Webb replicates, 8 clusters".
  public var method: String {
    "wild cluster bootstrap, null imposed, "
      + (isExhaustive ? "all \(replicateCount) " : "\(replicateCount) ")
      + "\(weights.rawValue) replicates, \(clusterCount) clusters"
  }
}

extension WildWeights {
  fileprivate func draw(_ generator: inout SeededGenerator) -> Double {
    switch self {
    case .rademacher: return generator.integer(below: 2) == 0 ? -1 : 1
    case .webb:
      let place = generator.integer(below: 6)
      let size = (Double(place / 2 + 1) / 2).squareRoot()
      return place % 2 == 0 ? -size : size
    }
  }
}
