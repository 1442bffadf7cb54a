import EvalStats

/// The table on which formulas are compared with R.
enum FormulaExamples {
  static func table() throws -> Table {
    try Table([
      ("y", .real(Values([3, 0, 7, 2, 5, 1, 4, 9]))),
      ("x", .real(Values([0.5, 2, 1.25, 3, 0.75, 4, 2.5, 1]))),
      ("z", .real(Values([1, -1, 2, 0, 3, -2, 1, 2]))),
      ("age", .integer(Values([50, 40, 60, 50, 40, 60, 40, 50]))),
      ("dose", .real(Values([0.1, 1e5, 0.1, 2.5, 1e5, 2.5, 0.1, 1e5]))),
      ("g", .factor(Factor(["b", "a", "c", "a", "b", "c", "c", "a"]))),
      ("h", .text(Values(["no", "yes", "no", "no", "yes", "yes", "no", "yes"]))),
      ("flag", .boolean(Values([true, false, true, true, false, false, true, false]))),
      ("PHN.C1", .integer(Values([1, 0, 0, 1, 1, 0, 1, 0]))),
      ("odd name", .integer(Values([2, 4, 6, 8, 1, 3, 5, 7]))),
    ])
  }

  /// Four rows with gaps: row 0 lacks `a`, row 2 lacks `a` and `b`, row 3 lacks `c`.
  static func gappyTable() throws -> Table {
    try Table([
      ("y", .real(Values([1, 2, 3, 4, 5]))),
      ("a", .real(Values([0, 1, 0, 2, 3], missing: [true, false, true, false, false]))),
      ("b", .factor(Factor(["u", "v", nil, "w", "u"]))),
      ("c", .integer(Values([1, 1, 1, 0, 1], missing: [false, false, false, true, false]))),
    ])
  }
}
