/// Distances between treated people and controls that were worked out elsewhere.
public struct DistanceMatrix: Sendable, Equatable {
  /// The number of treated people, one line each.
  public let treatedCount: Int
  /// The number of controls, one column each.
  public let controlCount: Int
  private let values: [Double]
  /// The line of a treated row, the column of a control.
  private let place: [Int32]

  /// Creates a matrix.
  ///
  /// - Parameters:
  ///   - values: line by line; lines are the treated and columns the controls, both in the order of
  ///     their rows. Infinite where a pair is forbidden.
  ///   - treated: the arm of each row.
  /// - Throws: `distancesOfWrongSize`, `distancesInvalid` where one is negative or not a number.
  /// - Complexity: O(*treated · controls*) memory: for thousands of people, not millions.
  public init(_ values: [Double], treated: [Bool]) throws(MatchingError) {
    treatedCount = treated.count { $0 }
    controlCount = treated.count - treatedCount
    guard values.count == treatedCount * controlCount else {
      throw .distancesOfWrongSize(
        found: values.count, treated: treatedCount, controls: controlCount)
    }
    let broken = values.count { $0.isNaN || $0 < 0 }
    guard broken == 0 else { throw .distancesInvalid(count: broken) }
    self.values = values
    var next: (treated: Int32, control: Int32) = (0, 0)
    place = treated.map { isTreated in
      defer { if isTreated { next.treated += 1 } else { next.control += 1 } }
      return isTreated ? next.treated : -1 - next.control
    }
  }

  /// The distance of two rows of different arms.
  func distance(_ left: Int, _ right: Int) -> Double {
    let (line, column) = place[left] >= 0 ? (left, right) : (right, left)
    return values[Int(place[line]) * controlCount + Int(-1 - place[column])]
  }
}
