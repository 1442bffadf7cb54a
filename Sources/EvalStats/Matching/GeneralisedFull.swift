/// Groups of at least so many people of each arm, as near to one another as groups of everyone can be
/// made quickly (Sävje, Higgins and Sekhon 2021, doi:10.1017/pan.2020.32).
///
/// The largest distance between two members of a group is at most four times the smallest that any
/// such grouping of everyone has.
public struct GeneralisedFull: Sendable, Equatable {
  /// How far a person may be from those they are put with.
  public enum Radius: Sendable, Equatable {
    /// In the units of the distance.
    case distance(Double)
    /// In standard deviations of the score, over everyone not discarded.
    case scoreDeviations(Double)
  }

  /// The fewest treated people of a group.
  public var minimumTreated: Int
  /// The fewest controls of a group.
  public var minimumControls: Int
  /// How far anyone may be from the member nearest to them, and the first member of a group from its
  /// required others, bounds included; who has nobody so near is left out. `nil` leaves nobody out.
  public var radius: Radius?
  /// Whether everyone is to be in a group, or only those the estimate speaks of, with no more of the
  /// others than their groups need.
  public var coversEveryone: Bool

  /// Creates settings; by default everyone is in a group of at least one of each arm.
  public init(
    minimumTreated: Int = 1, minimumControls: Int = 1, radius: Radius? = nil,
    coversEveryone: Bool = true
  ) {
    self.minimumTreated = minimumTreated
    self.minimumControls = minimumControls
    self.radius = radius
    self.coversEveryone = coversEveryone
  }

  /// How near the groups are.
  public struct Outcome: Sendable, Equatable {
    /// The largest distance of anyone in a group to the nearest people a group of theirs would need:
    /// no grouping of these people has a smaller largest distance within groups.
    public let lowerBound: Double
    /// The largest distance between two members of one group; `nil` where groups are so large that
    /// not all pairs were measured.
    public let largestDistance: Double?
    /// What the radius came to in the units of the distance.
    public let radius: Double?
  }
}
