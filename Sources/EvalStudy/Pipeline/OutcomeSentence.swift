internal import EvalStats
internal import Foundation

/// One plain-English sentence for an outcome, with the number and its uncertainty.
struct OutcomeSentence {
  let text: String

  init(_ estimate: OutcomeEstimate, adjustedPValue: Double?) {
    let label = estimate.outcome.label
    guard let ratio = estimate.ratio else {
      text = "\(label) over \(estimate.months) months could not be estimated."
      return
    }
    let subject = "In the \(estimate.months) months after the first contact \(Self.lowered(label))"
    let verb = estimate.outcome.setting.isCounted ? "were" : "was"
    let comparison = "the change among matched people would lead one to expect"
    guard let lower = ratio.lower, let upper = ratio.upper else {
      text =
        "\(subject) \(verb) \(Self.size(ratio.estimate)) than \(comparison) "
        + "(\(Self.figures(of: ratio))); how sure that is cannot be said."
      return
    }
    guard lower > 1 || upper < 1 else {
      text =
        "\(subject) \(verb) not clearly different from what \(comparison) "
        + "(\(Self.figures(of: ratio))): the interval excludes a level more than "
        + "\(Wording.percent(1 - lower)) below or \(Wording.percent(upper - 1)) above it."
      return
    }
    let mayBeChance = adjustedPValue.map { $0 >= 0.05 } ?? false
    text =
      "\(subject) \(verb) \(Self.size(ratio.estimate)) than \(comparison) "
      + "(\(Self.figures(of: ratio)))"
      + (mayBeChance ? "; with this many outcomes looked at, that could be chance." : ".")
  }

  /// "ratio 0.75, 95% interval 0.63 to 0.89".
  static func figures(of ratio: Finding) -> String {
    let estimate = "ratio \(Wording.fixed(ratio.estimate, places: 2))"
    guard let lower = ratio.lower, let upper = ratio.upper else { return estimate }
    return estimate + ", 95% interval \(Wording.fixed(lower, places: 2)) to "
      + Wording.fixed(upper, places: 2)
  }

  /// "25% lower".
  private static func size(_ ratio: Double) -> String {
    ratio < 1
      ? "\(Wording.percent(1 - ratio)) lower" : "\(Wording.percent(ratio - 1)) higher"
  }

  /// A label inside a sentence: "A&E attendances" stays, "Outpatient attendances" is lowered.
  static func lowered(_ label: String) -> String {
    let word = label.prefix { $0 != " " }
    let isAcronym = word.count > 1 && String(word) == word.uppercased()
    return isAcronym ? label : label.prefix(1).lowercased() + label.dropFirst()
  }
}
