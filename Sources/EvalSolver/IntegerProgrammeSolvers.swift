public import EvalStats

/// The solvers of integer programmes this build has.
public enum IntegerProgrammeSolvers {
  /// The solver to give to `MatchingProblem.matched(by:on:solver:)`; `nil` where the package was built
  /// without the trait `CBC`.
  public static var standard: (any IntegerProgrammeSolver)? {
    #if CBC
      CBCSolver()
    #else
      nil
    #endif
  }
}
