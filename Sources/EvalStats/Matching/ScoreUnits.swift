internal import EvalLinearAlgebra

/// Scores as whole multiples of 1e-12, so that equal means equal.
///
/// A score is the end of a long sum: two rows that should tie may differ in the last bits. Scores
/// count as equal when they agree after rounding to 1e-12. As whole numbers of that unit (held in a
/// `Double`, exact below 2⁵³, that is for scores below 9,000) their differences are exact too, so a
/// control just as far below as another is above is a true tie. Larger scores keep all their bits.
enum ScoreUnits {
  /// Units in 1: far below any difference that matters, far above the noise of a fitted score.
  static let perOne = 1e12

  /// The scores in units.
  static func rounded(_ scores: [Double]) -> [Double] { scores.map(rounded) }

  /// The scores of some rows in units.
  static func rounded(_ scores: [Double], at rows: [Int32]) -> [Double] {
    RowTasks.array(rows.count) { rounded(scores[Int(rows[$0])]) }
  }

  /// A score in units.
  static func rounded(_ score: Double) -> Double { (score * perOne).rounded(.toNearestOrEven) }

  /// A caliper in units, so wide that a difference equal to it but for rounding is inside.
  static func roundedUp(_ width: Double) -> Double { (width * perOne).rounded(.up) }
}
