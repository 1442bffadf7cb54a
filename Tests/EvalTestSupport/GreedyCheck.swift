/// Checks by brute force that an assignment is one a greedy matcher could have made.
///
/// Written apart from the library: nothing here knows how it searches. Where several free controls
/// are at the same distance any of them is right, so the check replays the assignment it is given
/// and asks at each step whether some free admissible control was nearer than the one taken.
public struct GreedyCheck {
  /// The number of controls.
  public let controlCount: Int
  /// The largest number of controls for a focal unit.
  public let ratio: Int
  /// The number of sets a control may serve in.
  public let limit: Int
  /// The difference, relative above 1, below which two distances count as equal.
  public let tolerance: Double
  /// The distance of a focal unit and a control; `nil` where the pair is not allowed.
  public let distance: (_ focal: Int, _ control: Int) -> Double?

  public init(
    controlCount: Int, ratio: Int, limit: Int, tolerance: Double,
    distance: @escaping (_ focal: Int, _ control: Int) -> Double?
  ) {
    self.controlCount = controlCount
    self.ratio = ratio
    self.limit = limit
    self.tolerance = tolerance
    self.distance = distance
  }

  /// What is wrong with an assignment made in rounds, the focal units in the order given.
  public func violations(of assignment: [[Int]], order: [Int]) -> [String] {
    var uses = [Int](repeating: 0, count: controlCount)
    var found: [String] = []
    for round in 0..<ratio {
      for focal in order where assignment[focal].count >= round {
        let taken = assignment[focal].prefix(round)
        var nearest: Double?
        for control in 0..<controlCount where uses[control] < limit && !taken.contains(control) {
          guard let distance = distance(focal, control) else { continue }
          nearest = min(nearest ?? distance, distance)
        }
        guard round < assignment[focal].count else {
          if let nearest { found.append("\(focal) took nobody though one was at \(nearest)") }
          continue
        }
        let control = assignment[focal][round]
        if let distance = distance(focal, control), uses[control] < limit, let nearest {
          if exceeds(distance, nearest) {
            found.append("\(focal) took \(control) at \(distance), one was free at \(nearest)")
          }
        } else {
          found.append("\(focal) took \(control), who was not free or not allowed")
        }
        if taken.contains(control) { found.append("\(focal) took \(control) twice") }
        uses[control] += 1
      }
    }
    return found
  }

  /// What is wrong with an assignment made in rounds, nearest pair first, without replacement: in no
  /// round may two who are free for each other both be nearer to each other than to whom they got.
  public func blockingPairs(of assignment: [[Int]]) -> [String] {
    var isGone = [Bool](repeating: false, count: controlCount)
    var found: [String] = []
    for round in 0..<ratio {
      let focals = assignment.indices.filter { assignment[$0].count >= round }
      var ofControl = [Double](repeating: .infinity, count: controlCount)
      var ofFocal = [Double](repeating: .infinity, count: assignment.count)
      var taken: [Int] = []
      for focal in focals where assignment[focal].count > round {
        let control = assignment[focal][round]
        guard let distance = distance(focal, control), !isGone[control],
          ofControl[control] == .infinity
        else {
          found.append("\(focal) took \(control), who was not free or not allowed")
          continue
        }
        ofFocal[focal] = distance
        ofControl[control] = distance
        taken.append(control)
      }
      for focal in focals {
        for control in 0..<controlCount where !isGone[control] {
          guard let distance = distance(focal, control) else { continue }
          if exceeds(ofFocal[focal], distance), exceeds(ofControl[control], distance) {
            found.append("\(focal) and \(control) block at \(distance)")
          }
        }
      }
      for control in taken { isGone[control] = true }
    }
    return found
  }

  private func exceeds(_ distance: Double, _ nearest: Double) -> Bool {
    distance > nearest + tolerance * max(1, nearest)
  }
}
