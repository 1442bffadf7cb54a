/// Rows among which a point's nearest stands, as long as one of them is left.
///
/// Rows only ever leave, so a list stays right. Distances in double precision are worked out when they
/// are asked for, and only of the rows that may come first.
package struct Shortlist: Sendable {
  /// How many rows were asked for.
  package let wanted: Int
  private var candidates: Candidates
  /// The candidates before it have left.
  private var start = 0

  private enum Candidates: Sendable {
    /// Nearest first, and every row that is not here comes after them; all rows if `isWhole`.
    case exact([NearestNeighbours.Neighbour], isWhole: Bool)
    /// In ascending order of what single precision makes of them.
    case rough([RoughCandidate], RoughBounds)
  }

  /// A row and |b|² − 2a·b in single precision.
  struct RoughCandidate: Sendable {
    let row: Int32
    let value: Float
  }

  /// What values in single precision say of squared distances.
  struct RoughBounds: Sendable {
    /// A squared distance is no less than its value and this together.
    let offset: Double
    /// No row that is not among the candidates has less than this; infinite if all are.
    let others: Double
  }

  init(_ neighbours: [NearestNeighbours.Neighbour], wanted: Int) {
    candidates = .exact(neighbours, isWhole: neighbours.count < wanted)
    self.wanted = wanted
  }

  init(_ candidates: [RoughCandidate], _ bounds: RoughBounds, wanted: Int) {
    self.candidates = .rough(candidates, bounds)
    self.wanted = wanted
  }

  /// What a list knows of the nearest row that is left.
  package enum Answer: Sendable, Equatable {
    case found(NearestNeighbours.Neighbour)
    /// No row is left that the point may have.
    case nobody
    /// Too many of the list have left: a longer one would tell.
    case unknown
  }

  /// The nearest row that is left.
  ///
  /// - Parameters:
  ///   - points, place: The point's coordinates, from this place on.
  ///   - isPassedOver: Rows that are left, but not for this point.
  package mutating func nearest(
    in pool: NearestNeighbours, to points: [Double], at place: Int,
    passingOver isPassedOver: (_ row: Int) -> Bool
  ) -> Answer {
    switch candidates {
    case .exact(let neighbours, let isWhole):
      while start < neighbours.count, !pool.contains(neighbours[start].row) { start += 1 }
      for neighbour in neighbours[start...]
      where pool.contains(neighbour.row) && !isPassedOver(neighbour.row) {
        return .found(neighbour)
      }
      return isWhole ? .nobody : .unknown
    case .rough(let rows, let bounds):
      while start < rows.count, !pool.contains(Int(rows[start].row)) { start += 1 }
      var nearest: NearestNeighbours.Neighbour?
      for candidate in rows[start...] {
        let row = Int(candidate.row)
        guard pool.contains(row), !isPassedOver(row) else { continue }
        if let nearest, Double(candidate.value) + bounds.offset > nearest.squared {
          return .found(nearest)
        }
        let neighbour = pool.neighbour(row, of: points, at: place)
        if nearest.map({ pool.precedes(neighbour, $0) }) ?? true { nearest = neighbour }
      }
      guard let nearest else { return bounds.others < .infinity ? .unknown : .nobody }
      return nearest.squared < bounds.others ? .found(nearest) : .unknown
    }
  }
}
