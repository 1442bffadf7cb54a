internal import EvalStats

/// Rosenbaum bounds as `evalrun sensitivity bounds` prints them.
public struct HiddenBiasResult: PrintedResult, Sendable, Codable, Equatable {
  /// What a bias of one size could do.
  public struct Row: Sendable, Codable, Equatable {
    /// The bias; 1 is none.
    public let gamma: Double
    /// The largest one-sided p-value of the signed-rank test.
    public let signedRank: Double
    /// The largest one-sided p-value of the sign test.
    public let signTest: Double
    /// The least and the largest Hodges–Lehmann estimate, treated less control.
    public let estimateLower: Double
    public let estimateUpper: Double
  }

  /// Rows of the table.
  public let rowsRead: Int
  /// Rows with both values.
  public let pairs: Int
  /// Pairs that do not differ.
  public let ties: Int
  /// "lower" or "higher": how the treated differ, and what the tests look for.
  public let direction: String
  /// The one-sided level.
  public let level: Double
  /// One row a bias.
  public let rows: [Row]
  /// The bias at which the signed-rank test no longer rejects; `nil` where it does not even without.
  public let criticalGamma: Double?
  /// The finding in plain English.
  public let sentence: String

  init(
    _ request: HiddenBias, bounds: RosenbaumBounds, isFall: Bool, rowsRead: Int, rows: [Row],
    criticalGamma: Double?
  ) {
    self.rowsRead = rowsRead
    pairs = bounds.pairCount
    ties = bounds.zeroCount
    direction = isFall ? "lower" : "higher"
    level = request.level
    self.rows = rows
    self.criticalGamma = criticalGamma
    if let criticalGamma {
      let odds = AlignedText.number(criticalGamma, digits: 4)
      sentence =
        "That the treated have \(direction) values would no longer be significant if something "
        + "unseen made one of a pair \(odds) times as likely as the other to be taken on, and "
        + "went with \(direction) values as well."
    } else {
      sentence =
        "The pairs do not differ significantly even without hidden bias, so there is nothing for "
        + "a bias to explain."
    }
  }

  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: [
      "gamma", "signed_rank_p", "sign_test_p", "estimate_lower", "estimate_upper",
    ])
    for row in rows {
      writer.append(contentsOf: [
        row.gamma, row.signedRank, row.signTest, row.estimateLower, row.estimateUpper,
      ])
      writer.endRow()
    }
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    var table = AlignedText(header: [
      "Γ", "signed rank p", "sign test p", "shift from", "to",
    ])
    for row in rows {
      table.append(
        [AlignedText.number(row.gamma)]
          + [row.signedRank, row.signTest].map { AlignedText.number($0, digits: 3) }
          + [row.estimateLower, row.estimateUpper].map { AlignedText.number($0) })
    }
    return
      "\(pairs) pairs of \(rowsRead) rows, \(ties) without a difference; treated less control\n"
      + "Largest one-sided p against \(direction) values and the range of Hodges–Lehmann shifts "
      + "that a hidden bias of Γ allows\n\n"
      + "\(table.text)\n\(sentence)\n"
  }
}
