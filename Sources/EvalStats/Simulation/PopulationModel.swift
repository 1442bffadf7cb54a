/// Who is on the register: age, sex, deprivation, conditions, frailty, and how people come and go.
///
/// Frailty is gamma with mean 1 and shape `frailtyShape`, times exp(`frailtyPerDecade` · (age −
/// `meanAge`)/10 + `frailtyPerDecile` · (5.5 − IMD decile)). The number of long-term conditions is
/// Poisson with mean `conditionMean` · frailty^`conditionExponent`, so that it tells of frailty
/// without giving it away.
public struct PopulationModel: Sendable, Equatable {
  /// Mean age in years at the census, before the ends are cut at 18 and 101.
  public var meanAge: Double
  /// Standard deviation of age.
  public var ageDeviation: Double
  /// Share of women.
  public var femaleShare: Double
  /// Shape of the gamma frailty; its squared coefficient of variation is the inverse.
  public var frailtyShape: Double
  /// Log frailty per ten years of age.
  public var frailtyPerDecade: Double
  /// Log frailty per decile of deprivation.
  public var frailtyPerDecile: Double
  /// Mean number of long-term conditions at frailty 1.
  public var conditionMean: Double
  /// How strongly conditions follow frailty.
  public var conditionExponent: Double
  /// Leaving the register, per year, at age 60 and above.
  public var leavingHazard: Double
  /// Added leaving per year for each decade below 60.
  public var leavingPerYoungerDecade: Double
  /// Death per year at age 70 and frailty 1 outside a crisis.
  public var deathHazard: Double
  /// Log death hazard per ten years of age.
  public var deathPerDecade: Double
  /// How strongly frailty drives death.
  public var deathFrailtyExponent: Double
  /// How much a crisis raises the hazard of death.
  public var deathCrisisMultiplier: Double

  /// Creates a model; the defaults are adults of raised risk with about 22% leaving or dying a year.
  public init(
    meanAge: Double = 64, ageDeviation: Double = 18, femaleShare: Double = 0.54,
    frailtyShape: Double = 1.6, frailtyPerDecade: Double = 0.10, frailtyPerDecile: Double = 0.04,
    conditionMean: Double = 1.9, conditionExponent: Double = 0.7, leavingHazard: Double = 0.165,
    leavingPerYoungerDecade: Double = 0.05, deathHazard: Double = 0.035,
    deathPerDecade: Double = 0.7, deathFrailtyExponent: Double = 0.7,
    deathCrisisMultiplier: Double = 3
  ) {
    self.meanAge = meanAge
    self.ageDeviation = ageDeviation
    self.femaleShare = femaleShare
    self.frailtyShape = frailtyShape
    self.frailtyPerDecade = frailtyPerDecade
    self.frailtyPerDecile = frailtyPerDecile
    self.conditionMean = conditionMean
    self.conditionExponent = conditionExponent
    self.leavingHazard = leavingHazard
    self.leavingPerYoungerDecade = leavingPerYoungerDecade
    self.deathHazard = deathHazard
    self.deathPerDecade = deathPerDecade
    self.deathFrailtyExponent = deathFrailtyExponent
    self.deathCrisisMultiplier = deathCrisisMultiplier
  }
}
