/// The simulated people with what no extract holds: frailty and crises.
///
/// Days are counted from 1970-01-01. A person is observed from `firstDay` to `lastDay`, both
/// included: on the register, alive, and within the simulated span.
struct LatentPopulation {
  var births: [Int32] = []
  var isFemale: [Bool] = []
  var deprivationDeciles: [Int] = []
  var practices: [Int] = []
  var conditions: [Int] = []
  var frailties: [Double] = []
  var registeredFrom: [Int32] = []
  /// Day of leaving the register alive, or `Int32.max`.
  var left: [Int32] = []
  /// Day of death, or `Int32.max`.
  var deaths: [Int32] = []
  /// First and last simulated day of each person.
  var firstDays: [Int32] = []
  var lastDays: [Int32] = []
  /// Crises of person *p* stand at `crisisOffsets[p] ..< crisisOffsets[p + 1]`.
  var crisisOffsets: [Int] = [0]
  var crisisStarts: [Int32] = []
  /// Last day of each crisis.
  var crisisEnds: [Int32] = []

  var count: Int { births.count }

  /// Age in years on a day, with its fraction.
  func age(of person: Int, on day: Int32) -> Double {
    Double(day - births[person]) / 365.25
  }

  /// Whether a person is in a crisis on a day.
  func isInCrisis(_ person: Int, on day: Int32) -> Bool {
    for crisis in crisisOffsets[person]..<crisisOffsets[person + 1]
    where crisisStarts[crisis] <= day && day <= crisisEnds[crisis] {
      return true
    }
    return false
  }

  /// Calls `body` with the stretches of `from ... through` in order, each wholly inside or outside
  /// a crisis.
  @inline(__always)
  func forEachStretch(
    of person: Int, from: Int32, through: Int32,
    _ body: (_ first: Int32, _ last: Int32, _ inCrisis: Bool) -> Void
  ) {
    var first = from
    for crisis in crisisOffsets[person]..<crisisOffsets[person + 1] {
      let start = max(crisisStarts[crisis], first)
      let end = min(crisisEnds[crisis], through)
      guard start <= end else { continue }
      if first < start { body(first, start - 1, false) }
      body(start, end, true)
      first = end + 1
    }
    if first <= through { body(first, through, false) }
  }
}

/// Streams of the seeded generator, one a part of the study, so that a change in one part leaves the
/// draws of the others as they were.
enum SimulationStream: UInt64 {
  case population = 1
  case activity = 2
  case selection = 3
  case effects = 4
  case socialCare = 5
  case records = 6
  case discussions = 7
  case admissionMethods = 8
  case extracts = 9
}
