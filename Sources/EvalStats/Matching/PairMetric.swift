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
    if let scaling = try covariateScaling() {
      return .space(CovariateSpace(distanceColumns, scaling: scaling))
    }
    if case .given = design.distance {
      guard let distances else { throw .distancesNotGiven }
      return .matrix(distances)
    }
    guard let scores else { throw .scoresNotGiven }
    return .score(scores)
  }

  /// How the columns of a covariate distance become coordinates: handed in, or learned from the
  /// eligible rows; `nil` for a distance without coordinates.
  func covariateScaling() throws(MatchingError) -> CovariateScaling? {
    guard let metric = design.distance.metric else { return nil }
    if let scaling { return scaling }
    return try CovariateScaling(
      distanceColumns, metric: metric, treated: treated, eligible: isEligible)
  }

  /// The columns a covariate distance is made of.
  var distanceColumns: CovariateColumns {
    switch design.distance {
    case .score, .given: CovariateColumns(columns: [], rowCount: treated.count)
    case .covariates: covariates.covariates(named: design.covariates)
    case .covariatesWithinScore(_, let names, _): covariates.covariates(named: names)
    case .scores:
      CovariateColumns(
        columns: [scores, secondScores].enumerated().map { index, values in
          .init(name: "score \(index + 1)", covariate: "scores", values: values ?? [])
        }, rowCount: treated.count)
    }
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
