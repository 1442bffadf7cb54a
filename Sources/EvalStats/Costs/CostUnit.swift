/// What a unit cost is the price of.
public enum CostUnit: String, Sendable, Codable, CaseIterable {
  case attendance
  case spell
  /// Finished consultant episode; a spell may hold several.
  case finishedConsultantEpisode = "FCE"
  case bedDay = "bed day"
  case week
  case hour
  case contact

  /// The unit a table of costs names, whatever its capitals, spaces, hyphens or plural: "bed day",
  /// "bedDay" and "bed-days" are one.
  public init?(named name: String) {
    func key(_ text: String) -> String {
      let letters = text.lowercased().filter(\.isLetter)
      return letters.hasSuffix("s") ? String(letters.dropLast()) : letters
    }
    let wanted = key(name)
    guard
      let unit = CostUnit.allCases.first(where: { key($0.rawValue) == wanted })
        ?? (wanted == "finishedconsultantepisode" ? .finishedConsultantEpisode : nil)
    else { return nil }
    self = unit
  }
}

extension Setting {
  /// What one unit of recorded activity is: admissions are counted as spells, not as episodes;
  /// referrals, ambulance incidents and safeguarding alerts are priced as contacts;
  /// `nil` for adult social care, whose packages are in pounds already.
  public var activityUnit: CostUnit? {
    switch self {
    case .aAndE, .outpatient: .attendance
    case .nonElective, .emergency, .elective, .dayCase, .communityHospital: .spell
    case .generalPractice, .community, .ambulance, .mentalHealth, .mentalHealthReferral,
      .safeguarding:
      .contact
    case .adultSocialCare: nil
    }
  }

  /// Who pays unless a study says otherwise: the council for adult social care and safeguarding, the
  /// integrated care board ("ICB") for the rest.
  public var usualPayer: String {
    self == .adultSocialCare || self == .safeguarding ? "council" : "ICB"
  }
}
