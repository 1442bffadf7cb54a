internal import EvalLinearAlgebra

extension GeneralisedLinearFit {
  /// Σ g_t·g_tᵀ + Σ over lags (1 − l/(L + 1))(Γ_l + Γ_lᵀ), Γ_l = Σ g_t·g_{t−l}ᵀ, with g_t the score of
  /// row t and the rows in the order of time.
  ///
  /// - Complexity: O(*rows · columns² · lags*)
  func neweyWestMeat(lagCount: Int) throws(ModelError) -> Matrix {
    precondition(lagCount >= 0, "\(lagCount) lags")
    let rowCount = design.rowCount
    guard lagCount < rowCount else {
      throw .seriesTooShort(periodCount: rowCount, required: lagCount + 1)
    }
    var rows = design.matrix
    for column in 0..<rows.columnCount {
      for row in 0..<rowCount { rows[row, column] *= scores[row] }
    }
    var meat = rows.gram()
    guard lagCount > 0 else { return meat }
    for lag in 1...lagCount {
      let later = rows.rows(at: Array(lag..<rowCount))
      let earlier = rows.rows(at: Array(0..<(rowCount - lag)))
      let cross = later.transposeTimes(earlier)
      let share = 1 - Double(lag) / Double(lagCount + 1)
      meat = meat + share * (cross + cross.transposed)
    }
    return meat
  }
}
