internal import EvalLinearAlgebra

/// The same people's answers twice, as a square table: whether the shares of the answers changed.
///
/// Marginal homogeneity is asked of d, the differences between row and column totals, with
/// χ² = dᵀV⁻¹d on as many degrees of freedom as the answers in use less one. For two answers it is
/// McNemar's χ². It takes answers as names: a steady drift up a scale is seen better by `shift`.
public struct PairedCategories: Sendable, Equatable {
  /// People by answer before (rows) and after (columns).
  public let table: [[Int]]

  /// Counts answers.
  ///
  /// - Parameters:
  ///   - before: Answers 0 ..< `categoryCount`, one a person; `nil` where missing, which leaves the
  ///     person out.
  ///   - after: Likewise.
  /// - Throws: `OutcomeError.invalidValue`; `.tooFew` where nobody answered twice.
  public init(before: [Int?], after: [Int?], categoryCount: Int) throws(OutcomeError) {
    precondition(before.count == after.count, "\(before.count) answers beside \(after.count)")
    precondition(categoryCount >= 2, "\(categoryCount) answers")
    var table = Array(
      repeating: Array(repeating: 0, count: categoryCount), count: categoryCount)
    for (column, answers) in [("before", before), ("after", after)] {
      for (row, answer) in answers.enumerated() {
        if let answer, !(0..<categoryCount).contains(answer) {
          throw .invalidValue(
            column: column, row: row, allowed: "an answer from 0 to \(categoryCount - 1)")
        }
      }
    }
    for (first, second) in zip(before, after) {
      if let first, let second { table[first][second] += 1 }
    }
    try self.init(table: table)
  }

  /// Takes a table as it is.
  ///
  /// - Throws: `OutcomeError.invalidValue` for a negative count; `.tooFew` for an empty table.
  public init(table: [[Int]]) throws(OutcomeError) {
    precondition(
      table.count >= 2 && table.allSatisfy { $0.count == table.count }, "the table is square")
    for (row, counts) in table.enumerated() where counts.contains(where: { $0 < 0 || $0 > 1 << 40 })
    {
      throw .invalidValue(column: "table", row: row, allowed: "a count of 0 or more")
    }
    self.table = table
    guard pairCount > 0 else {
      throw .tooFew("people with both answers", found: 0, needed: 1)
    }
  }

  /// People who answered twice.
  public var pairCount: Int { table.reduce(0) { $0 + $1.reduce(0, +) } }

  /// A test of marginal homogeneity.
  public struct Test: Sendable, Equatable {
    /// χ²
    public let statistic: Double
    /// Of the chi-squared distribution it is held against.
    public let degreesOfFreedom: Int
    /// The chance of a statistic as large were the shares alike.
    public let pValue: Double
  }

  /// V = diag(row + column totals) − N − Nᵀ, the variance were the shares alike (Stuart 1955,
  /// doi:10.1093/biomet/42.3-4.412; Maxwell 1970, doi:10.1192/bjp.116.535.651).
  ///
  /// - Throws: `OutcomeError.noVariation` where nobody changed.
  /// - Complexity: O(*answers*³)
  public func stuartMaxwell() throws(OutcomeError) -> Test {
    let (statistic, rank) = try quadraticForm()
    return Test(
      statistic: statistic, degreesOfFreedom: rank,
      pValue: ChiSquared(degreesOfFreedom: Double(rank)).survival(statistic))
  }

  /// The same with V − ddᵀ/n, the variance whatever the shares: χ²/(1 − χ²/n) of Stuart's χ² (Bhapkar
  /// 1966, doi:10.1080/01621459.1966.10502021). Larger, and no better in small samples.
  ///
  /// - Throws: `OutcomeError.noVariation` where nobody changed, or everyone in one direction so that
  ///   the variance is none.
  /// - Complexity: O(*answers*³)
  public func bhapkar() throws(OutcomeError) -> Test {
    let (stuart, rank) = try quadraticForm()
    let left = 1 - stuart / Double(pairCount)
    guard left > 1e-12 else { throw .noVariation(outcome: "the answer beyond one change") }
    return Test(
      statistic: stuart / left, degreesOfFreedom: rank,
      pValue: ChiSquared(degreesOfFreedom: Double(rank)).survival(stuart / left))
  }

  /// How far answers went up the scale: Σ over people of (after − before) in steps, standardised by
  /// √Σ(after − before)²: the signed test of a shift in an ordered item, which for two answers is
  /// McNemar's.
  ///
  /// - Throws: `OutcomeError.noVariation` where nobody changed.
  public func shift() throws(OutcomeError) -> Finding {
    var sum = 0.0
    var squares = 0.0
    for (before, counts) in table.enumerated() {
      for (after, count) in counts.enumerated() {
        let step = Double(after - before)
        sum += Double(count) * step
        squares += Double(count) * step * step
      }
    }
    guard squares > 0 else { throw .noVariation(outcome: "the answer") }
    let n = Double(pairCount)
    let mean = sum / n
    let error = max(0, squares / n - mean * mean).squareRoot() / n.squareRoot()
    let reach = Normal.standard.upperQuantile(0.025) * error
    return Finding(
      estimand: "mean change in steps of the scale",
      method: "score test of symmetric changes; Wald interval", estimate: mean,
      standardError: error > 0 ? error : nil, lower: error > 0 ? mean - reach : nil,
      upper: error > 0 ? mean + reach : nil,
      pValue: min(1, 2 * Normal.standard.survival(abs(sum) / squares.squareRoot())),
      caveats: ["Steps of the scale count as equally long."])
  }

  /// Stuart's χ² and the rank of V. Answers that hang together only among themselves make blocks,
  /// each of which costs a degree of freedom.
  private func quadraticForm() throws(OutcomeError) -> (statistic: Double, rank: Int) {
    let answers = table.indices
    let rows = table.map { $0.reduce(0, +) }
    let columns = answers.map { column in table.reduce(0) { $0 + $1[column] } }
    var variance = Matrix(rowCount: table.count, columnCount: table.count)
    for i in answers {
      for j in answers {
        variance[i, j] =
          i == j
          ? Double(rows[i] + columns[i] - 2 * table[i][i]) : -Double(table[i][j] + table[j][i])
      }
    }
    guard variance.diagonal.contains(where: { $0 > 0 }) else {
      throw .noVariation(outcome: "the answer")
    }
    let differences = answers.map { Double(rows[$0] - columns[$0]) }
    do {
      let eigen = try SymmetricEigen(variance)
      let inverse = eigen.pseudoInverse(tolerance: 1e-10)
      let statistic = zip(differences, inverse * differences).reduce(0) { $0 + $1.0 * $1.1 }
      return (max(0, statistic), eigen.rank(tolerance: 1e-10))
    } catch {
      throw .noVariation(outcome: "the answer")
    }
  }
}
