public import EvalStats

/// How strong a hidden confounder would have to be to explain a ratio away: what `evalrun
/// sensitivity e-value` prints.
public struct RatioStrength: PrintedResult, Sendable, Codable, Equatable {
  /// The ratio and its interval.
  public let ratio: Double
  public let lower: Double?
  public let upper: Double?
  /// The E-value of the ratio.
  public let point: Double
  /// The E-value of the limit nearest 1; 1 where the interval holds 1, `nil` without one.
  public let limit: Double?
  /// The finding in plain English.
  public let sentence: String

  /// Works it out.
  ///
  /// - Throws: `CredibilityError.invalidValue`.
  public init(ratio: Double, lower: Double? = nil, upper: Double? = nil) throws(CredibilityError) {
    let value = try EValue(ratio: ratio, lower: lower, upper: upper)
    self.ratio = ratio
    self.lower = lower
    // An interval without an upper end has none to print.
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    point = value.point
    limit = value.limit
    var text =
      "Something unseen would have to go with both the programme and the outcome by a ratio of "
      + "\(AlignedText.hundredths(value.point)) each, beyond what was matched on, to explain "
      + "\(AlignedText.hundredths(ratio)) away"
    if let limit = value.limit {
      text +=
        limit > 1
        ? "; by \(AlignedText.hundredths(limit)) each to bring the interval to 1"
        : "; the interval holds 1 as it stands"
    }
    sentence =
      text + ". For a rate of change it must itself have changed between the two periods."
  }

  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: ["ratio", "lower", "upper", "e_value", "e_value_limit"])
    writer.append(contentsOf: [ratio, lower, upper, point, limit])
    writer.endRow()
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    "E-value \(AlignedText.number(point, digits: 7))"
      + (limit.map { ", of the limit nearest 1 \(AlignedText.number($0, digits: 7))" } ?? "")
      + "\n\n\(sentence)\n"
  }
}
