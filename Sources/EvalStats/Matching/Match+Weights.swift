extension Match {
  /// The weights of sets of one focal person and their partners.
  ///
  /// Without reuse a partner's weight is proportional to n₁ₛ/n₀ₛ in its set; with reuse the shares of
  /// its sets add up. Scaling to a mean of 1 changes no weighted mean: it makes the weights' sum the
  /// number of people.
  static func weights(
    rowCount: Int, focalRows: [Int], partners: [[Int]]
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: rowCount)
    var used: [Int] = []
    for (focal, partners) in zip(focalRows, partners) where !partners.isEmpty {
      weights[focal] = 1
      for partner in partners {
        if weights[partner] == 0 { used.append(partner) }
        weights[partner] += 1 / Double(partners.count)
      }
    }
    // Every matched focal person gives a weight of 1 away.
    let given = Double(partners.count { !$0.isEmpty })
    for partner in used { weights[partner] *= Double(used.count) / given }
    return weights
  }
}
