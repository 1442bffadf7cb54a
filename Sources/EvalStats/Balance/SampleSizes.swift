/// How many people each arm has, and all together, and how many its weights are worth.
public struct SampleSizes: Sendable, Equatable {
  /// The sizes of one arm, or of both together.
  public struct Arm: Sendable, Equatable {
    /// Everyone who carries weight before matching.
    public let all: Int
    /// What everyone is worth: their number, unless they are weighted before matching.
    public let allEffective: Double
    /// People with a weight above 0.
    public let matched: Int
    /// (Σw)² / Σw²: what the weighted people are worth.
    public let matchedEffective: Double
    /// People without weight, the discarded not counted.
    public let unmatched: Int
    /// People outside the common support.
    public let discarded: Int
  }

  /// The treated.
  public let treated: Arm
  /// The controls.
  public let control: Arm
  /// Both arms as one sample, with their weights as they stand.
  public let overall: Arm

  init(
    treated: [Bool], baseWeights: [Double]? = nil, weights: [Double]?, discarded: [Bool]?
  ) {
    func sizes(of rows: [Int]) -> Arm {
      let base = rows.map { baseWeights?[$0] ?? 1 }.filter { $0 > 0 }
      let matched = rows.map { weights?[$0] ?? 1 }.filter { $0 > 0 }
      let discardedCount = rows.count { discarded?[$0] ?? false }
      return Arm(
        all: base.count, allEffective: WeightedSummary.effectiveSampleSize(base),
        matched: matched.count,
        matchedEffective: WeightedSummary.effectiveSampleSize(matched),
        unmatched: rows.count - matched.count - discardedCount, discarded: discardedCount)
    }
    self.treated = sizes(of: treated.indices.filter { treated[$0] })
    control = sizes(of: treated.indices.filter { !treated[$0] })
    overall = sizes(of: Array(treated.indices))
  }
}
