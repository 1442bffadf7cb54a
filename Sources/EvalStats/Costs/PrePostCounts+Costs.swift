extension PrePostCounts {
  /// The activity times a price.
  func priced(at price: Double) -> PrePostCounts {
    PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: weights,
      before: before.map { price * $0 }, timeBefore: timeBefore,
      after: after.map { price * $0 }, timeAfter: timeAfter)
  }

  /// Some of the members, in the order of `rows`.
  func members(_ rows: [Int]) -> PrePostCounts {
    PrePostCounts(
      arms: rows.map { arms[$0] }, sets: rows.map { sets[$0] }, persons: rows.map { persons[$0] },
      weights: rows.map { weights[$0] }, before: rows.map { before[$0] },
      timeBefore: rows.map { timeBefore[$0] }, after: rows.map { after[$0] },
      timeAfter: rows.map { timeAfter[$0] })
  }
}
