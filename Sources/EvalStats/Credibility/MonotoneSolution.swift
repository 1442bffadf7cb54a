/// Where a condition that holds from some point on begins to hold.
enum MonotoneSolution {
  /// Halves low…high to the last bit; `isReached(high)` holds.
  static func first(from low: Double, to high: Double, _ isReached: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if isReached(middle) { high = middle } else { low = middle }
    }
  }
}
