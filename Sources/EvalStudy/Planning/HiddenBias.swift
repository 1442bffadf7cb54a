public import EvalStats

/// What hidden bias could do to a comparison of matched pairs in a table: what `evalrun sensitivity
/// bounds` does.
public struct HiddenBias: Sendable, Equatable {
  /// The column with the treated person's value of each pair.
  public var treated: String
  /// The column with the control's value.
  public var control: String
  /// How many times as likely hidden bias may make one of a pair to be the treated one.
  public var gammas: [Double]
  /// The one-sided significance level.
  public var level: Double

  /// Creates a request.
  public init(
    treated: String, control: String, gammas: [Double] = HiddenBias.usualGammas,
    level: Double = 0.05
  ) {
    self.treated = treated
    self.control = control
    self.gammas = gammas
    self.level = level
  }

  /// From none to a bias that few findings of this field withstand.
  public static let usualGammas = [1, 1.1, 1.25, 1.5, 2, 3]

  /// Works out the bounds; a row is a pair, and one that misses a value is left out and counted.
  ///
  /// The tests look in the direction of the observed difference: against lower values of the treated
  /// where the signed ranks lean that way, else against higher ones.
  ///
  /// - Throws: `TableError` for columns that are not there or no numbers, `CredibilityError`.
  public func run(on table: Table) throws -> HiddenBiasResult {
    let first = try table.doubles(treated)
    let second = try table.doubles(control)
    let differences = (0..<table.rowCount).compactMap { row in
      first[row].flatMap { value in second[row].map { value - $0 } }
    }
    guard !differences.isEmpty else { throw CredibilityError.noDifference }
    var bounds = try RosenbaumBounds(differences: differences)
    let count = Double(bounds.pairCount - bounds.zeroCount)
    let isFall = bounds.statistic < count * (count + 1) / 4
    if isFall { bounds = try RosenbaumBounds(differences: differences.map { 0 - $0 }) }
    let rows = try gammas.map { gamma in
      let estimates = try bounds.hodgesLehmann(gamma: gamma)
      return HiddenBiasResult.Row(
        gamma: gamma, signedRank: try bounds.signedRank(gamma: gamma).upper,
        signTest: try bounds.signTest(gamma: gamma).upper,
        estimateLower: isFall ? -estimates.upper : estimates.lower,
        estimateUpper: isFall ? -estimates.lower : estimates.upper)
    }
    return HiddenBiasResult(
      self, bounds: bounds, isFall: isFall, rowsRead: table.rowCount, rows: rows,
      criticalGamma: try bounds.criticalGamma(level: level))
  }
}
