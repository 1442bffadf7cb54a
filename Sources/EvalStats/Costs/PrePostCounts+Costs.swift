extension PrePostCounts {
  /// The activity times a price.
  func priced(at price: Double) -> PrePostCounts {
    PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: weights,
      before: before.map { price * $0 }, timeBefore: timeBefore,
      after: after.map { price * $0 }, timeAfter: timeAfter)
  }
}
