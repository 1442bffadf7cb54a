internal import EvalStats
internal import Foundation

/// Size, effect and power that belong together, as `evalrun power` prints them.
public struct PowerAnswer: PrintedResult, Sendable, Codable, Equatable {
  /// The test and its formula, for a statistician.
  public let method: String
  /// The significance level.
  public let level: Double
  /// What `size` counts: "people in each group", "pairs", "controls".
  public let sizeOf: String
  /// People in one group, as it comes out of the formula.
  public let size: Double
  /// The whole number of people at least as large.
  public let wholeSize: Int
  /// The treated who belong to `size` controls, for rates alone.
  public let treated: Double?
  /// What an effect is: "difference", "second proportion", "rate ratio".
  public let effectOf: String
  /// The effect, or the smallest fall and the smallest rise that are seen.
  public let effects: [Double]
  /// The power.
  public let power: Double
  /// The factor on the size for people in clusters; `nil` for independent people.
  public let designEffect: Double?
  /// The same in plain English.
  public let sentence: String

  init(_ question: PowerQuestion, size: Double, effects: [Double], power: Double) {
    self.size = size
    self.effects = effects
    self.power = power
    designEffect = question.designEffect?.factor
    wholeSize = PowerAnswer.whole(size)
    let percent = AlignedText.number(100 * power, digits: 3)
    let isSolved = question.effect == nil
    let seen: String
    switch question.comparison {
    case .means(let means):
      level = means.level
      treated = nil
      effectOf = "difference"
      let groups: String
      switch means.comparison {
      case .twoSample: (sizeOf, groups) = ("people in each group", "two groups")
      case .paired: (sizeOf, groups) = ("pairs", "pairs")
      case .oneSample: (sizeOf, groups) = ("people", "one group")
      }
      method =
        "t test of \(groups), noncentral t, SD "
        + "\(AlignedText.number(means.standardDeviation)), "
        + "\(means.isTwoSided ? "two-sided" : "one-sided")"
      seen = "a difference of \(AlignedText.number(effects.first))"
    case .proportions(let first, let level):
      self.level = level
      treated = nil
      sizeOf = "people in each group"
      effectOf = "second proportion"
      method = "two proportions, normal approximation, pooled variance under the null, two-sided"
      seen =
        "\(PowerAnswer.share(first)) against "
        + effects.map(PowerAnswer.share).joined(separator: " or ")
    case .rates(let rates):
      level = rates.level
      treated = size * rates.treatedPerControl
      sizeOf = "controls"
      effectOf = "rate ratio"
      method =
        "Wald test of a log rate ratio, "
        + (rates.dispersion == 0
          ? "Poisson"
          : "negative binomial with dispersion \(AlignedText.number(rates.dispersion))")
        + ", two-sided"
      seen =
        "a rate ratio of " + effects.map { AlignedText.number($0) }.joined(separator: " or ")
    }
    let more = isSolved && effects.count > 1 ? ", or anything further from no effect" : ""
    sentence =
      "With \(wholeSize) \(sizeOf)"
      + (treated.map { " and \(PowerAnswer.whole($0)) treated" } ?? "")
      + " the chance of seeing \(seen)\(more) is \(percent)% at the "
      + "\(AlignedText.number(100 * level))% level."
  }

  /// The whole number at least as large; a size that is whole but for rounding is whole.
  private static func whole(_ size: Double) -> Int {
    Int(min(9e15, (size * (1 - 1e-12)).rounded(.up)))
  }

  private static func share(_ value: Double) -> String {
    "\(AlignedText.number(100 * value, digits: 4))%"
  }

  /// The main table, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: [
      "method", "level", "size_of", "size", "whole_size", "treated", "effect_of", "effect",
      "power", "design_effect",
    ])
    for effect in effects {
      writer.append(method)
      writer.append(level)
      writer.append(sizeOf)
      writer.append(size)
      writer.append(wholeSize)
      writer.append(treated)
      writer.append(effectOf)
      writer.append(effect)
      writer.append(power)
      writer.append(designEffect)
      writer.endRow()
    }
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    var table = AlignedText(header: ["", ""])
    table.append([sizeOf, "\(wholeSize) (\(AlignedText.number(size, digits: 7)))"])
    if let treated { table.append(["treated", AlignedText.number(treated, digits: 7)]) }
    table.append([
      effectOf, effects.map { AlignedText.number($0, digits: 7) }.joined(separator: ", "),
    ])
    table.append(["power", AlignedText.number(power, digits: 5)])
    table.append(["level", AlignedText.number(level)])
    if let designEffect { table.append(["design effect", AlignedText.number(designEffect)]) }
    let body = table.lines.dropFirst().map { $0 + "\n" }.joined()
    return "\(method)\n\n\(body)\n\(sentence)\n"
  }
}
