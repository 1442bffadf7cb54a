/// A choice of some of many: the largest Σ cⱼxⱼ over x of zeros and ones whose rows keep their bounds.
///
/// A value, so that any solver can be asked; `IntegerProgrammeSolver` says how.
public struct IntegerProgramme: Sendable, Equatable {
  /// A bound on a weighted count of what is chosen.
  public struct Row: Sendable, Equatable {
    /// The columns it counts, each once.
    public let columns: [Int]
    /// What each counts.
    public let coefficients: [Double]
    /// The least the count may be; `-.infinity` for none.
    public let lower: Double
    /// The most the count may be; `.infinity` for none.
    public let upper: Double

    /// Creates a row of as many coefficients as columns.
    public init(columns: [Int], coefficients: [Double], lower: Double, upper: Double) {
      precondition(
        columns.count == coefficients.count,
        "\(coefficients.count) coefficients for \(columns.count) columns")
      self.columns = columns
      self.coefficients = coefficients
      self.lower = lower
      self.upper = upper
    }
  }

  /// What choosing each column is worth.
  public let objective: [Double]
  /// The bounds.
  public let rows: [Row]

  /// Creates a programme.
  public init(objective: [Double], rows: [Row]) {
    self.objective = objective
    self.rows = rows
  }
}

/// What a solver found.
public struct IntegerSolution: Sendable, Equatable {
  /// Whether each column is chosen.
  public let chosen: [Bool]
  /// No choice is worth more than this.
  public let bound: Double
  /// Whether the choice is proven to be worth the most there is.
  public let isOptimal: Bool

  /// Creates a solution.
  public init(chosen: [Bool], bound: Double, isOptimal: Bool) {
    self.chosen = chosen
    self.bound = bound
    self.isOptimal = isOptimal
  }
}

/// Something that solves integer programmes.
///
/// The library itself has no such solver: the package's trait `CBC` brings `CBCSolver` in the product
/// `EvalSolver`.
public protocol IntegerProgrammeSolver: Sendable {
  /// The solver's name and version.
  var name: String { get }

  /// Finds the best choice, or the best found when time is up.
  ///
  /// - Parameters:
  ///   - timeLimit: in seconds.
  ///   - gap: how much worse than the best, as a share of it, is good enough.
  /// - Returns: `nil` if no choice keeps all bounds, or none was found in time.
  /// - Throws: `MatchingError.solverFailed`.
  func maximise(
    _ programme: IntegerProgramme, timeLimit: Double, gap: Double
  ) throws(MatchingError) -> IntegerSolution?
}
