/// Classes of people with similar scores (Rosenbaum and Rubin 1984,
/// doi:10.1080/01621459.1984.10478078).
///
/// Everyone inside the common support is in a class. Cut points are quantiles (type 7) of the scores
/// of those the estimate speaks of, the discarded among them; a score on a cut goes to the upper class. Within a class the arms
/// still differ in their scores, the less the more classes there are: five remove about nine tenths
/// of the bias of a score that acts linearly.
public struct Subclassification: Sendable, Equatable {
  /// Where the classes meet.
  public enum Cuts: Sendable, Equatable {
    /// Quantiles at equal steps, so that so many classes are about equally large.
    case count(Int)
    /// Quantiles at these probabilities, ascending; 0 and 1 need not be named.
    case probabilities([Double])
    /// These scores, ascending.
    case points([Double])
  }

  /// What to do with a class that has fewer people of an arm than `minimumPerArm`.
  public enum Repair: String, Sendable, Equatable, Codable {
    /// Take them from the other classes, the neighbour's nearest person first, the order of the
    /// scores kept, from the side that has more to give near by. Where an arm is too small for that
    /// in all classes, classes are merged.
    case move
    /// Merge it with the smaller of its neighbours until every class has enough.
    case merge
    /// Leave its people out.
    case leaveOut
  }

  /// Where the classes meet.
  public var cuts: Cuts
  /// The fewest people of each arm a class may have.
  public var minimumPerArm: Int
  /// What to do with a class that has fewer.
  public var repair: Repair

  /// Creates settings; by default six classes, each with somebody of both arms.
  public init(cuts: Cuts = .count(6), minimumPerArm: Int = 1, repair: Repair = .move) {
    self.cuts = cuts
    self.minimumPerArm = minimumPerArm
    self.repair = repair
  }

  /// What became of the classes.
  public struct Outcome: Sendable, Equatable {
    /// The bounds of the classes in units of the score, the least and the largest score of those the
    /// quantiles are of at the ends; scores beyond them belong to the first and last class.
    public let cutPoints: [Double]
    /// How many people stand in another class than their score says, so that no class lacks an arm.
    public let movedCount: Int
    /// How many classes were merged with another.
    public let mergedCount: Int
  }
}
