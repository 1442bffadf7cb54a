internal import EvalStats

/// The smallest rate-of-change ratio a finished study could have shown, as `evalrun power change`
/// prints it.
public struct DetectableChange: PrintedResult, Sendable, Codable, Equatable {
  /// The standard error of the log ratio.
  public let standardError: Double
  /// The chance of seeing it.
  public let power: Double
  /// The two-sided level.
  public let level: Double
  /// The ratio below 1 and the ratio above.
  public let fall: Double
  public let rise: Double
  /// The same in plain English.
  public let sentence: String

  /// Works it out.
  ///
  /// - Throws: `TableRequestError` naming the option at fault.
  public init(
    standardError: Double, power: Double = 0.8, level: Double = 0.05
  ) throws(TableRequestError) {
    func require(
      _ isValid: Bool, _ option: String, _ value: Double, _ range: String
    ) throws(TableRequestError) {
      guard isValid else {
        throw TableRequestError(option: option, problem: "found \(value), expected \(range)")
      }
    }
    try require(
      standardError > 0 && standardError.isFinite, "--standard-error", standardError,
      "a positive, finite number")
    try require(power >= 0.5 && power < 1, "--power", power, "from 0.5 to below 1")
    try require(level > 0 && level < 1, "--level", level, "between 0 and 1")
    let change = MinimumDetectableChange(standardError: standardError, power: power, level: level)
    try require(
      change.rise.isFinite, "--standard-error", standardError, "one on the scale of log ratios")
    self.standardError = standardError
    self.power = power
    self.level = level
    fall = change.fall
    rise = change.rise
    sentence =
      "A study this precise sees a relative fall of "
      + "\(AlignedText.number(100 * (1 - change.fall), digits: 3))% or a relative rise of "
      + "\(AlignedText.number(100 * (change.rise - 1), digits: 3))% with a chance of "
      + "\(AlignedText.number(100 * power, digits: 3))%; smaller ones it is likely to miss."
  }

  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: ["standard_error", "power", "level", "fall", "rise"])
    writer.append(contentsOf: [standardError, power, level, fall, rise])
    writer.endRow()
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    "smallest ratios seen: \(AlignedText.number(fall, digits: 7)) and "
      + "\(AlignedText.number(rise, digits: 7))\n\n\(sentence)\n"
  }
}
