import EvalStats

/// 48 matched sets of one treated person and one to three controls in four groups, from a rule in
/// whole numbers that R can follow too.
enum GroupedSets {
  /// - Parameter sharesControls: Whether 50 people stand in for all the controls.
  static func counts(sharesControls: Bool = false) -> PrePostCounts {
    var arms: [Arm] = []
    var sets: [Int] = []
    var persons: [Int] = []
    var weights: [Double] = []
    var before: [Double] = []
    var timeBefore: [Double] = []
    var after: [Double] = []
    var timeAfter: [Double] = []
    for set in 0..<48 {
      for member in 0...(1 + set % 3) {
        let isTreated = member == 0
        arms.append(isTreated ? .treated : .control)
        sets.append(set)
        persons.append(
          isTreated || !sharesControls
            ? 100 * set + member : 1_000_000 + (11 * set + 17 * member) % 50)
        weights.append(isTreated ? 1 : 1.5 / Double(1 + set % 3))
        before.append(Double((7 * set + 3 * member * member + 5) % 9))
        timeBefore.append(6 - 0.5 * Double((set * (member + 1)) % 4))
        let extra = isTreated ? (set % 4) * ((set / 4) % 2) : 0
        after.append(Double((5 * set + 11 * member + 2) % 8 + extra))
        timeAfter.append(6 - 0.25 * Double((3 * set + member) % 9))
      }
    }
    return PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: weights, before: before,
      timeBefore: timeBefore, after: after, timeAfter: timeAfter)
  }

  /// Labels of the treated only: whatever the controls' rows say is not read.
  static func labels(of counts: PrePostCounts) -> [String?] {
    (0..<counts.count).map {
      counts.arms[$0] == .treated
        ? ["North", "East", "South", "West"][counts.sets[$0] % 4] : "elsewhere \($0 % 3)"
    }
  }

  /// The four groups in the order North, East, South, West.
  static func factor(of counts: PrePostCounts) -> Factor {
    Factor(
      codes: (0..<counts.count).map { Int32(counts.sets[$0] % 4) },
      levels: ["North", "East", "South", "West"])
  }
}
