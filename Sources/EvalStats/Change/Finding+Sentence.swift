/// Who and what a sentence about a finding speaks of, in a commissioner's words.
public struct SentenceSubject: Sendable, Equatable {
  /// What was counted, in the plural: "A&E attendances".
  public let outcome: String
  /// The treated: "people seen by the MDT".
  public let treated: String
  /// The controls: "similar people".
  public let controls: String

  public init(
    outcome: String, treated: String = "people seen by the MDT",
    controls: String = "similar people"
  ) {
    self.outcome = outcome
    self.treated = treated
    self.controls = controls
  }
}

extension Finding {
  /// A rate-of-change ratio in one or two plain sentences, with the number and its uncertainty.
  ///
  /// "Lower" and "higher" are set against what would have been seen had the treated changed as
  /// their controls did: a ratio of 0.75 does not say that use fell by 25%. Where the interval
  /// includes 1 the sentence says so first, and what the data can rule out.
  ///
  /// - Parameters:
  ///   - subject: The words to use.
  ///   - treatedChange: Rate after over before among the treated, to say what happened in each arm.
  ///   - controlChange: The same among the controls.
  public func sentence(
    _ subject: SentenceSubject, treatedChange: Double? = nil, controlChange: Double? = nil
  ) -> String {
    let opening = Finding.opening(subject, treatedChange, controlChange)
    let comparison = Finding.relative(estimate)
    let yardstick = "had they changed as they did among \(subject.controls)"
    guard let lower, let upper else {
      return opening
        + "\(subject.outcome) among \(subject.treated) ended \(comparison) than they would have "
        + "\(yardstick); how sure this is cannot be said from these data."
    }
    let pText = pValue.map { "; \(Finding.pText($0))" } ?? ""
    if lower > 1 || upper < 1 {
      return opening
        + "\(subject.outcome) among \(subject.treated) ended \(comparison) than they would have "
        + "\(yardstick) (95% interval \(Finding.range(lower, upper))\(pText))."
    }
    return opening + "No difference in change was detected"
      + "\(pValue.map { " (\(Finding.pText($0)))" } ?? ""): \(subject.outcome) among "
      + "\(subject.treated) ended \(comparison) than they would have \(yardstick), with a 95% "
      + "interval from \(Finding.relative(lower)) to \(Finding.relative(upper)). "
      + Finding.exclusion(lower, upper)
  }

  /// What the controls did and what the treated did, each with its own verb.
  private static func opening(
    _ subject: SentenceSubject, _ treatedChange: Double?, _ controlChange: Double?
  ) -> String {
    guard let treatedChange, let controlChange else { return "" }
    return "\(subject.outcome) \(movement(treatedChange)) among \(subject.treated) and "
      + "\(movement(controlChange)) among \(subject.controls). "
  }

  /// "fell by 40%", "rose by 12%", "hardly changed".
  private static func movement(_ change: Double) -> String {
    let percent = percentText(abs(change - 1))
    guard percent != percentText(0) else { return "hardly changed" }
    return "\(change < 1 ? "fell" : "rose") by \(percent)"
  }

  /// "25% lower", "12% higher", "2.3 times higher"… and "no different".
  static func relative(_ ratio: Double) -> String {
    let percent = percentText(abs(ratio - 1))
    guard percent != percentText(0) else { return "no higher or lower" }
    return "\(percent) \(ratio < 1 ? "lower" : "higher")"
  }

  /// "12% to 36% lower", the nearer end first, for an interval on one side of 1.
  private static func range(_ lower: Double, _ upper: Double) -> String {
    let ends = upper < 1 ? (upper, lower) : (lower, upper)
    let word = upper < 1 ? "lower" : "higher"
    return "\(percentText(abs(ends.0 - 1))) to \(percentText(abs(ends.1 - 1))) \(word)"
  }

  /// What an interval around 1 rules out.
  private static func exclusion(_ lower: Double, _ upper: Double) -> String {
    "The data exclude a relative fall larger than \(percentText(abs(lower - 1))) and a relative "
      + "rise larger than \(percentText(abs(upper - 1)))."
  }

  /// Whole percents; one decimal below 1%.
  static func percentText(_ share: Double) -> String {
    let percent = 100 * share
    if percent >= 0.95 || percent < 0.05 { return "\(Decimals.grouped(percent))%" }
    return "\(Decimals.text(percent, places: 1))%"
  }

  /// "p = 0.034", "p = 0.51", "p < 0.001".
  static func pText(_ pValue: Double) -> String {
    if pValue < 0.001 { return "p < 0.001" }
    return "p = \(Decimals.text(pValue, places: pValue < 0.1 ? 3 : 2))"
  }
}
