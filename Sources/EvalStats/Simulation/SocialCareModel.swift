/// Council-funded adult social care: packages with a start, an end, a weekly cost and a reason.
///
/// A person without a package begins one at `startHazard` · frailty^`frailtyExponent` ·
/// exp(`logHazardPerDecade` · (age − 70)/10) a year, `crisisMultiplier` times that in a crisis. It
/// ends at `endHazard` a year (residential and nursing care only by death or leaving). At the first
/// day of observation a share of people stands in care already, by the stationary odds of the two
/// hazards. The weekly cost is the mean of its kind times a gamma of mean 1.
public struct SocialCareModel: Sendable, Equatable {
  /// New packages a year at frailty 1 and age 70 outside a crisis.
  public var startHazard: Double
  /// How strongly frailty drives care.
  public var frailtyExponent: Double
  /// Log hazard per ten years of age.
  public var logHazardPerDecade: Double
  /// How much a crisis raises the hazard of a new package.
  public var crisisMultiplier: Double
  /// Ends of community packages, per year.
  public var endHazard: Double
  /// Share of new packages that are residential, and that are nursing care.
  public var residentialShare: Double
  /// Share of new packages that are nursing care.
  public var nursingShare: Double
  /// Pounds a week in the community.
  public var communityWeekly: Double
  /// Pounds a week in residential care.
  public var residentialWeekly: Double
  /// Pounds a week in nursing care.
  public var nursingWeekly: Double
  /// Shape of the gamma spread of weekly cost within the community.
  public var communityCostShape: Double
  /// Shape of the gamma spread of weekly cost in a home.
  public var homeCostShape: Double

  /// Creates a model. The weekly means are the 2022/23 proxies derived from ASC-FR; what people's
  /// packages cost around them is made up.
  public init(
    startHazard: Double = 0.05, frailtyExponent: Double = 0.8, logHazardPerDecade: Double = 0.5,
    crisisMultiplier: Double = 4, endHazard: Double = 0.35, residentialShare: Double = 0.07,
    nursingShare: Double = 0.04, communityWeekly: Double = 434, residentialWeekly: Double = 1043,
    nursingWeekly: Double = 1211, communityCostShape: Double = 2.5, homeCostShape: Double = 25
  ) {
    precondition(
      residentialShare + nursingShare <= 1 && communityCostShape > 0 && homeCostShape > 0,
      "shares of a whole and positive shapes")
    self.startHazard = startHazard
    self.frailtyExponent = frailtyExponent
    self.logHazardPerDecade = logHazardPerDecade
    self.crisisMultiplier = crisisMultiplier
    self.endHazard = endHazard
    self.residentialShare = residentialShare
    self.nursingShare = nursingShare
    self.communityWeekly = communityWeekly
    self.residentialWeekly = residentialWeekly
    self.nursingWeekly = nursingWeekly
    self.communityCostShape = communityCostShape
    self.homeCostShape = homeCostShape
  }
}
