/// Why a group gives no estimate, or none that can be pooled.
public enum GroupRefusal: EvaluationError, Equatable {
  /// Nobody treated is in the group.
  case empty
  /// The estimate cannot be made: no events, one set, no person-time.
  case change(ChangeError)
  /// Its counts are too small to be shown.
  case suppressed
  /// The sets of the group do not differ, or are too few, so that no standard error can be given.
  case noStandardError

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .empty: "empty-group"
    case .change(let error): error.code
    case .suppressed: "suppressed-group"
    case .noStandardError: "no-standard-error"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    if case .change(let error) = self { error.location } else { nil }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .empty: "nobody treated is in the group"
    case .change(let error): error.message
    case .suppressed:
      "the counts are too small to be shown; put small groups together as others"
    case .noStandardError:
      "the matched sets are too few or too much alike for a standard error, so the group cannot be "
        + "pooled; put small groups together as others"
    }
  }
}

extension GroupedRateOfChange {
  /// One group and what it says alone.
  public struct Group: Sendable {
    /// The name.
    public let label: String
    /// The place among the levels, from 1; `nil` for "others".
    public let score: Double?
    /// Different people treated; `nil` where too few to be shown.
    public let treatedCount: Int?
    /// Different controls; `nil` where too few to be shown.
    public let controlCount: Int?
    /// Matched sets; `nil` where the people are too few to be shown.
    public let setCount: Int?
    /// The rate-of-change ratio, or why there is none.
    public let ratio: Result<Finding, GroupRefusal>
    /// The difference in differences per 1,000 person-months, or why there is none.
    public let difference: Result<Finding, GroupRefusal>
    /// The average effect on the treated in events per 1,000 person-months, or why there is none.
    public let averageEffect: Result<Finding, GroupRefusal>
    /// The analysis behind them; `nil` where there is none or it may not be shown.
    let change: RateOfChange?

    init(
      label: String, score: Double?, counts: PrePostCounts, isSuppressed: (Int) -> Bool
    ) {
      self.label = label
      self.score = score
      let treated = counts.personCount(of: .treated)
      let controls = counts.personCount(of: .control)
      func failing(_ refusal: GroupRefusal) -> Result<Finding, GroupRefusal> { .failure(refusal) }
      let hides = Group.hides(counts, treated, controls, isSuppressed)
      treatedCount = isSuppressed(treated) ? nil : treated
      controlCount = isSuppressed(controls) ? nil : controls
      setCount =
        isSuppressed(treated) || isSuppressed(controls) ? nil : Set(counts.sets).count
      guard treated > 0, !hides else {
        let refusal: GroupRefusal = treated > 0 ? .suppressed : .empty
        ratio = .failure(refusal)
        difference = .failure(refusal)
        averageEffect = .failure(refusal)
        change = nil
        return
      }
      do {
        let change = try RateOfChange(counts)
        self.change = change
        func result(
          _ body: () throws(ChangeError) -> Finding
        ) -> Result<Finding, GroupRefusal> {
          do { return .success(try body()) } catch { return .failure(.change(error)) }
        }
        ratio = result { () throws(ChangeError) in try change.ratio() }
        difference = result { () throws(ChangeError) in try change.difference() }
        averageEffect = result { () throws(ChangeError) in try change.averageEffect() }
      } catch {
        change = nil
        ratio = failing(.change(error))
        difference = failing(.change(error))
        averageEffect = failing(.change(error))
      }
    }

    /// Whether some count behind the estimates may not be shown.
    private static func hides(
      _ counts: PrePostCounts, _ treated: Int, _ controls: Int, _ isSuppressed: (Int) -> Bool
    ) -> Bool {
      if isSuppressed(treated) || isSuppressed(controls) { return true }
      let events = counts.before + counts.after
      // Pounds are not counts of anything that could point to a person.
      guard events.allSatisfy({ $0 == $0.rounded() && $0 < 1e9 }) else { return false }
      for arm in Arm.allCases {
        for column in [counts.before, counts.after] {
          let total = counts.arms.indices.reduce(0.0) {
            counts.arms[$1] == arm ? $0 + column[$1] : $0
          }
          if isSuppressed(Int(min(total, 1e15))) { return true }
        }
      }
      return false
    }

    /// The rate of an arm in a period with its interval; `nil` without a group to show.
    public func rate(of arm: Arm, _ period: Period) -> Rate? {
      change.map { Rate(of: arm, period, in: $0.counts) }
    }

    /// The estimate on a scale.
    public func finding(on scale: ChangeScale) -> Result<Finding, GroupRefusal> {
      scale == .ratio ? ratio : difference
    }
  }
}
