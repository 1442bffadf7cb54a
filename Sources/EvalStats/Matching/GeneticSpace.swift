internal import EvalLinearAlgebra

/// The coordinates that a genetic search weighs.
struct GeneticSpace: Sendable {
  /// The name of each coordinate: the column that it adds to those before it.
  let names: [String]
  /// The systems of coordinates a weighting may be for, each row by row: whitened, where the design's
  /// distance is, then as the columns are.
  let bases: [[Double]]
  /// Whether the first system is whitened.
  let isWhitened: Bool

  var dimension: Int { names.count }

  /// What a column's SD within the arms, given all columns before it, must be of its own SD to count:
  /// the root of `CovariateScaling.rankTolerance`, which stands for variances.
  private static let dependence = 1e-4

  /// The coordinates of a design.
  ///
  /// - Throws: `noVaryingCovariate`.
  init(_ resolved: ResolvedDesign) throws(MatchingError) {
    let metric = resolved.design.distance.metric ?? .mahalanobis
    let arms = EligibleArms(treated: resolved.treated, eligible: resolved.isEligible)
    // A factor's levels sum to one: all but the first say as much.
    let sources = CovariateColumns(
      columns: GeneticSpace.sources(of: resolved).filter { $0.level != 0 },
      rowCount: resolved.treated.count)
    let scaling = try CovariateScaling(
      sources, metric: metric, treated: resolved.treated, eligible: resolved.isEligible)
    var names = scaling.axes.map(\.name)
    let columns = scaling.columns(of: sources).values
    var systems = [columns]
    isWhitened = metric == .mahalanobis || metric == .robustMahalanobis
    if isWhitened {
      let within = columns.map { column in
        metric == .mahalanobis ? arms.withinArms(column) : arms.everyone.map { column[$0] }
      }
      let (kept, whitened) = GeneticSpace.whitened(columns, within: within)
      names = kept.map { names[$0] }
      systems = [whitened, kept.map { columns[$0] }]
    }
    self.names = names
    bases = systems.map { columns in
      resolved.treated.indices.flatMap { row in columns.map { $0[row] } }
    }
  }

  /// The columns of the design's distance; with a score alone the score, then the covariates.
  private static func sources(of resolved: ResolvedDesign) -> [CovariateColumns.Column] {
    guard case .score = resolved.design.distance, let scores = resolved.scores else {
      return resolved.distanceColumns.columns
    }
    let name = BalanceTable.Row.scoreName
    return [.init(name: name, covariate: name, values: scores)]
      + resolved.covariates.covariates(named: resolved.design.covariates).columns
  }

  /// The columns that add something to those before them, and what each adds, in SDs:
  /// z = (√(n − 2) R⁻¹)ᵀ x with R from the QR factorisation of the columns centred within the arms.
  private static func whitened(
    _ columns: [[Double]], within: [[Double]]
  ) -> (kept: [Int], columns: [[Double]]) {
    let factorisation: PivotedQR
    do { factorisation = try PivotedQR(Matrix(columns: within), tolerance: dependence) } catch {
      preconditionFailure("finite columns have a factorisation: \(error)")
    }
    let kept = factorisation.independentColumns
    let triangle = factorisation.triangle
    let scale = Double(max(1, within[0].count - 2)).squareRoot()
    var whitened: [[Double]] = []
    for (place, source) in kept.enumerated() {
      var column = columns[source].map { $0 * scale }
      for before in 0..<place {
        let factor = triangle[before, place]
        for row in column.indices { column[row] -= factor * whitened[before][row] }
      }
      let pivot = triangle[place, place]
      whitened.append(column.map { $0 / pivot })
    }
    return (kept, whitened)
  }

  /// The space in which people are matched once the weights are known.
  func weighted(by weights: [Double], basis: Int) -> CovariateSpace {
    let coordinates = bases[basis]
    let factors = weights.map { $0.squareRoot() }
    return CovariateSpace(
      dimension: dimension,
      coordinates: coordinates.indices.map { coordinates[$0] * factors[$0 % dimension] })
  }
}
