/// A grouping of rows each of whose groups has a level of its own: a person, a practice, a month.
public struct FixedEffect: Sendable, Equatable {
  /// What the grouping is called: the column it came from.
  public let name: String
  /// One group number a row; the numbers themselves mean nothing.
  public let groups: [Int]

  /// Creates a grouping.
  public init(name: String, groups: [Int]) {
    self.name = name
    self.groups = groups
  }
}

/// Groups of one fixed effect that tell nothing about the coefficients and were left out.
public struct DroppedGroups: Sendable, Equatable {
  /// The fixed effect.
  public let name: String
  /// Groups without a single event: any level low enough fits them.
  public let withoutEventsCount: Int
  /// Groups of a single row: their level fits it perfectly.
  public let singleRowCount: Int
}

/// The rows that are left once groups that tell nothing are gone, and how many went.
///
/// Leaving a group out can leave another without events or with a single row, so the rule is applied
/// until nothing changes; what remains does not depend on the order.
struct InformativeRows {
  let rows: [Int]
  let dropped: [DroppedGroups]

  init(_ effects: [FixedEffect], response: [Double], weights: [Double]?) {
    let groupings = effects.map { Clusters(labels: $0.groups, weights: weights) }
    var isUsed = response.indices.map { row in weights.map { $0[row] > 0 } ?? true }
    var withoutEvents = [Int](repeating: 0, count: effects.count)
    var singleRows = withoutEvents
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (effect, grouping) in groupings.enumerated() {
        var counts = [Int](repeating: 0, count: grouping.count)
        var events = [Double](repeating: 0, count: grouping.count)
        for row in isUsed.indices where isUsed[row] {
          counts[grouping.clusterOfRow[row]] += 1
          events[grouping.clusterOfRow[row]] += response[row]
        }
        let emptyCount = counts.indices.count { counts[$0] > 0 && events[$0] == 0 }
        let singleCount = counts.indices.count { counts[$0] == 1 && events[$0] > 0 }
        guard emptyCount + singleCount > 0 else { continue }
        withoutEvents[effect] += emptyCount
        singleRows[effect] += singleCount
        isSettled = false
        for row in isUsed.indices where isUsed[row] {
          let group = grouping.clusterOfRow[row]
          isUsed[row] = counts[group] > 1 && events[group] > 0
        }
      }
    }
    rows = isUsed.indices.filter { isUsed[$0] }
    dropped = effects.indices.map {
      DroppedGroups(
        name: effects[$0].name, withoutEventsCount: withoutEvents[$0],
        singleRowCount: singleRows[$0])
    }
  }
}
