/// The variance of a curve at each event time: the sum over clusters of their squared influences.
///
/// What a member adds to the error at a time is a·b, b a basis that is the same for all and moves from
/// time to time, a the member's coefficients: those of everyone at risk until it leaves, its own from
/// then on. So only who leaves is touched, and with Σ a aᵀ over clusters kept up to date the sum of
/// squares needs no pass over them.
struct ClusteredInfluence {
  /// Σ weight · a of each cluster.
  private var sums: [SIMD4<Double>]
  /// The rows of Σ over clusters of their sum times itself.
  private var products = [SIMD4<Double>](repeating: .zero, count: 4)

  private init(clusterCount: Int) {
    sums = Array(repeating: .zero, count: clusterCount)
  }

  private mutating func add(_ change: SIMD4<Double>, to cluster: Int) {
    let old = sums[cluster]
    let new = old + change
    for place in 0..<4 { products[place] += new[place] * new - old[place] * old }
    sums[cluster] = new
  }

  private func squares(at basis: SIMD4<Double>) -> Double {
    var sum = SIMD4<Double>.zero
    for place in 0..<4 { sum += basis[place] * products[place] }
    // Rounding must not leave a variance below nothing.
    return max(0, (sum * basis).sum())
  }

  /// The variance at each time of the table.
  ///
  /// - Parameters:
  ///   - atRisk: The coefficients of everyone at risk.
  ///   - step: Moves on to an event time and gives its basis.
  ///   - leaving: The coefficients, after the last step, of a member that leaves; whether it leaves at
  ///     the very time of that step.
  /// - Complexity: O(*members* log *members*)
  static func variances(
    _ followUp: FollowUp, _ members: [Int], _ table: RiskTable, atRisk: SIMD4<Double>,
    step: (_ place: Int) -> SIMD4<Double>,
    leaving: (_ member: Int, _ isNow: Bool) -> SIMD4<Double>
  ) -> [Double] {
    let clusters = ClusterNumbers(members.map { followUp.sets?[$0] ?? $0 })
    var influence = ClusteredInfluence(clusterCount: clusters.count)
    for (row, member) in members.enumerated() {
      influence.add(followUp.weight(member) * atRisk, to: clusters.ofRow[row])
    }
    let order = members.indices.sorted {
      (followUp.times[members[$0]], $0) < (followUp.times[members[$1]], $1)
    }
    var next = 0
    func leave(_ isNow: Bool, while isOut: (_ time: Double) -> Bool) {
      while next < order.count, isOut(followUp.times[members[order[next]]]) {
        let row = order[next]
        let change = leaving(members[row], isNow) - atRisk
        influence.add(followUp.weight(members[row]) * change, to: clusters.ofRow[row])
        next += 1
      }
    }
    return table.times.indices.map { place in
      let time = table.times[place]
      leave(false) { $0 < time }
      let basis = step(place)
      leave(true) { $0 == time }
      return influence.squares(at: basis)
    }
  }
}
