private import Foundation

/// Shares of yes in two groups of different people, such as a survey's unlinked waves.
///
/// Nothing is matched or clustered: where people share practices, or some answered twice, the
/// intervals are too narrow.
public struct TwoProportions: Sendable, Equatable {
  /// Yes in the first group.
  public let yes: Int
  /// All of the first group.
  public let total: Int
  /// Yes in the group compared with.
  public let referenceYes: Int
  /// All of the group compared with.
  public let referenceTotal: Int

  /// - Throws: `OutcomeError.tooFew` for an empty group, `.invalidValue` for counts that cannot be.
  public init(
    yes: Int, of total: Int, referenceYes: Int, of referenceTotal: Int
  ) throws(OutcomeError) {
    for (row, (part, whole)) in [(yes, total), (referenceYes, referenceTotal)].enumerated() {
      guard whole > 0 else { throw .tooFew("people in a group", found: whole, needed: 1) }
      guard part >= 0, part <= whole, whole <= 1 << 50 else {
        throw .invalidValue(column: "yes", row: row, allowed: "between 0 and its total")
      }
    }
    self.yes = yes
    self.total = total
    self.referenceYes = referenceYes
    self.referenceTotal = referenceTotal
  }

  /// Counts the values that reach a threshold.
  ///
  /// - Parameters:
  ///   - values: Of the first group; `nil` where missing, which counts for nothing.
  ///   - reference: Of the group compared with.
  /// - Throws: `OutcomeError.tooFew` where a group has no values, `.invalidValue`.
  public init(
    _ values: [Double?], reference: [Double?], atLeast threshold: Double
  ) throws(OutcomeError) {
    let first = try OutcomeColumns.present(values, "values")
    let second = try OutcomeColumns.present(reference, "reference")
    try self.init(
      yes: first.count { $0 >= threshold }, of: first.count,
      referenceYes: second.count { $0 >= threshold }, of: second.count)
  }

  /// The share in the first group.
  public var share: Double { Double(yes) / Double(total) }
  /// The share in the group compared with.
  public var referenceShare: Double { Double(referenceYes) / Double(referenceTotal) }

  /// Wilson's interval of a share: the shares a score test does not reject (1927,
  /// doi:10.1080/01621459.1927.10502953).
  public static func wilson(yes: Int, of total: Int, level: Double = 0.95) -> ClosedRange<Double> {
    precondition(total > 0 && yes >= 0 && yes <= total, "\(yes) of \(total)")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let z = Normal.standard.upperQuantile((1 - level) / 2)
    let n = Double(total)
    let p = Double(yes) / n
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return (yes == 0 ? 0 : max(0, centre - reach))...(yes == total ? 1 : min(1, centre + reach))
  }

  /// The difference of the shares with Newcombe's interval from the two Wilson intervals (1998, his
  /// method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I); p from the
  /// score test of equal shares, without continuity correction.
  public func difference() -> Finding {
    let own = TwoProportions.wilson(yes: yes, of: total)
    let other = TwoProportions.wilson(yes: referenceYes, of: referenceTotal)
    func reach(_ down: Double, _ up: Double) -> Double { (down * down + up * up).squareRoot() }
    let estimate = share - referenceShare
    let variance =
      share * (1 - share) / Double(total)
      + referenceShare * (1 - referenceShare) / Double(referenceTotal)
    return Finding(
      estimand: "difference in share", method: "Newcombe's interval, score test",
      estimate: estimate, standardError: variance > 0 ? variance.squareRoot() : nil,
      lower: estimate - reach(share - own.lowerBound, other.upperBound - referenceShare),
      upper: estimate + reach(own.upperBound - share, referenceShare - other.lowerBound),
      pValue: scorePValue)
  }

  /// The ratio of the shares with its Wald interval on the log scale (Katz and others 1978,
  /// doi:10.2307/2530610); p from the score test.
  ///
  /// - Throws: `OutcomeError.noEvents` where a group has no yes.
  public func ratio() throws(OutcomeError) -> Finding {
    guard yes > 0, referenceYes > 0 else { throw .noEvents(outcome: "yes in a group") }
    let estimate = share / referenceShare
    let error = max(
      0,
      1 / Double(yes) - 1 / Double(total) + 1 / Double(referenceYes) - 1 / Double(referenceTotal)
    ).squareRoot()
    let reach = Normal.standard.upperQuantile(0.025) * error
    return Finding(
      estimand: "ratio of shares", method: "Wald interval on the log scale, score test",
      estimate: estimate, standardError: error > 0 ? error : nil,
      lower: error > 0 ? estimate * exp(-reach) : nil,
      upper: error > 0 ? estimate * exp(reach) : nil, pValue: scorePValue)
  }

  /// Two-sided, from (p₁ − p₀)/√(p(1 − p)(1/n₁ + 1/n₀)) with p pooled; 1 where all answer alike.
  public var scorePValue: Double {
    let (first, second) = (Double(total), Double(referenceTotal))
    let pooled = (Double(yes) + Double(referenceYes)) / (first + second)
    let variance = pooled * (1 - pooled) * (1 / first + 1 / second)
    guard variance > 0 else { return 1 }
    return min(
      1, 2 * Normal.standard.survival(abs(share - referenceShare) / variance.squareRoot()))
  }

  /// Fisher's exact test, two-sided: the probability of all tables with the same margins no likelier
  /// than this one.
  ///
  /// - Returns: 0 where this table is less than 10⁻³⁰⁰ as likely as the likeliest.
  /// - Complexity: O(√*smaller margin*)
  public var fisherPValue: Double { HypergeometricTables(self).twoSided }
}

extension PairedProportions {
  /// Whether the same people reach a threshold, before and after; `first` is before.
  ///
  /// - Parameters:
  ///   - before: One value a person; a person with a value missing on either side is left out.
  ///   - after: Likewise.
  /// - Throws: `OutcomeError.tooFew` where nobody has both; `.invalidValue`.
  public init(
    before: [Double?], after: [Double?], atLeast threshold: Double
  ) throws(OutcomeError) {
    let pairs = try OutcomeColumns.pairs(before, after)
    let firstOnly = pairs.count { $0.0 >= threshold && $0.1 < threshold }
    let secondOnly = pairs.count { $0.0 < threshold && $0.1 >= threshold }
    do {
      try self.init(firstOnly: firstOnly, secondOnly: secondOnly, pairCount: pairs.count)
    } catch {
      throw .tooFew("people with both values", found: pairs.count, needed: 1)
    }
  }
}

/// Columns with missing values.
enum OutcomeColumns {
  /// The values that are there.
  static func present(_ values: [Double?], _ column: String) throws(OutcomeError) -> [Double] {
    for (row, value) in values.enumerated() {
      if let value, !(abs(value) < 1e150) {
        throw .invalidValue(column: column, row: row, allowed: "a finite number")
      }
    }
    return values.compactMap { $0 }
  }

  /// The pairs with both values.
  static func pairs(
    _ before: [Double?], _ after: [Double?]
  ) throws(OutcomeError) -> [(Double, Double)] {
    precondition(before.count == after.count, "\(before.count) values beside \(after.count)")
    _ = try present(before, "before")
    _ = try present(after, "after")
    let pairs = zip(before, after).compactMap { first, second -> (Double, Double)? in
      guard let first, let second else { return nil }
      return (first, second)
    }
    guard !pairs.isEmpty else {
      throw .tooFew("people with both values", found: 0, needed: 1)
    }
    return pairs
  }
}
