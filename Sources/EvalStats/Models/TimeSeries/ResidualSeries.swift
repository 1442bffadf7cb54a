internal import EvalLinearAlgebra

/// What the residuals of a series, in the order of time, say about autocorrelation.
public struct ResidualSeries: Sendable, Equatable {
  /// The residuals, one a period, none missing.
  public let residuals: [Double]

  /// Creates a series of at least two finite residuals.
  ///
  /// - Throws: `nonFinite`, `seriesTooShort`.
  public init(_ residuals: [Double]) throws(ModelError) {
    guard residuals.count >= 2 else {
      throw .seriesTooShort(periodCount: residuals.count, required: 2)
    }
    if let (rows, count) = ModelError.rows(
      of: residuals.count, where: { !residuals[$0].isFinite })
    {
      throw .nonFinite(column: "residuals", rows: rows, count: count)
    }
    self.residuals = residuals
  }

  /// A test of no autocorrelation up to an order.
  public struct Test: Sendable, Equatable {
    /// The statistic.
    public let statistic: Double
    /// Of the chi-squared distribution it is held against.
    public let degreesOfFreedom: Int
    /// The chance of a statistic as large without autocorrelation.
    public let pValue: Double

    init(_ statistic: Double, _ degreesOfFreedom: Int) {
      self.statistic = statistic
      self.degreesOfFreedom = degreesOfFreedom
      pValue = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).survival(statistic)
    }
  }

  /// Σ(e_t − e_{t−1})²/Σe²: about 2 without autocorrelation of neighbours, towards 0 with positive
  /// and 4 with negative (Durbin and Watson 1950, doi:10.1093/biomet/37.3-4.409); `nil` if all are 0.
  public var durbinWatson: Double? {
    let size = residuals.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { return nil }
    let change = zip(residuals, residuals.dropFirst()).reduce(0) {
      $0 + ($1.1 - $1.0) * ($1.1 - $1.0)
    }
    return change / size
  }

  /// The autocorrelations at lags 1, 2 … about the residuals' mean, both sums divided by n.
  ///
  /// - Parameter lagCount: At least 1 and below the number of periods.
  /// - Throws: `seriesTooShort`; `constantSeries` if the residuals are all alike.
  public func autocorrelations(lagCount: Int) throws(ModelError) -> [Double] {
    precondition(lagCount >= 1, "\(lagCount) lags")
    guard lagCount < residuals.count else {
      throw .seriesTooShort(periodCount: residuals.count, required: lagCount + 1)
    }
    let mean = residuals.reduce(0, +) / Double(residuals.count)
    let centred = residuals.map { $0 - mean }
    let size = centred.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { throw .constantSeries }
    return (1...lagCount).map { lag in
      zip(centred, centred.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / size
    }
  }

  /// Q = n(n + 2) Σ r_k²/(n − k) over lags, against chi-squared (Ljung and Box 1978,
  /// doi:10.1093/biomet/65.2.297).
  ///
  /// - Parameters:
  ///   - lagCount: The lags.
  ///   - fittedCount: Autoregressive parameters fitted, which take a degree of freedom each.
  /// - Throws: As `autocorrelations(lagCount:)`.
  public func ljungBox(lagCount: Int, fittedCount: Int = 0) throws(ModelError) -> Test {
    precondition(fittedCount < lagCount, "\(fittedCount) parameters for \(lagCount) lags")
    let count = Double(residuals.count)
    let correlations = try autocorrelations(lagCount: lagCount)
    let sum = correlations.enumerated().reduce(0) { sum, lag in
      sum + lag.element * lag.element / (count - Double(lag.offset + 1))
    }
    return Test(count * (count + 2) * sum, lagCount - fittedCount)
  }

  /// n·R² of the residuals on the covariates and the residuals of the periods before, 0 before the
  /// first, against chi-squared (Breusch 1978, doi:10.1111/j.1467-8454.1978.tb00635.x; Godfrey 1978,
  /// doi:10.2307/1913829).
  ///
  /// - Parameters:
  ///   - order: How many periods back.
  ///   - design: What the model was fitted on.
  /// - Throws: `seriesTooShort`; `constantSeries` if the residuals are all 0.
  public func breuschGodfrey(order: Int, design: DesignMatrix) throws(ModelError) -> Test {
    precondition(order >= 1, "order \(order)")
    let count = residuals.count
    precondition(design.rowCount == count, "\(design.rowCount) rows for \(count) residuals")
    guard count > design.columnCount + order else {
      throw .seriesTooShort(periodCount: count, required: design.columnCount + order + 1)
    }
    let size = residuals.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { throw .constantSeries }
    let lagged = (1...order).map { lag in
      Array(repeating: 0, count: lag) + residuals.dropLast(lag)
    }
    let columns = (0..<design.columnCount).map { design.matrix.column($0) } + lagged
    do {
      let left = try LeastSquares(Matrix(columns: columns), residuals).residuals
      let unexplained = left.reduce(0) { $0 + $1 * $1 }
      return Test(Double(count) * (1 - unexplained / size), order)
    } catch {
      throw .notConverged(iterations: 0)
    }
  }
}
