/// Who was considered for a match, and who was lost on the way and why.
///
/// Its counts are for readers, who see them through a `DisclosurePolicy`.
public struct RiskSetFlow: Sendable, Equatable {
  /// Why a person with an index date is not a treated person of the match. Asked in this order; the
  /// first that holds counts.
  public enum TreatedReason: String, Sendable, Codable, CaseIterable {
    /// The index date lies outside the admitted range.
    case outsideAdmittedDates
    /// Death on the index date or before.
    case notAlive
    /// Joined after the index date or left before it.
    case notRegistered
    /// On the register for less than the required look-back.
    case lookBackTooShort
    /// Kept out by a rule of the design; `treatedExclusions` says by which.
    case excluded
    /// A covariate is missing.
    case covariateMissing

    /// The reason in words, for a flow of people.
    public var label: String {
      switch self {
      case .outsideAdmittedDates: "index date outside the admitted range"
      case .notAlive: "died on or before the index date"
      case .notRegistered: "not registered on the index date"
      case .lookBackTooShort: "look-back too short"
      case .excluded: "excluded by a rule of the study"
      case .covariateMissing: "a covariate is missing"
      }
    }
  }

  /// Why a person was a candidate on no index date. Asked in this order.
  public enum CandidateReason: String, Sendable, Codable, CaseIterable {
    /// Not alive and registered on any index date.
    case neverAliveAndRegistered
    /// On the register for less than the required look-back on every index date.
    case lookBackTooShort
    /// Kept out by a rule of the design; `controlExclusions` says by which.
    case excluded
    /// Taken on already, or too soon after, on every index date.
    case takenOn

    /// The reason in words, for a flow of people.
    public var label: String {
      switch self {
      case .neverAliveAndRegistered: "not alive and registered on any index date"
      case .lookBackTooShort: "look-back too short"
      case .excluded: "excluded by a rule of the study"
      case .takenOn: "taken on before the index dates or too soon after"
      }
    }
  }

  /// People with an index date left out for one reason.
  public struct TreatedLoss: Sendable, Equatable {
    /// The reason.
    public let reason: TreatedReason
    /// How many people.
    public let count: SensitiveCount
  }

  /// People who were candidates on no index date, for one reason.
  public struct CandidateLoss: Sendable, Equatable {
    /// The reason.
    public let reason: CandidateReason
    /// How many people.
    public let count: SensitiveCount
  }

  /// People kept out by one rule.
  public struct Excluded: Sendable, Equatable {
    /// The rule in words.
    public let label: String
    /// How many people it was the first to keep out; 0 if it kept out nobody.
    public let count: SensitiveCount
  }

  /// People with an index date.
  public let indexedCount: SensitiveCount
  /// Those left out, by reason in the order asked; reasons that never applied are absent.
  public let treatedLosses: [TreatedLoss]
  /// The treated kept out by each rule that is asked of them, in the order asked.
  public let treatedExclusions: [Excluded]
  /// Those who sought controls.
  public let admittedCount: SensitiveCount
  /// People on the register.
  public let registeredCount: SensitiveCount
  /// Those who were candidates on no index date, by reason in the order asked.
  public let candidateLosses: [CandidateLoss]
  /// People who were candidates on no index date because of each rule, in the order asked: those
  /// whose last index date fell to it when the rules before it had left them at least one. The rules
  /// of `excludedControls` stand last.
  public let controlExclusions: [Excluded]
  /// People at risk on at least one index date of an admitted treated person, whatever their
  /// exact stratum.
  public let candidateCount: SensitiveCount
}
