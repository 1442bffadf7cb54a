/// An effect by matching with replacement, with the standard error of Abadie and Imbens.
public struct AbadieImbensEstimate: Sendable, Equatable {
  /// Someone compared, one of their matches, and the share 1/m it has among them.
  public struct Pair: Sendable, Equatable {
    /// The row of the person compared.
    public let focal: Int
    /// The row of the match, of the other arm.
    public let match: Int
    /// 1/m; the shares of one person's matches sum to 1.
    public let weight: Double
  }

  /// What was asked.
  public let design: AbadieImbensDesign
  /// The effect, treated less controls; bias adjusted if the design says so.
  public let estimate: Double
  /// The effect without bias adjustment.
  public let unadjustedEstimate: Double
  /// The standard error of `estimate` by Abadie and Imbens (2006), for a sample from a larger
  /// population and the same residual variance for all.
  ///
  /// σ² = ½ Σ_pairs w (τ_pair − τ)² / Σ w. With K = Σ 1/m and K′ = Σ 1/m² over a person's uses: for
  /// the effect on the treated V = [Σ_treated (Yᵢ − Ŷᵢ − τ)² + σ² Σ_controls (K² − K′)] / n², on the
  /// controls likewise with the arms exchanged, on everyone
  /// V = [Σ (τᵢ − τ)² + σ² Σ (K² + 2K − K′)] / n²; n counts the people compared. Matching on a fitted
  /// score is taken as matching on a known one. With bias adjustment the adjusted differences enter.
  public let standardError: Double
  /// √(Σ w (τ_pair − τ)²) / Σ w from the unadjusted differences, as if every pair were independent:
  /// it ignores that controls serve more than once.
  public let naiveStandardError: Double
  /// Every pair, by focal row, then by match.
  public let pairs: [Pair]
  /// Rows that should have been compared but had fewer than M matches inside the caliper and the
  /// exact keys, ascending: the effect does not speak of them.
  public let dropped: [Int]
  /// Rows left out for a missing value, ascending.
  public let excluded: [Int]
  /// The number of treated people among the rows used.
  public let treatedCount: Int
  /// The number of controls among the rows used.
  public let controlCount: Int
  /// The number of people compared: the sum of the pairs' weights.
  public let focalCount: Int

  /// The normal confidence interval: estimate ± z · standard error.
  ///
  /// The bootstrap is no substitute: it is not valid for matching with replacement (Abadie and
  /// Imbens 2008, doi:10.3982/ECTA6474).
  ///
  /// - Precondition: 0 < `level` < 1.
  public func interval(level: Double = 0.95) -> ClosedRange<Double> {
    precondition(level > 0 && level < 1, "a level of \(level) is not between 0 and 1")
    let reach = Normal.standard.upperQuantile((1 - level) / 2) * standardError
    return (estimate - reach)...(estimate + reach)
  }

  /// The two-sided p-value of no effect by the normal approximation; `nil` if the standard error is
  /// 0.
  public var pValue: Double? {
    standardError > 0 ? 2 * Normal.standard.survival(abs(estimate) / standardError) : nil
  }

  /// The number of times each match is used, by row: Σ 1/m over its uses.
  public var uses: [Int: Double] {
    Dictionary(pairs.map { ($0.match, $0.weight) }, uniquingKeysWith: +)
  }
}

extension AbadieImbensEstimate: CustomStringConvertible {
  /// What was estimated, on whom and how surely, one fact a line.
  public var description: String {
    var lines = [
      "The effect on \(design.estimand.population) is \(estimate) (standard error \(standardError)), "
        + "from \(focalCount) people and \(pairs.count) pairs."
    ]
    if design.adjustsBias { lines.append("Without bias adjustment it is \(unadjustedEstimate).") }
    if !dropped.isEmpty {
      lines.append(
        "\(dropped.count) people had fewer than \(design.matchCount) matches and were left out: "
          + "the effect does not speak of them.")
    }
    if !excluded.isEmpty {
      lines.append("\(excluded.count) rows were left out for missing values.")
    }
    return lines.joined(separator: "\n")
  }
}
