public import EvalStats

/// How many people, how large an effect or how much power: two are given and the third is asked.
///
/// Sizes are of one group: each of two groups, the pairs, the one group, or the controls of a
/// comparison of rates. Where people come in clusters (practices, networks) the design effect
/// multiplies the size that is needed and divides the size that is there.
public struct PowerQuestion: Sendable, Equatable {
  /// What is compared.
  public enum Comparison: Sendable, Equatable {
    /// Means by a t test; the effect is the difference.
    case means(MeanPower)
    /// Proportions; the first is known and the effect is the second.
    case proportions(first: Double, level: Double)
    /// Rates of events; the effect is the ratio, treated over control.
    case rates(RateRatioPower)
  }

  /// What is compared.
  public var comparison: Comparison
  /// People in one group, if known.
  public var size: Double?
  /// The difference, the second proportion or the ratio, if known.
  public var effect: Double?
  /// The power, if known.
  public var power: Double?
  /// By how much clusters multiply the size; `nil` for independent people.
  public var designEffect: DesignEffect?

  /// Creates a question; exactly one of size, effect and power is left out.
  ///
  /// - Throws: `TableRequestError` naming what is given too much or too little.
  public init(
    _ comparison: Comparison, size: Double? = nil, effect: Double? = nil, power: Double? = nil,
    designEffect: DesignEffect? = nil
  ) throws(TableRequestError) {
    let given = [size, effect, power].count { $0 != nil }
    guard given == 2 else {
      throw TableRequestError(
        option: comparison.effectOption,
        problem: "found \(given) of --size, \(comparison.effectOption) and --power; give two of "
          + "them, and the third is worked out")
    }
    self.comparison = comparison
    self.size = size
    self.effect = effect
    self.power = power
    self.designEffect = designEffect
  }

  /// Answers it.
  ///
  /// - Throws: `CredibilityError` for a value outside its range, or a power that no size reaches.
  public func answer() throws(CredibilityError) -> PowerAnswer {
    let factor = designEffect?.factor ?? 1
    if let size, let effect {
      return PowerAnswer(
        self, size: size, effects: [effect], power: try power(size: size / factor, effect: effect))
    }
    if let size, let power {
      let effects = try self.effects(size: size / factor, power: power).filter(\.isFinite)
      guard !effects.isEmpty else { throw .unreachable(power: power) }
      return PowerAnswer(self, size: size, effects: effects, power: power)
    }
    guard let effect, let power else { preconditionFailure("two of three are given") }
    return PowerAnswer(
      self, size: factor * (try neededSize(effect: effect, power: power)), effects: [effect],
      power: power)
  }

  private func power(size: Double, effect: Double) throws(CredibilityError) -> Double {
    switch comparison {
    case .means(let means): try means.power(size: size, difference: effect)
    case .proportions(let first, let level):
      try ProportionPower(first, effect, level: level).power(size: size)
    case .rates(let rates): try rates.power(controls: size, ratio: effect)
    }
  }

  private func neededSize(effect: Double, power: Double) throws(CredibilityError) -> Double {
    switch comparison {
    case .means(let means): try means.size(power: power, difference: effect)
    case .proportions(let first, let level):
      try ProportionPower(first, effect, level: level).size(power: power)
    case .rates(let rates): try rates.controls(power: power, ratio: effect)
    }
  }

  /// The smallest effects that are seen: one difference, or a fall and a rise where there are such.
  private func effects(size: Double, power: Double) throws(CredibilityError) -> [Double] {
    switch comparison {
    case .means(let means): return [try means.difference(power: power, size: size)]
    case .proportions(let first, let level):
      let shares = try ProportionPower.detectable(
        from: first, size: size, power: power, level: level)
      return [shares.fall, shares.rise].compactMap { $0 }
    case .rates(let rates):
      let ratios = try rates.detectableRatios(power: power, controls: size)
      return [ratios.fall, ratios.rise].compactMap { $0 }
    }
  }
}

extension PowerQuestion.Comparison {
  /// The option of the command that gives the effect.
  var effectOption: String {
    switch self {
    case .means: "--difference"
    case .proportions: "--second"
    case .rates: "--ratio"
    }
  }
}
