/// What the simulated programme does to the people it takes on: one ratio an outcome.
///
/// From the day after the index date on, a setting's intensity (events per day, given everything
/// else about the person and the day) is multiplied by its ratio, and the weekly cost of adult
/// social care by `socialCareCost`. Death and leaving are untouched, so the ratio of expected
/// person-time rates with and without the programme is exactly the ratio stated here, in every
/// window, and the rate-of-change ratio of a fair comparison estimates it.
public struct TrueEffects: Sendable, Equatable {
  /// Ratio for A&E attendances.
  public var aAndE: Double
  /// Ratio for non-elective admissions, and so for the emergency admissions among them.
  public var nonElective: Double
  /// Ratio for elective ordinary admissions.
  public var elective: Double
  /// Ratio for day cases.
  public var dayCase: Double
  /// Ratio for outpatient appointments.
  public var outpatient: Double
  /// Ratio for the cost of adult social care.
  public var socialCareCost: Double

  /// Creates effects; a ratio left out is 1.
  public init(
    aAndE: Double = 1, nonElective: Double = 1, elective: Double = 1, dayCase: Double = 1,
    outpatient: Double = 1, socialCareCost: Double = 1
  ) {
    precondition(
      [aAndE, nonElective, elective, dayCase, outpatient, socialCareCost].allSatisfy {
        $0 > 0 && $0.isFinite
      }, "an effect is a positive ratio")
    self.aAndE = aAndE
    self.nonElective = nonElective
    self.elective = elective
    self.dayCase = dayCase
    self.outpatient = outpatient
    self.socialCareCost = socialCareCost
  }

  /// No effect on anything.
  public static let none = TrueEffects()

  /// The effects of both sample studies: A&E 0.75, outpatient 1.05, adult social care 1.12,
  /// nothing on admissions.
  public static let sample = TrueEffects(aAndE: 0.75, outpatient: 1.05, socialCareCost: 1.12)

  /// The ratio for a setting, or `nil` for settings that are not simulated.
  public func ratio(for setting: Setting) -> Double? {
    switch setting {
    case .aAndE: aAndE
    case .nonElective, .emergency: nonElective
    case .elective: elective
    case .dayCase: dayCase
    case .outpatient: outpatient
    case .adultSocialCare: socialCareCost
    case .generalPractice, .community, .ambulance, .mentalHealth, .mentalHealthReferral,
      .safeguarding,
      .communityHospital:
      nil
    }
  }
}
