#if CBC
  private import CCBC
  public import EvalStats
  private import Synchronization

  /// COIN-OR's branch-and-cut solver CBC (Forrest and Lougee-Heimer 2005,
  /// doi:10.1287/educ.1053.0020), in one thread and with its own fixed seed, so that a search that ends
  /// before its time limit is the same every time.
  public struct CBCSolver: IntegerProgrammeSolver {
    /// CBC's C interface keeps the state of its command line in globals: one search at a time.
    private static let turn = Mutex(())

    /// Creates a solver.
    public init() {}

    /// "CBC 2.10.8".
    public var name: String { "CBC \(String(cString: Cbc_getVersion()))" }

    public func maximise(
      _ programme: IntegerProgramme, timeLimit: Double, gap: Double
    ) throws(MatchingError) -> IntegerSolution? {
      let columnCount = programme.objective.count
      guard columnCount > 0 else {
        return IntegerSolution(chosen: [], bound: 0, isOptimal: true)
      }
      let outcome = Self.turn.withLock { _ in
        Result { () throws(MatchingError) in try search(programme, timeLimit, gap) }
      }
      return try outcome.get()
    }

    private func search(
      _ programme: IntegerProgramme, _ timeLimit: Double, _ gap: Double
    ) throws(MatchingError) -> IntegerSolution? {
      let columnCount = programme.objective.count
      guard let model = Cbc_newModel() else { throw .solverFailed("no memory") }
      defer { Cbc_deleteModel(model) }
      Cbc_setLogLevel(model, 0)
      load(programme, into: model)
      Cbc_setMaximumSeconds(model, timeLimit)
      Cbc_setAllowableFractionGap(model, gap)
      _ = Cbc_solve(model)
      if Cbc_isProvenInfeasible(model) != 0 { return nil }
      if Cbc_isAbandoned(model) != 0 { throw .solverFailed("numerical difficulties") }
      // The model owns the solution, which is copied before the model goes.
      guard let found = Cbc_bestSolution(model) else { return nil }
      let chosen = (0..<columnCount).map { found[$0] > 0.5 }
      let worth = zip(chosen, programme.objective).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
      let isOptimal = Cbc_isProvenOptimal(model) != 0
      // CBC minimises what is worth less than nothing here.
      let bound = isOptimal && gap == 0 ? worth : max(worth, -Cbc_getBestPossibleObjValue(model))
      return IntegerSolution(chosen: chosen, bound: bound, isOptimal: isOptimal)
    }

    /// Hands over columns of zeros and ones, and the rows by columns.
    private func load(_ programme: IntegerProgramme, into model: UnsafeMutableRawPointer) {
      let columnCount = programme.objective.count
      var counts = [Int32](repeating: 0, count: columnCount + 1)
      for row in programme.rows { for column in row.columns { counts[column + 1] += 1 } }
      for column in 0..<columnCount { counts[column + 1] += counts[column] }
      var next = counts
      var rows = [Int32](repeating: 0, count: Int(counts[columnCount]))
      var values = [Double](repeating: 0, count: rows.count)
      for (index, row) in programme.rows.enumerated() {
        for (column, coefficient) in zip(row.columns, row.coefficients) {
          rows[Int(next[column])] = Int32(index)
          values[Int(next[column])] = coefficient
          next[column] += 1
        }
      }
      Cbc_loadProblem(
        model, Int32(columnCount), Int32(programme.rows.count), counts, rows, values,
        [Double](repeating: 0, count: columnCount), [Double](repeating: 1, count: columnCount),
        programme.objective.map { -$0 }, programme.rows.map(\.lower), programme.rows.map(\.upper))
      for column in 0..<columnCount { Cbc_setInteger(model, Int32(column)) }
    }
  }
#endif
