/// A rule that keeps people out of a study, asked of each on the date on which they would enter it.
///
/// The date is the index date of a treated person and, of somebody who may serve as a control, the
/// index date of the set. Every rule but one reads what was known before that date. Rules are asked
/// in order, and a person counts under the first that holds, so that the counts add up.
///
/// An exclusion changes whom a study speaks of. It does not make the arms alike: that is the match.
public struct Exclusion: Sendable, Equatable {
  /// What keeps a person out.
  public enum Rule: Sendable, Equatable {
    /// Younger than this many years, an age being days since birth / 365.25.
    case ageBelow(Double)
    /// Older than this many years.
    case ageAbove(Double)
    /// Sex is not recorded.
    case sexMissing
    /// A column of the register's attributes has one of some values, or none.
    case attribute(String, AttributeTest)
    /// A dated fact stands so to the date.
    case date(DateColumn, DateTest)
    /// Any use of a setting in a window before the date.
    case use(Setting, Window)
    /// On the register for fewer days than this.
    case registeredLess(thanDays: Int)
    /// Death within this many days after the date, the date itself included.
    ///
    /// Future information: it chooses people by what happened to them, so that whoever is left lived.
    /// Refused unless `allowsFuture`.
    case diesWithin(days: Int, allowsFuture: Bool)
  }

  /// Which values of an attribute keep a person out.
  public enum AttributeTest: Sendable, Equatable {
    /// One of these values; with `orMissing`, a missing one too.
    case listed([String], orMissing: Bool)
    /// A value that is none of these; with `orMissing`, a missing one too.
    case notListed([String], orMissing: Bool)
    /// A missing value.
    case missing
  }

  /// Where a dated fact is recorded.
  public enum DateColumn: Sendable, Equatable {
    /// In a column of days among the register's attributes; empty for people without the fact.
    case attribute(String)
    /// The day of death.
    case death
  }

  /// How a dated fact stands to the date of entry. A fact recorded on that date or later is one that
  /// has not happened yet.
  public enum DateTest: Sendable, Equatable {
    /// On any day before the date.
    case before
    /// On one of this many days before the date: 30 is day −30 to day −1.
    case withinDaysBefore(Int)
    /// On no day before the date.
    case neverBefore
  }

  /// Whom a rule is asked of.
  public enum Arms: String, Sendable, Equatable, CaseIterable {
    /// The treated, on their index dates.
    case treated
    /// Those who may serve as controls, on the index date of the set.
    case control
    /// Both.
    case both

    /// Whether an arm is asked.
    public func cover(_ arm: Arm) -> Bool {
      switch self {
      case .treated: arm == .treated
      case .control: arm == .control
      case .both: true
      }
    }
  }

  /// What keeps a person out.
  public var rule: Rule
  /// Whom the rule is asked of.
  public var arms: Arms
  private let statedLabel: String?

  /// Creates a rule.
  ///
  /// - Parameter label: words for the flow of people; by default made from the rule.
  public init(_ rule: Rule, arms: Arms = .both, label: String? = nil) {
    self.rule = rule
    self.arms = arms
    statedLabel = label
  }

  /// Whether the rule chooses people by what happened after the date of entry.
  public var readsFuture: Bool { if case .diesWithin = rule { true } else { false } }

  /// The rule in words, for a flow of people.
  public var label: String { statedLabel ?? rule.words }
}
