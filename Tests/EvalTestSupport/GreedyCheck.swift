/// Checks by brute force that an assignment is one a greedy matcher could have made.
///
/// Written apart from the library: nothing here knows how it searches. Where several free controls
/// are at the same distance any of them is right, so the check replays the assignment it is given
/// and asks at each step whether some free admissible control was nearer than the one taken.
public struct GreedyCheck {
  /// The distance of a focal unit and a control.
  public let distance: (_ focal: Int, _ control: Int) -> Double
  /// Whether a pair is allowed.
  public let isAdmissible: (_ focal: Int, _ control: Int) -> Bool
  /// The number of controls.
  public let controlCount: Int
  /// The largest number of controls for a focal unit.
  public let ratio: Int
  /// The number of sets a control may serve in.
  public let limit: Int
  /// The relative difference below which two distances count as equal.
  public let tolerance: Double

  public init(
    controlCount: Int, ratio: Int, limit: Int, tolerance: Double = 1e-9,
    distance: @escaping (Int, Int) -> Double, isAdmissible: @escaping (Int, Int) -> Bool
  ) {
    self.controlCount = controlCount
    self.ratio = ratio
    self.limit = limit
    self.tolerance = tolerance
    self.distance = distance
    self.isAdmissible = isAdmissible
  }

  /// What is wrong with an assignment made in rounds, the focal units in the order given.
  public func violations(of assignment: [[Int]], order: [Int]) -> [String] {
    var uses = [Int](repeating: 0, count: controlCount)
    var found: [String] = []
    for round in 0..<ratio {
      for focal in order {
        let before = assignment[focal].prefix(round)
        let candidates = (0..<controlCount).filter {
          uses[$0] < limit && isAdmissible(focal, $0) && !before.contains($0)
        }
        let nearest = candidates.map { distance(focal, $0) }.min()
        guard round < assignment[focal].count else {
          if before.count == round, let nearest {
            found.append("round \(round): \(focal) took nobody though one was at \(nearest)")
          }
          continue
        }
        let control = assignment[focal][round]
        if !candidates.contains(control) {
          found.append("round \(round): \(focal) took \(control), who was not free or not allowed")
        } else if let nearest, exceeds(distance(focal, control), nearest) {
          found.append(
            "round \(round): \(focal) took \(control) at \(distance(focal, control)), \(nearest) was free"
          )
        }
        uses[control] += 1
      }
    }
    return found
  }

  /// What is wrong with a 1:1 assignment made nearest pair first: a pair is blocking if both its
  /// members would rather have each other.
  public func blockingPairs(of assignment: [[Int]]) -> [String] {
    var ofControl = [Double](repeating: .infinity, count: controlCount)
    let ofFocal = assignment.indices.map { focal in
      assignment[focal].first.map { distance(focal, $0) } ?? .infinity
    }
    var found: [String] = []
    for (focal, controls) in assignment.enumerated() {
      for control in controls {
        if ofControl[control] < .infinity { found.append("\(control) serves twice") }
        if !isAdmissible(focal, control) { found.append("\(focal) and \(control) are not allowed") }
        ofControl[control] = distance(focal, control)
      }
    }
    for focal in assignment.indices {
      for control in 0..<controlCount where isAdmissible(focal, control) {
        let between = distance(focal, control)
        if exceeds(ofFocal[focal], between), exceeds(ofControl[control], between) {
          found.append("\(focal) and \(control) block at \(between)")
        }
      }
    }
    return found
  }

  private func exceeds(_ distance: Double, _ nearest: Double) -> Bool {
    distance > nearest + tolerance * max(1, nearest)
  }
}
