/// People in strata of a risk score: the top 2%, those after them up to 5%, the rest.
///
/// Of the n people with a score, those in the top p% are the ⌈pn/100⌉ with the highest, so that a
/// stratum is never smaller than its name says; within groups, such as practices, n is the group's own.
/// People without a score, or without a group where groups are asked for, are in no stratum. Near a
/// boundary the score hardly separates people: who is just above it is, on average, little different
/// from who is just below, and a score that is high by chance tends to be lower the next time.
public struct RiskStratification: Sendable, Equatable {
  /// Where people go whose score is that of the last one inside a boundary, and not all fit in.
  public enum TieRule: String, Sendable, Codable, CaseIterable {
    /// Those who stand first among the rows, so that the stratum has its size.
    case firstRows
    /// All of them inside, so that the stratum may be larger.
    case allInside
    /// None of them inside, so that the stratum may be smaller than its name says, even empty.
    case noneInside
  }

  /// The upper ends of the strata in per cent of people, ascending, as asked for.
  public let percentages: [Double]
  /// What becomes of ties at a boundary.
  public let tieRule: TieRule
  /// The stratum of each person: "top 2%", "over 2% to 5%", "the rest"; missing without one.
  public let strata: Factor
  /// People in each stratum, in the order of the factor's levels.
  public let counts: [SensitiveCount]
  /// People without a score.
  public let missingScoreCount: SensitiveCount
  /// People with a score but without a group; 0 unless groups are asked for.
  public let missingGroupCount: SensitiveCount
  /// For each percentage, people whose score is that of the last one who fits inside, where not all of
  /// them do; added up over groups. 0 where no tie is cut.
  public let tiedAtBoundary: [SensitiveCount]

  /// - Parameters:
  ///   - scores: One a person; higher is at greater risk.
  ///   - percentages: Each above 0 and below 100, in any order; 2% unless others are named.
  ///   - ties: What becomes of ties at a boundary.
  ///   - groups: Take the top within each of these instead of among all.
  /// - Throws: `nobody` where no one has a score and a group, `invalidValue` for a score that is no
  ///   ordinary number or a percentage out of range, `unequalColumns`.
  /// - Complexity: O(*n* log *n*)
  public init(
    of scores: Values<Double>, percentages: [Double] = [2], ties: TieRule = .firstRows,
    within groups: Factor? = nil
  ) throws(PopulationError) {
    let percentages = Set(percentages).sorted()
    try PopulationError.require(
      !percentages.isEmpty && percentages.allSatisfy { $0 > 0 && $0 < 100 }, "percentage",
      "above 0 and below 100")
    try PopulationError.requireOrdinary(scores, "score")
    if let groups { try PopulationError.requireCount(groups.count, scores.count, "group") }
    let scored = (0..<scores.count).filter { !scores.isMissing($0) }
    let placed = scored.filter { groups?.codes[$0] ?? 0 >= 0 }
    guard !placed.isEmpty else { throw .nobody(column: "score") }
    var codes = Array(repeating: Factor.missingCode, count: scores.count)
    var tied = Array(repeating: 0, count: percentages.count)
    for rows in Dictionary(grouping: placed, by: { groups?.codes[$0] ?? 0 }).values {
      let order = rows.sorted {
        (scores.elements[$1], $0) < (scores.elements[$0], $1)
      }
      let ranked = order.map { scores.elements[$0] }
      var start = 0
      for (stratum, percentage) in percentages.enumerated() {
        let boundary = Boundary(percentage, of: ranked, ties: ties)
        tied[stratum] += boundary.tiedCount
        for place in start..<max(start, boundary.end) { codes[order[place]] = Int32(stratum) }
        start = max(start, boundary.end)
      }
      for row in order[start...] { codes[row] = Int32(percentages.count) }
    }
    self.percentages = percentages
    tieRule = ties
    strata = Factor(codes: codes, levels: RiskStratification.labels(percentages))
    counts = strata.levels.indices.map { level in
      SensitiveCount(codes.count { $0 == level })
    }
    missingScoreCount = SensitiveCount(scores.count - scored.count)
    missingGroupCount = SensitiveCount(scored.count - placed.count)
    tiedAtBoundary = tied.map { SensitiveCount($0) }
  }

  /// Strata by the last score known before a day.
  ///
  /// - Parameters:
  ///   - log: Scores by person, the rows of the factor being its people.
  ///   - day: Scores of this day and later ones are not looked at.
  public init(
    of log: MeasurementLog, asOf day: Day, percentages: [Double] = [2],
    ties: TieRule = .firstRows, within groups: Factor? = nil
  ) throws(PopulationError) {
    let scores = (0..<(log.offsets.count - 1)).map { log.last(of: $0, before: day) }
    try self.init(
      of: Values(scores.map { $0 ?? 0 }, missing: scores.map { $0 == nil }),
      percentages: percentages, ties: ties, within: groups)
  }

  private static func labels(_ percentages: [Double]) -> [String] {
    let texts = percentages.map { percentage in
      percentage == percentage.rounded() ? "\(Int(percentage))%" : "\(percentage)%"
    }
    return texts.enumerated().map { place, text in
      place == 0 ? "top \(text)" : "over \(texts[place - 1]) to \(text)"
    } + ["the rest"]
  }
}

/// Where the top of ranked people ends.
private struct Boundary {
  /// How many are inside.
  let end: Int
  /// How many share the score that the boundary cuts; 0 where it cuts none.
  let tiedCount: Int

  /// - Parameter ranked: Scores, descending; not empty.
  init(_ percentage: Double, of ranked: [Double], ties: RiskStratification.TieRule) {
    let exact = percentage * Double(ranked.count) / 100
    // 7% of 100 is 7, although in binary a little more.
    let isWhole = abs(exact - exact.rounded()) <= 4 * exact.ulp
    let size = min(ranked.count, Int(isWhole ? exact.rounded() : exact.rounded(.up)))
    guard size > 0, size < ranked.count, ranked[size] == ranked[size - 1] else {
      (end, tiedCount) = (size, 0)
      return
    }
    let score = ranked[size]
    let first = ranked.firstIndex(of: score) ?? size
    let last = ranked.lastIndex(of: score) ?? size - 1
    tiedCount = last - first + 1
    end =
      switch ties {
      case .firstRows: size
      case .allInside: last + 1
      case .noneInside: first
      }
  }
}
