/// Stretches of days in which a person's rates are raised: what makes use come in bursts.
///
/// Crises begin at `yearlyRate` · frailty^`frailtyExponent` a year, last `minimumDays` and an
/// exponential time of mean `meanExtraDays` beyond, and do not overlap within a person. They come
/// from nowhere in the record and no programme shortens them.
public struct CrisisModel: Sendable, Equatable {
  /// Crises a year at frailty 1.
  public var yearlyRate: Double
  /// How strongly frailty drives crises.
  public var frailtyExponent: Double
  /// Days that every crisis lasts.
  public var minimumDays: Double
  /// Mean of the exponential time beyond.
  public var meanExtraDays: Double

  /// Creates a model.
  public init(
    yearlyRate: Double = 0.5, frailtyExponent: Double = 0.8, minimumDays: Double = 14,
    meanExtraDays: Double = 28
  ) {
    precondition(
      yearlyRate >= 0 && minimumDays >= 0 && meanExtraDays >= 0,
      "rates and durations are not negative")
    self.yearlyRate = yearlyRate
    self.frailtyExponent = frailtyExponent
    self.minimumDays = minimumDays
    self.meanExtraDays = meanExtraDays
  }
}
