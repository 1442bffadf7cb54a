/// Controls of which several may stand for one person.
struct ControlUnits: Sendable {
  /// The number of units.
  let unitCount: Int
  /// The unit of each control; `nil` if every control is its own.
  private let unitOf: [Int32]?
  private let membersOf: [[Int]]

  /// Groups controls by the unit of each, or by nothing.
  init(_ units: [Int32]?, controlCount: Int) {
    guard let units else {
      unitCount = controlCount
      unitOf = nil
      membersOf = []
      return
    }
    var numbers: [Int32: Int32] = [:]
    var members: [[Int]] = []
    var unitOf: [Int32] = []
    for (control, unit) in units.enumerated() {
      let number = numbers[unit] ?? Int32(members.count)
      if Int(number) == members.count {
        numbers[unit] = number
        members.append([])
      }
      members[Int(number)].append(control)
      unitOf.append(number)
    }
    unitCount = members.count
    self.unitOf = unitOf
    membersOf = members
  }

  func unit(of control: Int) -> Int { unitOf.map { Int($0[control]) } ?? control }

  func members(of unit: Int) -> [Int] { unitOf == nil ? [unit] : membersOf[unit] }

  /// Candidates and every control of their units.
  func withSiblings(_ candidates: [PairCandidate]) -> [PairCandidate] {
    guard unitOf != nil else { return candidates }
    return candidates.flatMap { candidate in
      members(of: unit(of: candidate.control)).map {
        PairCandidate(control: $0, distance: candidate.distance)
      }
    }
  }
}
