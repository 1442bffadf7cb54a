/// The distance of two people, whatever the design measures it by.
enum PairMetric: Sendable {
  /// The difference of scores.
  case score([Double])
  /// The Euclidean distance of coordinates.
  case space(CovariateSpace)
  /// A matrix given with the problem.
  case matrix(DistanceMatrix)

  /// The distance of two rows of different arms; infinite where a given matrix forbids the pair.
  func distance(_ left: Int, _ right: Int) -> Double {
    switch self {
    case .score(let scores): abs(scores[left] - scores[right])
    case .space(let space): space.distance(left, right)
    case .matrix(let matrix): matrix.distance(left, right)
    }
  }
}

extension ResolvedDesign {
  /// What the design measures distance by.
  ///
  /// - Throws: `noVaryingCovariate`, `scoresNotGiven`, `distancesNotGiven`.
  func pairMetric() throws(MatchingError) -> PairMetric {
    switch design.distance {
    case .score:
      guard let scores else { throw .scoresNotGiven }
      return .score(scores)
    case .covariates(let metric): return .space(try space(metric, of: design.covariates))
    case .covariatesWithinScore(let metric, let names, _):
      return .space(try space(metric, of: names))
    case .given:
      guard let distances else { throw .distancesNotGiven }
      return .matrix(distances)
    }
  }

  private func space(
    _ metric: CovariateMetric, of names: [String]
  ) throws(MatchingError) -> CovariateSpace {
    try CovariateSpace(
      covariates.covariates(named: names), metric: metric, treated: treated, eligible: isEligible)
  }
}

extension CovariateColumns {
  /// The columns of some covariates.
  func covariates(named names: [String]) -> CovariateColumns {
    let wanted = Set(names)
    return CovariateColumns(
      columns: columns.filter { wanted.contains($0.covariate) }, rowCount: rowCount)
  }
}
