public import EvalStats

/// Rates and rates of change as `evalrun change` prints them.
public struct TableChangeResult: Sendable, Codable, Equatable {
  /// One arm in one outcome.
  public struct ArmRates: Sendable, Codable, Equatable {
    public let outcome: String
    public let arm: Arm
    public let people: DisclosedCount
    public let eventsBefore: DisclosedCount
    public let eventsAfter: DisclosedCount
    /// `nil` where suppressed.
    public let personMonthsBefore: Double?
    public let personMonthsAfter: Double?
    /// Weighted, per 1,000 person-months; `nil` where suppressed or without person-time.
    public let rateBefore: Double?
    public let rateAfter: Double?
    /// Rate after over rate before, clustered by set.
    public let change: Finding?
  }

  /// One outcome by one estimator.
  public struct Estimate: Sendable, Codable, Equatable {
    public let outcome: String
    public let estimator: RateOfChange.Estimator
    /// Whether it was declared beforehand and stands apart from multiplicity.
    public let isPrimary: Bool
    /// `nil` where it could not be had.
    public let finding: Finding?
    /// p raised for the other outcomes; `nil` for the primary.
    public let adjustedPValue: Double?
    /// Why there is no finding.
    public let refusal: String?
  }

  /// Rows of the table, which are people by period.
  public let rowsRead: DisclosedCount
  /// People, members of sets and sets.
  public let people: DisclosedCount
  public let members: DisclosedCount
  public let sets: DisclosedCount
  public let arms: [ArmRates]
  public let estimates: [Estimate]
  /// The number of tests run.
  public let testCount: Int
  /// How p-values were adjusted.
  public let adjustment: MultiplicityAdjustment
  /// How many tests were run, which is the primary, how the others were adjusted.
  public let multiplicity: String
  /// One a outcome, in plain English.
  public let sentences: [String]

  init(
    _ request: TableChange, rowCount: Int, members: PersonPeriods,
    counts: [(name: String, counts: PrePostCounts)], changes: ChangeTable
  ) {
    let disclosure = request.disclosure
    // With an arm hidden, the whole less the other arm would be it.
    let hidesArm = counts.contains { _, counts in
      Arm.allCases.contains { disclosure.suppresses(counts.peopleCount(of: $0)) }
    }
    func whole(_ count: Int) -> DisclosedCount {
      hidesArm ? .suppressed : disclosure.disclose(count)
    }
    rowsRead = whole(rowCount)
    people = whole(Set(members.persons).count)
    self.members = whole(members.persons.count)
    sets = whole(Set(members.sets).count)
    arms = counts.flatMap { name, counts in
      let isHidden = disclosure.suppresses(aCellOf: counts)
      let change = isHidden ? nil : try? RateOfChange(counts)
      return Arm.allCases.map { arm in
        let areFew = disclosure.suppresses(counts.peopleCount(of: arm))
        func events(_ period: Period) -> DisclosedCount {
          areFew ? .suppressed : disclosure.shown(counts.total(of: arm, period))
        }
        func rate(_ period: Period) -> Double? {
          guard let scale = disclosure.scale(of: arm, period, in: counts) else { return nil }
          return Rate(of: arm, period, in: counts).perThousand.map { $0 * scale }
        }
        return ArmRates(
          outcome: name, arm: arm, people: disclosure.disclose(counts.peopleCount(of: arm)),
          eventsBefore: events(.before), eventsAfter: events(.after),
          personMonthsBefore: disclosure.personMonths(of: arm, .before, in: counts),
          personMonthsAfter: disclosure.personMonths(of: arm, .after, in: counts),
          rateBefore: rate(.before), rateAfter: rate(.after),
          change: change.flatMap { try? $0.change(in: arm) }.map(disclosure.shown))
      }
    }
    estimates = counts.flatMap { name, _ -> [Estimate] in
      let rows = (0..<changes.count).filter { changes.outcomes[$0] == name }
      guard !rows.isEmpty else {
        return [TableChangeResult.hidden(name, by: request.estimators[0])]
      }
      return rows.map { row in
        Estimate(
          outcome: name, estimator: changes.estimators[row], isPrimary: row == changes.primaryRow,
          finding: changes.finding(row).map(disclosure.shown),
          adjustedPValue: changes.adjustedPValues[row],
          refusal: changes.refusal(row).map { disclosure.shown($0.description) })
      }
    }
    testCount = changes.testCount
    adjustment = changes.adjustment
    multiplicity = changes.text
    let arms = arms
    sentences = estimates.filter { $0.estimator == .poisson }.compactMap { estimate in
      func change(_ arm: Arm) -> Double? {
        arms.first { $0.outcome == estimate.outcome && $0.arm == arm }?.change?.estimate
      }
      return estimate.finding?.sentence(
        SentenceSubject(outcome: estimate.outcome, treated: "the treated", controls: "controls"),
        treatedChange: change(.treated), controlChange: change(.control))
    }
  }

  private static func hidden(_ outcome: String, by estimator: RateOfChange.Estimator) -> Estimate {
    Estimate(
      outcome: outcome, estimator: estimator, isPrimary: false, finding: nil, adjustedPValue: nil,
      refusal: "a count it would be made from is hidden by the disclosure rule")
  }
}
