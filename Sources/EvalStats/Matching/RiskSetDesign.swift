/// How people taken on at different dates are matched to people at risk on the same day.
///
/// At each treated person's exact index date the candidates are those alive, registered, with the
/// required look-back and not yet taken on. Covariates of both are those of the day before. A
/// control takes the index date of the set it joins. The defaults are those of `evalrun run`; a fit
/// without recent use, or with another rule for people taken on later, is another value of this
/// type.
///
/// Sequential matching on the time of treatment after Li, Propert and Rosenbaum 2001
/// (doi:10.1198/016214501753208573) and, by a score, Lu 2005 (doi:10.1111/j.1541-0420.2005.00356.x).
public struct RiskSetDesign: Sendable, Equatable {
  /// Whether people who are taken on themselves may serve as controls before that.
  public enum LaterTreated: Sendable, Equatable {
    /// Not if they are taken on within this many days after the index date of the set.
    ///
    /// Following them only up to their own crisis would make controls look well.
    case excludedWithin(days: Int)
    /// They may, and their time ends the day before their own index date.
    case censored
    /// Never: controls are people who were not taken on at all. Reads the whole future.
    case neverTreated
  }

  /// The covariates of the score and of the balance; without a score, of the balance alone.
  public var covariates: [Covariate]
  /// Covariates on which a control agrees with its treated person: `sex` or attributes.
  public var exact: [Covariate]
  /// Ages, ascending, at which a new age band begins; empty for none. Bands match exactly.
  public var ageBandEdges: [Double]
  /// The largest difference in score, included, in standard deviations of the score; `nil` for none.
  public var caliper: Double?
  /// The largest number of controls of a set.
  public var ratio: Int
  /// The least number of controls of a set; a treated person who finds fewer stays unmatched.
  public var minimumControls: Int
  /// How often one person may serve as a control over the whole study.
  public var reuse: ControlReuse
  /// What happens with people who are taken on later.
  public var laterTreated: LaterTreated
  /// Days on the register required before the index date.
  public var lookBackDays: Int
  /// The index dates that enter; `nil` for all that the records cover.
  public var admittedIndexDates: ClosedRange<Day>?
  /// What happens to people of whom a covariate is missing that they are matched on; without a score
  /// those of `covariates` are not.
  public var missing: MissingRule
  /// How far a control's covariates may lie from those of its treated person.
  public var within: [CovariateCaliper]
  /// Attributes, or `sex`, in which a control differs from its treated person.
  public var antiExact: [Covariate]
  /// People who are no candidates because of an attribute, such as those of pilot practices.
  public var excludedControls: [ControlExclusion]
  /// Rules that keep people out, asked in order.
  public var exclusions: [Exclusion]
  /// By what a control is chosen among those admitted.
  public var choice: Choice

  /// Creates a design; every default is that of the main job.
  public init(
    covariates: [Covariate], exact: [Covariate] = [.sex],
    ageBandEdges: [Double] = [18, 40, 65, 75, 85], caliper: Double? = 0.2, ratio: Int = 3,
    minimumControls: Int = 1, reuse: ControlReuse = .none,
    laterTreated: LaterTreated = .excludedWithin(days: 365), lookBackDays: Int = 365,
    admittedIndexDates: ClosedRange<Day>? = nil, missing: MissingRule = .error,
    within: [CovariateCaliper] = [], antiExact: [Covariate] = [],
    excludedControls: [ControlExclusion] = [], exclusions: [Exclusion] = [],
    choice: Choice = .score
  ) {
    self.covariates = covariates
    self.exact = exact
    self.ageBandEdges = ageBandEdges
    self.caliper = caliper
    self.ratio = ratio
    self.minimumControls = minimumControls
    self.reuse = reuse
    self.laterTreated = laterTreated
    self.lookBackDays = lookBackDays
    self.admittedIndexDates = admittedIndexDates
    self.missing = missing
    self.within = within
    self.antiExact = antiExact
    self.excludedControls = excludedControls
    self.exclusions = exclusions
    self.choice = choice
  }

  /// The design without the covariates for which `isLeftOut` holds.
  public func without(_ isLeftOut: (Covariate) -> Bool) -> RiskSetDesign {
    var design = self
    design.covariates.removeAll(where: isLeftOut)
    return design
  }

  /// Whether a control's time ends the day before their own index date.
  public var censorsControlsAtOwnIndex: Bool { laterTreated == .censored }

  /// Refuses settings that match nobody or mean nothing.
  func check() throws(RiskSetError) {
    func require(
      _ holds: Bool, _ name: String, _ found: String, _ expected: String
    ) throws(RiskSetError) {
      if !holds { throw .invalidSetting(name: name, found: found, expected: expected) }
    }
    try require(ratio >= 1, "ratio", "\(ratio)", "1 or more")
    try require(
      (1...max(1, ratio)).contains(minimumControls), "minimum controls", "\(minimumControls)",
      "from 1 to the ratio, \(ratio)")
    try require(reuse.limit >= 1, "reuse", "\(reuse.limit)", "1 or more")
    try require(lookBackDays >= 0, "look-back days", "\(lookBackDays)", "0 or more")
    if let caliper {
      try require(
        caliper.isFinite && caliper >= 0, "caliper", "\(caliper)",
        "0 or more standard deviations of the score")
    }
    if case .excludedWithin(let days) = laterTreated {
      try require(days >= 0, "later-treated days", "\(days)", "0 or more")
    }
    try require(
      ageBandEdges.allSatisfy(\.isFinite)
        && zip(ageBandEdges, ageBandEdges.dropFirst()).allSatisfy { $0 < $1 },
      "age bands", "\(ageBandEdges)", "ages in ascending order")
    for covariate in exact where !covariate.isConstant {
      throw .notConstant(covariate: covariate.name)
    }
    try checkConstraints()
  }
}
