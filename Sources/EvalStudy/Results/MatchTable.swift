public import EvalStats

/// Who was matched to whom, one row a member: the one output that speaks of single people, by their
/// pseudonyms. It is for the analyst, never for publication.
public struct MatchTable: Sendable, Equatable {
  /// One member of a matched set.
  public struct Row: Sendable, Equatable {
    /// The set, counted from 1.
    public let set: Int
    /// The arm.
    public let arm: Arm
    /// The pseudonym.
    public let person: String
    /// The index date, or the pseudo-index date of a control.
    public let indexDate: Day
    /// The match weight.
    public let weight: Double
    /// The score the match was made on; `nil` where there was none.
    public let score: Double?
  }

  /// The rows by set, the treated first.
  public let rows: [Row]

  /// The table as comma-separated text.
  var csv: [UInt8] {
    var writer = CSVWriter(header: [
      "set", "arm", "person_id", "index_date", "weight", "score",
    ])
    for row in rows {
      writer.append(row.set)
      writer.append(row.arm.rawValue)
      writer.append(row.person)
      writer.append(row.indexDate)
      writer.append(row.weight)
      writer.append(row.score)
      writer.endRow()
    }
    return writer.bytes
  }
}
