/// How one setting is used: a Poisson process whose intensity differs between people and moves with
/// season and crisis.
///
/// Events per year of person *i* on day *t*:
/// `yearlyRate` · Zᵢ^`frailtyExponent` · Vᵢ · {1 + a·cos(2π(d − peak)/365.25)} · (`crisisMultiplier`
/// while in a crisis), with frailty Z shared by all settings, V ~ gamma of mean 1 and variance
/// `ownVariance` for this setting alone, and *d* the day of the year.
public struct ActivityProcess: Sendable, Equatable {
  /// The setting: A&E, non-elective, elective, day case or outpatient.
  public var setting: Setting
  /// Events a year for a person of frailty 1 outside a crisis.
  public var yearlyRate: Double
  /// How strongly frailty drives the setting.
  public var frailtyExponent: Double
  /// Variance between people that is this setting's own; 0 for none.
  public var ownVariance: Double
  /// How much the rate is raised in a crisis.
  public var crisisMultiplier: Double
  /// Relative height of the seasonal wave, 0…1.
  public var seasonalAmplitude: Double
  /// Day of the year of the peak.
  public var seasonalPeak: Int

  /// Creates a process.
  public init(
    setting: Setting, yearlyRate: Double, frailtyExponent: Double, ownVariance: Double,
    crisisMultiplier: Double, seasonalAmplitude: Double, seasonalPeak: Int
  ) {
    precondition(
      yearlyRate >= 0 && ownVariance >= 0 && crisisMultiplier > 0
        && (0...1).contains(seasonalAmplitude),
      "rates and variances are not negative and a seasonal wave stays within its mean")
    self.setting = setting
    self.yearlyRate = yearlyRate
    self.frailtyExponent = frailtyExponent
    self.ownVariance = ownVariance
    self.crisisMultiplier = crisisMultiplier
    self.seasonalAmplitude = seasonalAmplitude
    self.seasonalPeak = seasonalPeak
  }

  /// The seasonal factor of each day from `first` to `last`, by days since 1970-01-01.
  ///
  /// A point is turned round the circle day by day with additions and products alone, so that the
  /// same bits come out on every platform.
  func seasons(from first: Int32, through last: Int32) -> [Double] {
    // cos θ and sin θ for θ = 2π/365.25, one day.
    let cosine = 0.999_852_041_955_773_5
    let sine = 0.017_201_575_418_260_506
    // The day of the year with 1 January 1970 as day 1, turned to the peak by whole days.
    var current = (1.0, 0.0)
    let offset = (Int(first) + 1 - seasonalPeak) % 1461
    for _ in 0..<(offset + 1461) % 1461 {
      current = (
        cosine * current.0 - sine * current.1, sine * current.0 + cosine * current.1
      )
    }
    return (first...last).map { _ in
      defer {
        current = (
          cosine * current.0 - sine * current.1, sine * current.0 + cosine * current.1
        )
      }
      return 1 + seasonalAmplitude * current.0
    }
  }
}
