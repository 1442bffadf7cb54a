/// Weighted events and person-time of each cluster in the four cells of arm × period.
///
/// Everything a saturated log-linear model of arm × period can say about its estimates and their
/// clustered covariance follows from these totals, so that refits and resamples never touch rows.
/// Cells stand in the order control before, control after, treated before, treated after.
struct ClusterTotals: Sendable {
  /// Σ w·y of each cluster, by cell.
  let events: [SIMD4<Double>]
  /// Σ w·t of each cluster, by cell.
  let time: [SIMD4<Double>]

  init(events: [SIMD4<Double>], time: [SIMD4<Double>]) {
    self.events = events
    self.time = time
  }

  /// Sums members by cluster; clusters stand in ascending order of their label, so that nothing
  /// depends on the order of rows.
  ///
  /// - Complexity: O(*members* + *clusters* log *clusters*)
  init(_ counts: PrePostCounts, by labels: [Int]) {
    var place: [Int: Int] = [:]
    for (index, label) in Set(labels).sorted().enumerated() { place[label] = index }
    var events = Array(repeating: SIMD4<Double>.zero, count: place.count)
    var time = events
    for member in 0..<counts.count {
      guard let cluster = place[labels[member]] else { continue }
      let cells = ClusterTotals.cells(of: counts, member: member)
      events[cluster] += cells.events
      time[cluster] += cells.time
    }
    self.init(events: events, time: time)
  }

  /// Weighted events and person-time of one member, in the cells of the member's arm.
  static func cells(
    of counts: PrePostCounts, member: Int, as arm: Arm? = nil, weight: Double? = nil
  ) -> (events: SIMD4<Double>, time: SIMD4<Double>) {
    let weight = weight ?? counts.weights[member]
    let before = weight * counts.before[member]
    let after = weight * counts.after[member]
    let timeBefore = weight * counts.timeBefore[member]
    let timeAfter = weight * counts.timeAfter[member]
    return switch arm ?? counts.arms[member] {
    case .control: (SIMD4(before, after, 0, 0), SIMD4(timeBefore, timeAfter, 0, 0))
    case .treated: (SIMD4(0, 0, before, after), SIMD4(0, 0, timeBefore, timeAfter))
    }
  }

  var clusterCount: Int { events.count }

  /// Totals over all clusters, summed in their order.
  var overall: (events: SIMD4<Double>, time: SIMD4<Double>) {
    var sumOfEvents = SIMD4<Double>.zero
    var sumOfTime = SIMD4<Double>.zero
    for cluster in events.indices {
      sumOfEvents += events[cluster]
      sumOfTime += time[cluster]
    }
    return (sumOfEvents, sumOfTime)
  }

  /// The place of a cell.
  static func cell(_ arm: Arm, _ period: Period) -> Int {
    (arm == .treated ? 2 : 0) + (period == .after ? 1 : 0)
  }
}
