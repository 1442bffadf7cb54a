/// Effects of a programme that takes people on at different months: by group and month, without the
/// bias of one regression with person and month effects.
///
/// A group is everyone first taken on in one month g. Its effect in month t sets the change of its
/// rate since a base month against the same change among people not (yet) treated (Callaway and
/// Sant'Anna 2021, doi:10.1016/j.jeconom.2020.12.001):
/// ATT(g, t) = (r_g,t − r_g,b) − (r_C,t − r_C,b) per 1,000 person-months, or the ratio
/// (r_g,t/r_g,b)/(r_C,t/r_C,b), each rate Σwy/Σwt. A two-way fixed-effects regression also compares
/// late starters with early ones who are already treated, and goes wrong where effects grow or differ.
///
/// **Assumptions.** The group's rate would have moved as the comparison's did (by the same number, or
/// factor); nobody's use changes before the start but for the months of `anticipation`. In NHS data
/// the month before the start carries the crisis that led to it: with anticipation *a* the base is
/// g − 1 − *a*, away from the hump. The start month itself is in part before the start.
///
/// **Uncertainty.** Influence values of the rates summed by cluster (by person unless given), CR1
/// (G/(G − 1)), t with the fewer of treated and comparison clusters less one.
public struct StaggeredStarts: Sendable {
  /// Who a group is compared with.
  public enum Comparison: String, Sendable, Codable, CaseIterable {
    /// People who have not started by the later of the month and its base, plus anticipation; those
    /// who never start among them.
    case notYetTreated
    /// People who never start in the panel.
    case neverTreated
  }

  /// The month that months before the start are measured against; months from the start on always
  /// have the month before it, less anticipation.
  public enum BasePeriod: String, Sendable, Codable, CaseIterable {
    /// The month before each: an effect before the start is a change from month to month.
    case varying
    /// The same month for all.
    case universal
  }

  /// What becomes of groups of fewer people than the design asks for.
  public enum SmallGroups: String, Sendable, Codable, CaseIterable {
    /// Not shown alone; part of all averages.
    case pooled
    /// Not part of any average either; they still serve as comparisons before they start.
    case leftOut
  }

  /// How groups are compared.
  public struct Design: Sendable, Hashable {
    /// Who with.
    public let comparison: Comparison
    /// Since when.
    public let base: BasePeriod
    /// Months before the start in which use may already move, 0 or more.
    public let anticipation: Int
    /// Fewest people of a group, or behind a point of an average, that is shown alone.
    public let fewestPeople: Int
    /// What becomes of smaller groups.
    public let smallGroups: SmallGroups

    /// Creates a design.
    public init(
      comparison: Comparison = .notYetTreated, base: BasePeriod = .varying,
      anticipation: Int = 0, fewestPeople: Int = 5, smallGroups: SmallGroups = .pooled
    ) {
      precondition(anticipation >= 0, "\(anticipation) months of anticipation")
      precondition(fewestPeople >= 2, "a group of \(fewestPeople) people shows no variation")
      self.comparison = comparison
      self.base = base
      self.anticipation = anticipation
      self.fewestPeople = fewestPeople
      self.smallGroups = smallGroups
    }
  }

  /// How groups are compared.
  public let design: Design
  /// Start months of the groups with a base month in the panel, ascending.
  public let groups: [Int]
  /// Groups of fewer people than asked for, and starts without a base month: what became of them.
  public let notes: [ChangeError]
  let totals: PanelTotals
  /// Cohorts of `groups`.
  let cohorts: [Int]

  /// Checks the panel and adds it up.
  ///
  /// - Throws: `ChangeError.invalidValue`, `.eventsWithoutTime`, `.changingValue` for a panel that
  ///   cannot be; `.noStaggeredStarts` if no group can be compared with anyone.
  /// - Complexity: O(*rows* + *people* · *months*)
  public init(_ panel: StaggeredPanel, design: Design = Design()) throws(ChangeError) {
    self.design = design
    totals = try PanelTotals(panel, anticipation: design.anticipation)
    var cohorts: [Int] = []
    var notes: [ChangeError] = []
    for (cohort, start) in totals.starts.enumerated()
    where start != PanelTotals.never && totals.peopleCounts[cohort] > 0 {
      let base = start - 1 - design.anticipation
      guard totals.months.contains(base) else {
        notes.append(.noBaseMonth(group: start, month: base))
        continue
      }
      if totals.peopleCounts[cohort] < design.fewestPeople {
        notes.append(
          .smallGroup(
            group: start, people: totals.peopleCounts[cohort], needed: design.fewestPeople))
        if design.smallGroups == .leftOut { continue }
      }
      cohorts.append(cohort)
    }
    guard !cohorts.isEmpty, totals.starts.count > 1 else { throw .noStaggeredStarts }
    self.cohorts = cohorts
    self.notes = notes
    groups = cohorts.map { [totals] in totals.starts[$0] }
  }

  /// The number of people who start in a month.
  public func peopleCount(group: Int) -> Int {
    totals.starts.firstIndex(of: group).map { totals.peopleCounts[$0] } ?? 0
  }

  /// Whether a group is shown by itself.
  func isShown(_ cohort: Int) -> Bool { totals.peopleCounts[cohort] >= design.fewestPeople }

  /// The base month of a group in a month, which need not be in the panel.
  func base(start: Int, month: Int) -> Int {
    month >= start || design.base == .universal ? start - 1 - design.anticipation : month - 1
  }

  /// The cohorts a group is compared with in a month.
  func comparison(cohort: Int, month: Int, base: Int) -> [Int] {
    let latest = max(month, base) + design.anticipation
    return totals.starts.indices.filter { other in
      guard other != cohort, totals.peopleWeights[other] > 0 else { return false }
      return switch design.comparison {
      case .neverTreated: totals.starts[other] == PanelTotals.never
      case .notYetTreated: totals.starts[other] > latest
      }
    }
  }
}
