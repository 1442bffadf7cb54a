import EvalStats

/// Fourteen matched sets of one to three controls with unequal follow-up, drawn once with numpy's
/// `default_rng(7)`; reference values on them come from R 4.2.2 (`glm`, `sandwich`, `clubSandwich`).
enum ExampleSets {
  typealias Row = (Arm, Int, Int, Int, Double, Double, Double, Double, Double)

  /// Arm, set, person, person when some controls are shared, weight, events and months before,
  /// events and months after.
  static let rows: [Row] = [
    (.treated, 10, 0, 0, 1, 1, 2.9, 3, 6),
    (.control, 10, 1, 1, 3.6, 5, 6, 2, 6),
    (.treated, 11, 2, 2, 1, 0, 6, 1, 6),
    (.control, 11, 3, 3, 1.8, 0, 6, 0, 6),
    (.control, 11, 4, 4, 1.8, 0, 6, 0, 1.6),
    (.treated, 12, 5, 5, 1, 9, 6, 2, 3.3),
    (.control, 12, 6, 6, 1.2, 3, 3.52, 2, 3.74),
    (.control, 12, 7, 7, 1.2, 8, 6, 0, 1.68),
    (.control, 12, 8, 1, 1.2, 6, 6, 0, 3.54),
    (.treated, 13, 9, 9, 1, 1, 6, 1, 6),
    (.control, 13, 10, 10, 1.2, 3, 6, 2, 4.12),
    (.control, 13, 11, 11, 1.2, 2, 6, 2, 5.5),
    (.control, 13, 12, 12, 1.2, 4, 6, 0, 0.58),
    (.treated, 14, 13, 13, 1, 0, 6, 0, 3.65),
    (.control, 14, 14, 6, 1.8, 0, 3.78, 0, 3.34),
    (.control, 14, 15, 15, 1.8, 0, 4.32, 0, 6),
    (.treated, 15, 16, 16, 1, 3, 6, 3, 6),
    (.control, 15, 17, 17, 1.2, 0, 6, 0, 6),
    (.control, 15, 18, 18, 1.2, 1, 5.36, 2, 6),
    (.control, 15, 19, 19, 1.2, 0, 3.86, 0, 3.99),
    (.treated, 16, 20, 20, 1, 5, 4.92, 0, 6),
    (.control, 16, 21, 6, 3.6, 0, 6, 0, 6),
    (.treated, 17, 22, 22, 1, 2, 6, 5, 6),
    (.control, 17, 23, 23, 1.2, 3, 6, 2, 6),
    (.control, 17, 24, 4, 1.2, 5, 6, 2, 2.23),
    (.control, 17, 25, 25, 1.2, 6, 6, 0, 3.98),
    (.treated, 18, 26, 26, 1, 3, 6, 1, 2.59),
    (.control, 18, 27, 27, 1.2, 3, 6, 1, 2.57),
    (.control, 18, 28, 28, 1.2, 1, 6, 1, 3.68),
    (.control, 18, 29, 11, 1.2, 2, 6, 3, 6),
    (.treated, 19, 30, 30, 1, 2, 6, 0, 1.03),
    (.control, 19, 31, 31, 1.8, 0, 6, 1, 6),
    (.control, 19, 32, 32, 1.8, 2, 6, 0, 6),
    (.treated, 20, 33, 33, 1, 3, 5.99, 3, 5.14),
    (.control, 20, 34, 34, 1.2, 0, 6, 2, 6),
    (.control, 20, 35, 35, 1.2, 3, 6, 2, 2.6),
    (.control, 20, 36, 17, 1.2, 0, 5.3, 1, 1.18),
    (.treated, 21, 37, 37, 1, 5, 6, 0, 1.55),
    (.control, 21, 38, 38, 1.2, 4, 6, 1, 3),
    (.control, 21, 39, 39, 1.2, 2, 6, 4, 6),
    (.control, 21, 40, 40, 1.2, 6, 6, 1, 6),
    (.treated, 22, 41, 41, 1, 3, 6, 0, 1.64),
    (.control, 22, 42, 42, 3.6, 6, 6, 4, 6),
    (.treated, 23, 43, 43, 1, 2, 4.39, 0, 6),
    (.control, 23, 44, 44, 1.8, 4, 4.3, 0, 2.05),
    (.control, 23, 45, 45, 1.8, 2, 6, 1, 2.34),
  ]

  /// The counts, with the match weights or without, people apart or shared between sets.
  static func counts(weighted: Bool = true, shared: Bool = false) -> PrePostCounts {
    PrePostCounts(
      arms: rows.map(\.0), sets: rows.map(\.1), persons: rows.map { shared ? $0.3 : $0.2 },
      weights: rows.map { weighted ? $0.4 : 1 }, before: rows.map(\.5),
      timeBefore: rows.map(\.6), after: rows.map(\.7), timeAfter: rows.map(\.8))
  }
}
