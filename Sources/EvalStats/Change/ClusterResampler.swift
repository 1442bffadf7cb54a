/// Draws as many clusters as there are, with replacement, and adds up their four cells.
struct ClusterResampler: Sendable {
  /// Events, then person-time of a cluster side by side, so that a draw touches memory once.
  private let cells: [SIMD8<Double>]

  init(_ totals: ClusterTotals) {
    cells = zip(totals.events, totals.time).map { SIMD8(lowHalf: $0, highHalf: $1) }
  }

  /// The totals of one resample. O(*clusters*), without allocation.
  func draw(
    using generator: inout SeededGenerator
  ) -> (events: SIMD4<Double>, time: SIMD4<Double>) {
    var total = SIMD8<Double>.zero
    generator.draw(cells.count, below: cells.count) { total += cells[$0] }
    return (total.lowHalf, total.highHalf)
  }
}
