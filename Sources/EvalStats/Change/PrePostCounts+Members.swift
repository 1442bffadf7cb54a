extension PrePostCounts {
  /// Some of the members, in the order of `rows`.
  func members(_ rows: [Int]) -> PrePostCounts {
    PrePostCounts(
      arms: rows.map { arms[$0] }, sets: rows.map { sets[$0] }, persons: rows.map { persons[$0] },
      weights: rows.map { weights[$0] }, before: rows.map { before[$0] },
      timeBefore: rows.map { timeBefore[$0] }, after: rows.map { after[$0] },
      timeAfter: rows.map { timeAfter[$0] })
  }

  /// The number of different people of positive weight in an arm.
  func personCount(of arm: Arm) -> Int {
    var people: Set<Int> = []
    for row in 0..<count where arms[row] == arm && weights[row] > 0 { people.insert(persons[row]) }
    return people.count
  }
}
