extension MatchingProblem {
  /// What matching by a design needs of memory, with the balance of its result.
  ///
  /// Arithmetic over the numbers of rows, columns and people of each arm: nothing is fitted or
  /// searched.
  ///
  /// - Parameters:
  ///   - design: whom to compare with whom.
  ///   - threads: how many will be used; a genetic search holds a workspace for each.
  /// - Throws: `MatchingError` for a column that the table does not have.
  /// - Complexity: O(*n*); for covariates of text O(*n*) memory too.
  public func memoryEstimate(
    for design: MatchingDesign, threads: Int = 1
  ) throws(MatchingError) -> MemoryEstimate {
    let memory = try MatchingMemory(design, problem: self, threads: threads)
    return MemoryEstimate(
      inputBytes: memory.input, workBytes: memory.peak, dependsOnData: memory.dependsOnData)
  }
}
