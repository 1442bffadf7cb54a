internal import EvalLinearAlgebra

/// How covariates become coordinates in which the distance of two people is the Euclidean one:
/// learned from one sample, applied to any part of it.
///
/// A match stratum by stratum that is to equal the match of the whole has the scaling of the whole
/// handed in.
struct CovariateScaling: Sendable, Equatable {
  /// Eigenvalues of the correlation matrix below this share of the largest count as zero: columns
  /// that depend on each other leave 1e-15, columns that all but do leave more.
  static let rankTolerance = 1e-8
  /// A column whose SD within the arms is below this share of its largest value is constant: the
  /// rounding of its mean alone leaves 1e-16.
  static let constantTolerance = 1e-12

  /// One column that varies: (x − centre) · factor, x being the value or its rank.
  struct Axis: Sendable, Equatable {
    let name: String
    let centre: Double
    let factor: Double
    let ranks: AverageRanks?
  }

  /// The columns that vary, in their order.
  let axes: [Axis]
  /// What the scaled columns are multiplied by; `nil` for nothing.
  let whitening: Matrix?

  /// The number of coordinates.
  var dimension: Int { whitening?.columnCount ?? axes.count }

  /// Learns the scaling.
  ///
  /// - Parameter eligible: the rows that set the scale.
  /// - Throws: `noVaryingCovariate`.
  /// - Complexity: O(*n · columns²*), with ranks also O(*n* log *n* · *columns*).
  init(
    _ covariates: CovariateColumns, metric: CovariateMetric, treated: [Bool], eligible: [Bool]
  ) throws(MatchingError) {
    let arms = EligibleArms(treated: treated, eligible: eligible)
    let everyone = metric == .robustMahalanobis ? arms.everyone : []
    var moments: [EligibleArms.Moments] = []
    if metric == .robustMahalanobis {
      axes = RowTasks.map(covariates.columns) { column in
        Axis(name: column.name, ranking: column.values, rows: everyone)
      }.compactMap(\.self)
    } else {
      let found = RowTasks.map(covariates.columns) { column in
        let moments = arms.moments(of: column.values)
        return Axis(column, metric: metric, arms: arms, moments: moments).map { ($0, moments) }
      }.compactMap(\.self)
      axes = found.map(\.0)
      moments = found.map(\.1)
    }
    guard !axes.isEmpty else {
      throw .noVaryingCovariate(covariates.columns.map(\.covariate).uniqued())
    }
    switch metric {
    case .mahalanobis:
      whitening = CovariateScaling.whitening(
        arms.pooledCrossProducts(
          CovariateScaling.scaled(covariates, axes), moments: moments, reduction: 2))
    case .robustMahalanobis:
      whitening = CovariateScaling.whitening(
        CovariateScaling.rankCorrelation(
          CovariateScaling.scaled(covariates, axes), rows: everyone.map(Int32.init)))
    case .scaledEuclidean, .euclidean: whitening = nil
    }
  }

  /// The columns of the axes, with centre and factor; a column that is not there is 0 in every row, as
  /// that of a level is which nobody has.
  func columns(of covariates: CovariateColumns) -> ScaledColumns {
    CovariateScaling.scaled(covariates, axes)
  }

  /// The coordinates of every row, worked out where they are needed.
  func coordinates(of covariates: CovariateColumns) -> ColumnCoordinates {
    ColumnCoordinates(columns(of: covariates), times: whitening)
  }

  private static func scaled(_ covariates: CovariateColumns, _ axes: [Axis]) -> ScaledColumns {
    let columns = Dictionary(
      covariates.columns.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    return ScaledColumns(
      RowTasks.map(axes) { axis in
        let values = columns[axis.name] ?? Array(repeating: 0, count: covariates.rowCount)
        return axis.ranks.map { ranks in values.map(ranks.rank(of:)) } ?? values
      }, centres: axes.map(\.centre), factors: axes.map(\.factor), rowCount: covariates.rowCount)
  }

  /// W with W·Wᵀ the (pseudo-)inverse of a correlation matrix: eigenvectors over the roots of their
  /// eigenvalues, those of no variance left out.
  static func whitening(_ correlation: Matrix) -> Matrix {
    let eigen: SymmetricEigen
    do { eigen = try SymmetricEigen(correlation) } catch {
      preconditionFailure("a correlation matrix of finite columns decomposes: \(error)")
    }
    let threshold = rankTolerance * (eigen.values.last ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > threshold }.reversed()
    return Matrix(
      columns: kept.map { index in
        let root = eigen.values[index].squareRoot()
        return eigen.vectors.column(index).map { $0 / root }
      })
  }

  /// The correlations of columns about their centres over the given rows.
  private static func rankCorrelation(_ columns: ScaledColumns, rows: [Int32]) -> Matrix {
    let products = columns.crossProducts(within: [rows], means: [columns.centres])
    let scale = products.diagonal.map { $0.squareRoot() }
    var correlation = products
    for column in 0..<products.columnCount {
      for row in 0..<products.rowCount { correlation[row, column] /= scale[row] * scale[column] }
    }
    return correlation
  }
}

extension CovariateScaling.Axis {
  /// About the mean of the controls, so that differences lose no digits; `nil` where the column is
  /// constant.
  fileprivate init?(
    _ column: CovariateColumns.Column, metric: CovariateMetric, arms: EligibleArms,
    moments: EligibleArms.Moments
  ) {
    let factor: Double? =
      switch metric {
      case .robustMahalanobis, .mahalanobis: arms.reciprocalDeviation(moments, reduction: 2)
      case .scaledEuclidean:
        arms.reciprocalDeviation(
          moments, reduction: column.level == nil && column.isBinary ? 0 : 2)
      case .euclidean:
        // Two people of different levels differ in two columns: they are to be 1 apart.
        arms.varies(column.values) ? column.level == nil ? 1 : 0.5.squareRoot() : nil
      }
    guard let factor else { return nil }
    self.init(name: column.name, centre: moments.means[1], factor: factor, ranks: nil)
  }

  /// Ranks about their mean over the SD of untied ranks 1…n; `nil` where all are tied.
  fileprivate init?(name: String, ranking values: [Double], rows: [Int]) {
    let ranks = AverageRanks(rows.map { values[$0] })
    guard ranks.distinctCount > 1 else { return nil }
    let count = Double(rows.count)
    self.init(
      name: name, centre: (count + 1) / 2,
      factor: 1 / (count * (count + 1) / 12).squareRoot(), ranks: ranks)
  }
}
